"""What is on a dashboard, and in which order."""

from django.db import models


class Dashboard(models.Model):
    """The tiles of one person, or those that the people of a role start with."""

    user = models.OneToOneField("platform.User", models.CASCADE, null=True, related_name="+")
    role = models.OneToOneField("platform.Role", models.CASCADE, null=True, related_name="+")

    class Meta:
        app_label = "insight"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user=None, role__isnull=False)
                | models.Q(role=None, user__isnull=False),
                name="dashboard_of_one",
            )
        ]

    def __str__(self) -> str:
        return f"dashboard {self.pk}"


class Tile(models.Model):
    """One tile: a saved cube, or a standard one by its key."""

    dashboard = models.ForeignKey(Dashboard, models.CASCADE, related_name="tiles")
    cube = models.ForeignKey("insight.SavedCube", models.CASCADE, null=True, related_name="+")
    standard = models.CharField(max_length=40, blank=True)
    position = models.PositiveIntegerField()

    class Meta:
        app_label = "insight"
        constraints = [
            models.UniqueConstraint(fields=["dashboard", "cube"], name="tile_of_cube_once"),
            models.CheckConstraint(
                condition=models.Q(cube=None) ^ models.Q(standard=""), name="tile_of_one_cube"
            ),
        ]

    def __str__(self) -> str:
        return self.standard or f"cube {self.cube_id}"
