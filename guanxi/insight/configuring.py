"""Setting how measures are computed, and who has set what and when."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from guanxi.insight.measures import Measure
from guanxi.insight.models import MeasureSetting
from guanxi.insight.parameters import Parameters
from guanxi.insight.registry import MEASURES
from guanxi.insight.settings_kept import settings_kept
from guanxi.insight.switching import OFF, SWITCHED
from guanxi.platform.actors.actor import Actor
from guanxi.platform.facts.models import Fact
from guanxi.platform.facts.publishing import Happening, publish

CONFIGURED = "measure.configured"
MOST = 500


@dataclass(frozen=True)
class Set:
    """One change of how a measure is computed: when, by whom, and each thing before and after."""

    at: dt.datetime
    by: str
    changes: tuple[tuple[str, str, str], ...]


def keep_settings(
    measure: Measure, parameters: Parameters, *, actor: Actor, at: dt.datetime
) -> None:
    """Make these the firm's own; only what differs from the defaults is kept."""
    settings = MeasureSetting.objects.filter(measure=measure.key).exclude(name=OFF)
    kept, _passed_over = settings_kept()
    before = measure.parameters.changed(kept.get(measure.key, {})).values()
    after = parameters.values()
    own = after.keys() - parameters.BORROWED.keys()
    changes = {name: [before[name], after[name]] for name in own if before[name] != after[name]}
    if not changes:
        return
    settings.delete()
    MeasureSetting.objects.bulk_create(
        MeasureSetting(measure=measure.key, name=name, value=str(value))
        for name, value in differing(measure, parameters).items()
    )
    told = Happening(CONFIGURED, "measure", changes=changes, data={"measure": measure.key})
    publish(told, actor=actor, at=at)


def differing(measure: Measure, parameters: Parameters) -> Mapping[str, int | str]:
    """The values that are not the defaults."""
    defaults = measure.parameters().values()
    return {
        name: value
        for name, value in parameters.values().items()
        if value != defaults[name] and name not in parameters.BORROWED
    }


def settings_over_time() -> dict[str, list[Set]]:
    """What was set of each measure, by its key, the latest first."""
    measures = {one.key: one for one in MEASURES}
    found: dict[str, list[Set]] = {}
    facts = Fact.objects.filter(noun="measure", kind__in=(CONFIGURED, SWITCHED))
    for fact in facts.order_by("-pk")[:MOST]:
        if measure := measures.get(fact.data.get("measure")):
            told = (_told(measure, name, *values) for name, values in fact.changes.items())
            if changes := tuple(one for one in told if one):
                found.setdefault(measure.key, []).append(Set(fact.at, fact.actor_name, changes))
    return found


def _told(measure: Measure, name: str, before: Any, after: Any) -> tuple[str, str, str] | None:
    """A change in words, under today's name; None where nothing is called so any more."""
    if name == "is_on":
        words = {True: _("computed"), False: _("left out")}
        return _("The measure"), words[before], words[after]
    today, was = measure.parameters.of_today(name, str(before))
    _name, now = measure.parameters.of_today(name, str(after))
    bounds = measure.parameters.bounds().get(today)
    return (str(bounds.label), bounds.said(was), bounds.said(now)) if bounds else None
