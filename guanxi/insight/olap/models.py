"""Cubes that people keep, the lines they watch, the letters they asked for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guanxi.platform.views.models import SavedView


class SavedCube(models.Model):
    """A cube under a name, kept for one, a team or everybody; `query` is its address."""

    label = models.CharField(max_length=60)
    owner = models.ForeignKey("platform.User", models.CASCADE, related_name="+")
    team = models.ForeignKey("platform.Team", models.SET_NULL, null=True, related_name="+")
    reach = models.CharField(
        max_length=10, choices=SavedView.Reach.choices, default=SavedView.Reach.PRIVATE
    )
    query = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        app_label = "insight"

    def __str__(self) -> str:
        return self.label


class CubeAlert(models.Model):
    """One person's wish to hear when the total of a cube crosses a line.

    `line` is in whole units: yuan, pieces, or 1 for 100 %. `was_beyond` is the last finding.
    """

    cube = models.ForeignKey(SavedCube, models.CASCADE, related_name="alerts")
    user = models.ForeignKey("platform.User", models.CASCADE, related_name="+")
    is_above = models.BooleanField()
    line = models.DecimalField(max_digits=24, decimal_places=6)
    was_beyond = models.BooleanField(null=True)

    class Meta:
        app_label = "insight"
        constraints = [
            models.UniqueConstraint(fields=["cube", "user", "is_above"], name="cube_alert_once")
        ]

    def __str__(self) -> str:
        return f"{self.cube_id} {'>' if self.is_above else '<'} {self.line}"


class CubeLetter(models.Model):
    """One person's wish to get a cube by mail, from the day on that they asked for it.

    `sent_on` is the day of the last letter.
    """

    class Every(models.TextChoices):
        """How often it comes."""

        DAY = "day", _("Every day")
        WEEK = "week", _("Every Monday")
        MONTH = "month", _("On the first of the month")

    cube = models.ForeignKey(SavedCube, models.CASCADE, related_name="letters")
    user = models.ForeignKey("platform.User", models.CASCADE, related_name="+")
    every = models.CharField(max_length=10, choices=Every.choices)
    asked_on = models.DateField()
    sent_on = models.DateField(null=True)

    class Meta:
        app_label = "insight"
        constraints = [models.UniqueConstraint(fields=["cube", "user"], name="cube_letter_once")]

    def __str__(self) -> str:
        return f"{self.cube_id} {self.every}"


class CubeUse(models.Model):
    """A set of customers' traits that cubes divide by: `days` on which it was asked, the last one.

    It tells the night which sums to keep ready; who asked is not kept.
    """

    traits = models.CharField(max_length=200, unique=True)
    last_on = models.DateField()
    days = models.IntegerField(default=1)

    class Meta:
        app_label = "insight"

    def __str__(self) -> str:
        return self.traits
