"""What insight keeps of its own: each computation of a measure, and the parameters people set."""

from django.db import models

from guanxi.insight.churn.losses import Loss
from guanxi.insight.churn.warned import EarlyWarning
from guanxi.insight.concerns.models import AnswerReading, ContactReading, Study
from guanxi.insight.dashboards.models import Dashboard, Tile
from guanxi.insight.experiments.models import Experiment, ExperimentMember
from guanxi.insight.gaps.models import QualityGap
from guanxi.insight.judgements.models import Judgement
from guanxi.insight.olap.models import CubeAlert, CubeLetter, CubeUse, SavedCube
from guanxi.insight.profile import Profile

__all__ = [
    "AnswerReading",
    "ContactReading",
    "CubeAlert",
    "CubeLetter",
    "CubeUse",
    "Dashboard",
    "EarlyWarning",
    "Experiment",
    "ExperimentMember",
    "Loss",
    "Judgement",
    "MeasureRun",
    "MeasureSetting",
    "Profile",
    "QualityGap",
    "SavedCube",
    "Study",
    "Tile",
]


class MeasureRun(models.Model):
    """One computation of one measure over all customers.

    `counts` maps a class to its customers, `segments` likewise; `comparison` holds the borders
    and totals that a single customer is compared with; `fit` tells what a model has learned.
    Of a measure that was left out since, a run `is_past`: kept for what it tells of its day, and no
    longer what holds now.
    """

    measure = models.CharField(max_length=40)
    as_of = models.DateField()
    finished_at = models.DateTimeField()
    seconds = models.FloatField()
    parameters = models.JSONField()
    counts = models.JSONField()
    segments = models.JSONField(default=dict)
    comparison = models.JSONField(default=list)
    fit = models.JSONField(default=dict)
    is_past = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["measure", "-id"], name="measure_run_latest")]

    def __str__(self) -> str:
        return f"{self.measure} {self.as_of}"


class MeasureSetting(models.Model):
    """A parameter that the firm has set away from its default."""

    measure = models.CharField(max_length=40)
    name = models.CharField(max_length=40)
    value = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["measure", "name"], name="measure_setting_once")
        ]

    def __str__(self) -> str:
        return f"{self.measure}.{self.name}={self.value}"
