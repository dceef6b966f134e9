"""Who is told of what."""

from django.db import models


class Webhook(models.Model):
    """An address that hears of facts whose kind matches one of ``patterns`` ("order.*")."""

    name = models.CharField(max_length=80)
    url = models.CharField(max_length=500)
    secret = models.CharField(max_length=64)
    patterns = models.JSONField(default=list)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("platform.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        app_label = "platform"

    def __str__(self) -> str:
        return self.name
