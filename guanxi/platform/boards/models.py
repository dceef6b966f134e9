"""What an administrator sets for the stages of boards: how many in one, and for how long."""

from django.db import models


class OfStage(models.Model):
    """Something that holds of one stage, ``value``, of a noun's board.

    ``field`` is the board's, so that it sleeps while the board goes by another one.
    """

    noun = models.CharField(max_length=60)
    field = models.CharField(max_length=60)
    value = models.CharField(max_length=200)

    class Meta:
        abstract = True
        app_label = "platform"


class BoardLimit(OfStage):
    """How many records may stand in one stage of a noun's board at a time.

    A hard limit refuses the record that would be one too many; any other only says so on the
    board.
    """

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


class StageAge(OfStage):
    """After how many days in one stage of a noun's board a card warns; 0 for never."""

    days = models.PositiveIntegerField()

    class Meta:
        app_label = "platform"
        constraints = [
            models.UniqueConstraint(fields=["noun", "field", "value"], name="stage_age_once"),
        ]

    def __str__(self) -> str:
        return f"{self.noun}.{self.field} {self.value}: {self.days} d"
