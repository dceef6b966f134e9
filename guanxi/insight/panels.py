"""The classes of a customer on its page, each with its reason and its advice."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanxi.insight.classes import LifecycleStage
from guanxi.insight.explain import Explanation, explain_all
from guanxi.insight.measures import THEMES, UNKNOWN, Measure
from guanxi.insight.models import Profile
from guanxi.insight.registry import CUSTOMER_MEASURES
from guanxi.platform.actors.actor import Actor
from guanxi.platform.facts.telling import call
from guanxi.platform.nouns.panels import panel

HIDDEN = {"hidden", "masked"}
FIGURES = (
    *("abc_contribution", "abc_class", "rfm_money", "revenue_total", "first_purchase_on"),
    *("purchase_days", "last_purchase_on", "next_purchase_on"),
)
ARC = {
    str(LifecycleStage.EXPLORATION): ("9", "29"),
    str(LifecycleStage.GROWTH): ("20", "15"),
    str(LifecycleStage.STABILITY): ("36", "5"),
    str(LifecycleStage.DECLINE): ("53", "17"),
    str(LifecycleStage.ENDED): ("66", "32"),
}
BAR_HEIGHT = 36
SCORES = 5
URGENCY = {"cinnabar": 0, "gamboge": 1}
MONTHS_OF = "serve"
TIES = "network"


@dataclass(frozen=True)
class Bar:
    """One score or month drawn as a bar from the ground up."""

    x: int
    y: str
    height: str
    width: int = 8


@dataclass(frozen=True)
class Card:
    """One class with what is drawn beside it: bars for scores, or a spot on the arc of life.

    `href` leads to the page that shows more of it.
    """

    told: Explanation
    bars: tuple[Bar, ...] = ()
    spot: tuple[str, str] | None = None
    href: str = ""


@dataclass(frozen=True)
class Theme:
    """The cards of one theme under its heading, and what takes only a line, each with its tone.

    `telling` is the class, with its tone, that stands for the theme while it is folded.
    """

    label: str
    cards: tuple[Card, ...]
    lines: tuple[tuple[Explanation, str], ...] = ()
    telling: tuple[Explanation, str] | None = None

    @property
    def classes(self) -> int:
        """How many classes it shows."""
        return len(self.cards) + len(self.lines)


def show() -> None:
    """Put the panels on the page of every customer, and tell a change of class in words."""
    call("reclassified", "insight", _("classed it anew"), with_changes=True)
    panel("account", "figures", "insight/figures.html")(figures_of)
    panel("account", "right", "insight/panel.html", order=20, label=_("What theory says"))(
        classes_of
    )


def figures_of(actor: Actor, record: Any, at: dt.datetime) -> dict[str, Any] | None:
    """What the customer brought, as last computed; None where the actor may not read it."""
    profile = getattr(record, "profile", None)
    if profile is None or profile.revenue_total is None:
        return None
    if not _may_read(actor, "revenue_total"):
        return None
    return {"profile": {name: _figure(actor, profile, name) for name in FIGURES}}


def _figure(actor: Actor, profile: Profile, name: str) -> Any:
    """The figure; None where its field is closed to the actor."""
    return getattr(profile, name) if _may_read(actor, name) else None


def _may_read(actor: Actor, *names: str) -> bool:
    return all(actor.field_mode("account", f"profile_{name}") not in HIDDEN for name in names)


def classes_of(actor: Actor, record: Any, at: dt.datetime) -> dict[str, Any] | None:
    """Every class of the customer that the actor may read, by theme; None before the first run.

    Measures that cannot tell anything of this customer are named together at the end.
    """
    readable = [measure for measure in CUSTOMER_MEASURES if is_explained_to(actor, measure)]
    explained = explain_all(record.pk, readable, getattr(record, "profile", None))
    if not explained:
        return None
    known = {told.measure: told for told in explained if told.class_key != UNKNOWN}
    told_of = [(measure, known[measure.key]) for measure in readable if measure.key in known]
    months = _months_of(record)
    themes = []
    for theme, label in THEMES.items():
        here = [(measure, told) for measure, told in told_of if measure.theme == theme]
        if here:
            cards = tuple(
                _card(told, months, record.pk) for measure, told in here if not measure.is_compact
            )
            lines = tuple((told, _tone(one, told)) for one, told in here if one.is_compact)
            themes.append(Theme(str(label), cards, lines, most_telling(here)))
    unknown = [told for told in explained if told.class_key == UNKNOWN]
    return {"themes": themes, "unknown": unknown, "past": f"/insight/past/{record.pk}/"}


def is_explained_to(actor: Actor, measure: Measure) -> bool:
    """Whether the actor may read everything that the reason of a class is made of."""
    return _may_read(actor, *measure.columns.values())


def most_telling(here: list[tuple[Measure, Explanation]]) -> tuple[Explanation, str]:
    """What is wrong, then what asks for attention, then the first card, then the first line."""
    cards_first = sorted(here, key=lambda each: each[0].is_compact)
    toned = [(told, _tone(measure, told)) for measure, told in cards_first]
    return min(toned, key=lambda each: URGENCY.get(each[1], len(URGENCY)))


def _tone(measure: Measure, told: Explanation) -> str:
    return measure.class_named(told.class_key).tone


def _months_of(record: Any) -> list[int]:
    """What serving the customer cost in each of the last months, the latest last."""
    profile = getattr(record, "profile", None)
    reasons = profile.reasons.get(MONTHS_OF, {}) if profile else {}
    return [max(0, int(cost)) for cost in reasons.get("by_month", [])]


def _card(told: Explanation, months: list[int], account_id: int) -> Card:
    if told.measure == MONTHS_OF and any(months):
        return Card(told, _month_bars(months))
    if told.measure == TIES:
        return Card(told, href=f"/insight/network/{account_id}/")
    bars = [
        Bar(40 + 12 * place, f"{BAR_HEIGHT - height:.1f}", f"{height:.1f}")
        for place, score in enumerate(told.scores)
        for height in [BAR_HEIGHT * score / SCORES]
    ]
    spot = ARC.get(told.class_key) if told.measure == "lifecycle" else None
    return Card(told, tuple(bars), spot)


def _month_bars(months: list[int]) -> tuple[Bar, ...]:
    most = max(months)
    return tuple(
        Bar(6 * place, f"{BAR_HEIGHT - height:.1f}", f"{height:.1f}", 4)
        for place, cost in enumerate(months)
        for height in [BAR_HEIGHT * cost / most]
    )
