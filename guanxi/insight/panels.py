"""The classes of a customer on its page, each with its reason and its advice."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanxi.insight.classes import LifecycleStage
from guanxi.insight.explain import Explanation, explain_all
from guanxi.insight.measures import THEMES, UNKNOWN
from guanxi.insight.registry import CUSTOMER_MEASURES
from guanxi.platform.actors.actor import Actor
from guanxi.platform.facts.telling import call
from guanxi.platform.nouns.panels import panel

HIDDEN = {"hidden", "masked"}
ARC = {
    str(LifecycleStage.EXPLORATION): ("9", "29"),
    str(LifecycleStage.GROWTH): ("20", "15"),
    str(LifecycleStage.STABILITY): ("36", "5"),
    str(LifecycleStage.DECLINE): ("53", "17"),
    str(LifecycleStage.ENDED): ("66", "32"),
}
BAR_HEIGHT = 36
SCORES = 5


@dataclass(frozen=True)
class Bar:
    """One score drawn as a bar from the ground up."""

    x: int
    y: str
    height: str


@dataclass(frozen=True)
class Card:
    """One class with what is drawn beside it: bars for scores, or a spot on the arc of life."""

    told: Explanation
    bars: tuple[Bar, ...] = ()
    spot: tuple[str, str] | None = None


@dataclass(frozen=True)
class Theme:
    """The cards of one theme under its heading."""

    label: str
    cards: tuple[Card, ...]


def show() -> None:
    """Put the panels on the page of every customer, and tell a change of class in words."""
    call("reclassified", "insight", _("classed it anew"), with_changes=True)
    panel("account", "figures", "insight/figures.html")(figures_of)
    panel("account", "right", "insight/panel.html", order=20)(classes_of)


def figures_of(actor: Actor, record: Any, at: dt.datetime) -> dict[str, Any] | None:
    """What the customer brought, as last computed; None where the actor may not read it."""
    profile = getattr(record, "profile", None)
    if profile is None or profile.revenue_total is None:
        return None
    is_hidden = actor.field_mode("account", "profile_revenue_total") in HIDDEN
    return None if is_hidden else {"profile": profile}


def classes_of(actor: Actor, record: Any, at: dt.datetime) -> dict[str, Any] | None:
    """Every class of the customer that the actor may read, by theme; None before the first run.

    Measures that cannot tell anything of this customer are named together at the end.
    """
    readable = [
        measure
        for measure in CUSTOMER_MEASURES
        if actor.field_mode("account", f"profile_{measure.columns['class']}") not in HIDDEN
    ]
    explained = explain_all(record.pk, readable, getattr(record, "profile", None))
    if not explained:
        return None
    of_theme = {measure.key: measure.theme for measure in readable}
    known = [told for told in explained if told.class_key != UNKNOWN]
    themes = [
        Theme(str(label), cards)
        for theme, label in THEMES.items()
        if (cards := tuple(_card(told) for told in known if of_theme[told.measure] == theme))
    ]
    return {"themes": themes, "unknown": [told for told in explained if told not in known]}


def _card(told: Explanation) -> Card:
    bars = [
        Bar(40 + 12 * place, f"{BAR_HEIGHT - height:.1f}", f"{height:.1f}")
        for place, score in enumerate(told.scores)
        for height in [BAR_HEIGHT * score / SCORES]
    ]
    spot = ARC.get(told.class_key) if told.measure == "lifecycle" else None
    return Card(told, tuple(bars), spot)
