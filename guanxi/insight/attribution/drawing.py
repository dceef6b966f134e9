"""The models beside each other: the share of the revenue that each gives to each channel."""

from dataclasses import dataclass

from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from guanxi.customers.choices import Channel
from guanxi.insight.attribution.figures import MARKOV, MODELS, Attributed
from guanxi.insight.axis import fitting
from guanxi.insight.measures import Text
from guanxi.insight.wording import percent

NAME_AT, START, RIGHT, WIDTH, STEP = 86.0, 96.0, 300.0, 340, 24
ORDERS = "/insight/attribution/orders/"
NAMES: dict[str, Text] = {
    "first": _("First touch"),
    "last": _("Last touch"),
    "linear": _("Linear"),
    "ends": _("U: first and last 40%"),
    "decay": _("Time decay"),
    MARKOV: _("Markov removal"),
}
ABOUT: dict[str, Text] = {
    "first": _("All to the contact that came first"),
    "last": _("All to the contact that came last"),
    "linear": _("The same to each contact"),
    "ends": _("Most to the first and the last, the rest to those between"),
    "decay": _("The later a contact, the more"),
    MARKOV: _("By what would be lost without the channel"),
}


@dataclass(frozen=True)
class Bar:
    """A channel under one model: its share, and where the mean of all models stands."""

    channel: str
    label: str
    name: str
    y: str
    width: str
    says_at: str
    mean_x: str
    share: str
    href: str
    is_first: bool


@dataclass(frozen=True)
class Panel:
    """One model; all panels have the same channels, order and scale."""

    model: str
    label: Text
    about: Text
    box: str
    bars: tuple[Bar, ...]


def draw_models(found: Attributed) -> list[Panel]:
    """A panel for each model; none where no channel is given anything."""
    most = max(
        (found.credits[model].get(one, 0) for model in NAMES for one in found.channels), default=0
    )
    if most <= 0:
        return []
    reach = (RIGHT - START) / most
    box = f"0 0 {WIDTH} {len(found.channels) * STEP + 4}"
    return [
        Panel(model, NAMES[model], ABOUT[model], box, tuple(_bars(found, model, reach)))
        for model in NAMES
    ]


def named(channel: str) -> str:
    """What the channel is called."""
    return (
        str(dict(Channel.choices).get(channel, channel)) if channel else str(_("No contact before"))
    )


def _bars(found: Attributed, model: str, reach: float) -> list[Bar]:
    given = found.credits[model]
    first = max(given.get(one, 0) for one in found.channels)
    return [
        _bar(found, model, channel, place, reach, is_first=given.get(channel, 0) == first)
        for place, channel in enumerate(found.channels)
    ]


def _bar(  # noqa: PLR0913 what a bar is made of
    found: Attributed, model: str, channel: str, place: int, reach: float, *, is_first: bool
) -> Bar:
    credit = found.credits[model].get(channel, 0)
    mean = sum(found.credits[one].get(channel, 0) for one in NAMES) / len(NAMES)
    end, mean_at = START + credit * reach, START + mean * reach
    query = urlencode({"model": model, "channel": channel})
    return Bar(
        channel=channel,
        label=fitting(named(channel), NAME_AT),
        name=named(channel),
        y=str(4 + place * STEP),
        width=f"{max(credit * reach, 1):.1f}",
        says_at=f"{max(end, mean_at) + 7:.1f}",
        mean_x=f"{mean_at:.1f}",
        share=percent(credit, found.revenue, 0),
        href=f"{ORDERS}?{query}" if model in MODELS and credit else "",
        is_first=is_first,
    )
