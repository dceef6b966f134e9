"""Limits of work in progress, kept by an administrator."""

from django.db import models


class BoardLimit(models.Model):
    """How many records may stand in one stage of a noun's board at a time.

    ``field`` is the board's, so that a limit sleeps while the board goes by another one. A hard
    limit refuses the record that would be one too many; any other only says so on the board.
    """

    noun = models.CharField(max_length=60)
    field = models.CharField(max_length=60)
    value = models.CharField(max_length=200)
    most = models.PositiveIntegerField()
    is_hard = models.BooleanField(default=False)

    class Meta:
        app_label = "platform"
        constraints = [
            models.UniqueConstraint(fields=["noun", "field", "value"], name="board_limit_once"),
            models.CheckConstraint(condition=models.Q(most__gte=1), name="board_limit_counts"),
        ]

    def __str__(self) -> str:
        return f"{self.noun}.{self.field} {self.value}: {self.most}"


class StageAge(models.Model):
    """After how many days in one stage of a noun's board a card warns; 0 for never.

    ``field`` is the board's, as with a limit.
    """

    noun = models.CharField(max_length=60)
    field = models.CharField(max_length=60)
    value = models.CharField(max_length=200)
    days = models.PositiveIntegerField()

    class Meta:
        app_label = "platform"
        constraints = [
            models.UniqueConstraint(fields=["noun", "field", "value"], name="stage_age_once"),
        ]

    def __str__(self) -> str:
        return f"{self.noun}.{self.field} {self.value}: {self.days} d"
