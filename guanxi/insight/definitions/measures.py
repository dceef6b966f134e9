"""How measures are computed, as definitions."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from guanxi.insight.configuring import differing, keep_settings
from guanxi.insight.measures import Measure
from guanxi.insight.parameters import InvalidParameter
from guanxi.insight.registry import MEASURES
from guanxi.insight.settings_kept import settings_kept
from guanxi.insight.switching import switch, switched_off
from guanxi.platform.actors.actor import Actor
from guanxi.platform.definitions.part import Part, Said
from guanxi.platform.errors import RuleBroken


class Measures(Part):
    """Each measure with the parameters that the firm has set away from their defaults."""

    key, label = "measures", _("Measures")
    identity = ("measure",)
    shape = {"measure": str, "is_on": bool, "set": {str: str}}

    def written(self) -> list[Said]:
        """Every measure, by key."""
        kept, _passed_over = settings_kept()
        off = set(switched_off())
        return [
            {
                "measure": one.key,
                "is_on": one.key not in off,
                "set": _differing(one, kept.get(one.key, {})),
            }
            for one in sorted(MEASURES, key=lambda one: one.key)
        ]

    def title(self, said: Said) -> str:
        """What the measure is called."""
        return next((str(m.label) for m in MEASURES if m.key == said["measure"]), said["measure"])

    def finish(self, said: Said, *, actor: Actor, at: dt.datetime) -> None:
        """These values, and the defaults of the others, from the next run on."""
        measure = next((one for one in MEASURES if one.key == said["measure"]), None)
        if measure is None:
            raise RuleBroken(_("There is no such measure here."))
        try:
            parameters = measure.parameters.changed(said["set"])
            parameters.check()
        except InvalidParameter as fault:
            raise RuleBroken(str(fault)) from None
        keep_settings(measure, parameters, actor=actor, at=at)
        switch(measure, is_on=said["is_on"], actor=actor, at=at)


def _differing(measure: Measure, kept: dict[str, str]) -> dict[str, str]:
    found = differing(measure, measure.parameters.changed(kept))
    return {name: str(found[name]) for name in sorted(found)}
