"""Saved views: a list's filter, sort, columns and look, kept for one, a team or everybody."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """One saved state of a noun's list, board or calendar, under a name.

    A view of the firm itself has no owner. Public views that are pinned are tabs for everybody
    who has not put them away; ``role`` narrows that to the people of one role.
    """

    class Reach(models.TextChoices):
        """Who finds the view among the tabs."""

        PRIVATE = "private", _("Only me")
        TEAM = "team", _("My team and below")
        PUBLIC = "public", _("Everyone")

    noun = models.CharField(max_length=60)
    label_zh = models.CharField(max_length=60)
    label_en = models.CharField(max_length=60, blank=True)
    owner = models.ForeignKey("platform.User", models.CASCADE, null=True, related_name="+")
    team = models.ForeignKey("platform.Team", models.CASCADE, null=True, related_name="+")
    role = models.ForeignKey("platform.Role", models.SET_NULL, null=True, related_name="+")
    reach = models.CharField(max_length=10, choices=Reach.choices, default=Reach.PRIVATE)
    filter = models.JSONField(default=dict, blank=True)
    text = models.CharField(max_length=200, blank=True)
    sort = models.CharField(max_length=80, blank=True)
    columns = models.JSONField(default=list, blank=True)
    group = models.CharField(max_length=80, blank=True)
    density = models.CharField(max_length=12, blank=True)
    layout = models.CharField(max_length=10, blank=True)
    is_pinned = models.BooleanField(default=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "platform"
        indexes = [models.Index(fields=["noun", "position"], name="view_of_noun")]

    def __str__(self) -> str:
        return self.label_zh or self.label_en


class ViewTab(models.Model):
    """Where one person has put a view among their tabs, or that they put it away."""

    user = models.ForeignKey("platform.User", models.CASCADE, related_name="+")
    view = models.ForeignKey(SavedView, models.CASCADE, related_name="tabs")
    position = models.PositiveIntegerField(default=0)
    is_hidden = models.BooleanField(default=False)

    class Meta:
        app_label = "platform"
        constraints = [models.UniqueConstraint(fields=["user", "view"], name="view_tab_once")]

    def __str__(self) -> str:
        return f"{self.view_id} of {self.user_id}"


class DefaultView(models.Model):
    """The view that a list opens with for one role, or for everybody where there is no role."""

    role = models.ForeignKey("platform.Role", models.CASCADE, null=True, related_name="+")
    noun = models.CharField(max_length=60)
    view = models.ForeignKey(SavedView, models.CASCADE, related_name="+")

    class Meta:
        app_label = "platform"
        constraints = [
            models.UniqueConstraint(fields=["role", "noun"], name="default_view_of_role"),
            models.UniqueConstraint(
                fields=["noun"], condition=models.Q(role=None), name="default_view_of_all"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.noun}: {self.view_id}"
