"""Which measures the firm has switched off, because the night is short or nobody reads them."""

import datetime as dt

from django.db.models import QuerySet

from guanxi.insight.measures import Measure
from guanxi.insight.models import MeasureRun, MeasureSetting
from guanxi.platform.actors.actor import Actor
from guanxi.platform.facts.publishing import Happening, publish

OFF = "off"
SWITCHED = "measure.switched"


def switched_off() -> QuerySet[MeasureSetting, str]:
    """The keys of the measures that no run computes."""
    return MeasureSetting.objects.filter(name=OFF).values_list("measure", flat=True)


def switch(measure: Measure, *, is_on: bool, actor: Actor, at: dt.datetime) -> None:
    """Compute the measure from the next run on, or leave it out and forget its classes.

    What its runs told of their days is kept, and so is the last good model.
    """
    off = MeasureSetting.objects.filter(measure=measure.key, name=OFF)
    if is_on != off.exists():
        return
    if is_on:
        off.delete()
    else:
        MeasureSetting.objects.create(measure=measure.key, name=OFF)
        MeasureRun.objects.filter(measure=measure.key, is_past=False).update(is_past=True)
    changes = {"is_on": [not is_on, is_on]}
    told = Happening(SWITCHED, "measure", changes=changes, data={"measure": measure.key})
    publish(told, actor=actor, at=at)
