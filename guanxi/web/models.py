"""What people arrange for themselves on screen."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """A list as somebody left it: filter, sort and columns under a name."""

    class Reach(models.TextChoices):
        """Who finds the view among the tabs."""

        PRIVATE = "private", _("Only me")
        TEAM = "team", _("My team")
        PUBLIC = "public", _("Everyone")

    noun = models.CharField(max_length=60)
    label_zh = models.CharField(max_length=60)
    label_en = models.CharField(max_length=60, blank=True)
    owner = models.ForeignKey("platform.User", models.CASCADE, null=True, related_name="+")
    team = models.ForeignKey("platform.Team", models.CASCADE, null=True, related_name="+")
    role = models.ForeignKey("platform.Role", models.SET_NULL, null=True, related_name="+")
    reach = models.CharField(max_length=10, choices=Reach.choices, default=Reach.PRIVATE)
    filter = models.JSONField(default=dict, blank=True)
    sort = models.CharField(max_length=80, blank=True)
    columns = models.JSONField(default=list, blank=True)
    layout = models.CharField(max_length=10, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["noun", "position"], name="view_of_noun")]

    def __str__(self) -> str:
        return self.label_zh or self.label_en


class Visit(models.Model):
    """The last time a person opened a record; feeds the palette and the way back."""

    user = models.ForeignKey("platform.User", models.CASCADE, related_name="+")
    noun = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "noun", "record_id"], name="visit_once"),
        ]
        indexes = [models.Index(fields=["user", "-at"], name="visit_recent")]

    def __str__(self) -> str:
        return f"{self.noun} {self.record_id}"
