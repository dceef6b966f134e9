"""What the firm has set of the measures, under the names that they have today."""

from dataclasses import dataclass

from guanxi.insight.last_day import BOOKS
from guanxi.insight.models import MeasureSetting
from guanxi.insight.registry import MEASURES
from guanxi.insight.switching import OFF


@dataclass(frozen=True)
class PassedOver:
    """A setting that no measure reads: it, its parameter or its value is no more."""

    measure: str
    name: str
    value: str

    def __str__(self) -> str:
        return f"{self.measure}.{self.name}={self.value}"


def settings_kept() -> tuple[dict[str, dict[str, str]], list[PassedOver]]:
    """The values by measure and name, and those that are passed over.

    What stands under today's name counts before what is carried over from an old one.
    """
    asked = {measure.key: measure.parameters for measure in MEASURES}
    kept: dict[str, dict[str, str]] = {}
    passed_over = []
    settings = MeasureSetting.objects.exclude(name=OFF).exclude(measure=BOOKS).order_by("pk")
    # Those under a name of before come last.
    old = {(key, name) for key, of in asked.items() for name in of.RENAMED}
    for one in sorted(settings, key=lambda one: (one.measure, one.name) in old):
        of = asked.get(one.measure)
        carried = of.carried(one.name, one.value) if of else None
        if carried is None:
            passed_over.append(PassedOver(one.measure, one.name, one.value))
        else:
            kept.setdefault(one.measure, {}).setdefault(*carried)
    return kept, passed_over
