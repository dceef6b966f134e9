"""Which measures the firm has switched off, because the night is short or nobody reads them."""

from django.db.models import QuerySet

from guanxi.insight.measures import Measure
from guanxi.insight.models import MeasureRun, MeasureSetting

OFF = "off"


def switched_off() -> QuerySet[MeasureSetting, str]:
    """The keys of the measures that no run computes."""
    return MeasureSetting.objects.filter(name=OFF).values_list("measure", flat=True)


def switch(measure: Measure, *, is_on: bool) -> None:
    """Compute the measure from the next run on, or leave it out and forget its classes."""
    if is_on:
        MeasureSetting.objects.filter(measure=measure.key, name=OFF).delete()
    else:
        MeasureSetting.objects.get_or_create(measure=measure.key, name=OFF)
        MeasureRun.objects.filter(measure=measure.key).delete()
