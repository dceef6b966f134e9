"""Who is told of what."""

from django.db import models


class Webhook(models.Model):
    """An address that hears of facts whose kind matches one of ``patterns`` ("order.*").

    It hears what ``role`` may read; ``user`` is whose rows "own" and "my team" mean, and a hook
    whose person has left hears nothing.
    """

    name = models.CharField(max_length=80)
    url = models.CharField(max_length=500)
    secret = models.CharField(max_length=64)
    patterns = models.JSONField(default=list)
    role = models.ForeignKey("platform.Role", models.PROTECT, related_name="webhooks")
    user = models.ForeignKey("platform.User", models.CASCADE, null=True, related_name="webhooks")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("platform.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        app_label = "platform"

    def __str__(self) -> str:
        return self.name
