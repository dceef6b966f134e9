"""Delivered value on the page: what customers get and what it costs them, beside competitors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from guanxi.insight.regard.findings import signed
from guanxi.insight.satisfaction.delivered import (
    COSTS,
    ELEMENTS,
    VALUES,
    Delivered,
    Difference,
    compared,
)
from guanxi.insight.satisfaction.rates import Rate

NAMES = {
    "product": pgettext_lazy("delivered value", "Product"),
    "service": pgettext_lazy("delivered value", "Service"),
    "people": pgettext_lazy("delivered value", "People"),
    "image": pgettext_lazy("delivered value", "Image"),
    "money": pgettext_lazy("delivered value", "Money"),
    "time": pgettext_lazy("delivered value", "Time"),
    "energy": pgettext_lazy("delivered value", "Energy"),
    "mind": pgettext_lazy("delivered value", "Mind"),
}
ADVICE = {
    "product": gettext_lazy("Ask what the product should do and does not; mend that first."),
    "service": gettext_lazy("Look at delivery, installation and repair: where do customers wait?"),
    "people": gettext_lazy("Train who meets customers, and let good people stay with theirs."),
    "image": gettext_lazy("Show proof: references, certificates, what others achieved with us."),
    "money": gettext_lazy("Compare whole cost of use, not price alone, and show it in the quote."),
    "time": gettext_lazy("Shorten the way from question to delivery; promise days and keep them."),
    "energy": gettext_lazy("Take work off customers: deliver, set up, order again by one press."),
    "mind": gettext_lazy("Take away doubt: clear terms, one person to ask, return without ado."),
}


def finding(found: Mapping[str, Delivered]) -> str:
    """Whether customers get more from us than it costs them, and than from the best other."""
    ours = found.get("")
    if ours is None:
        return _("Delivered value is not known: nobody was asked")
    rivals = {firm: one for firm, one in found.items() if firm}
    words: dict[str, Any] = {"ours": signed(ours.total.value)}
    if not rivals and ours.total.value < 0:
        words["ours"] = signed(-ours.total.value)
        return _("It costs customers %(ours)s points more than they get") % words
    if not rivals:
        return _("Customers get %(ours)s points more than it costs them") % words
    best = max(rivals, key=lambda firm: rivals[firm].total.value)
    off = compared(ours, rivals[best])
    words |= {"firm": best, "points": f"{abs(off.value):.0f}"}
    if not off.is_sure:
        return _("Whether we deliver more than %(firm)s may be chance") % words
    if off.value > 0:
        return _("We deliver %(points)s points more than %(firm)s") % words
    return _("We deliver %(points)s points less than %(firm)s") % words


def rivals_of(found: Mapping[str, Delivered]) -> list[str]:
    """The competitors that customers were asked about."""
    return [firm for firm in found if firm]


def rows(found: Mapping[str, Delivered]) -> list[dict[str, Any]]:
    """Values, costs and what is left, each for us and beside every competitor."""
    ours = found.get("")
    if ours is None:
        return []
    others = [found[firm] for firm in rivals_of(found)]
    apart = [compared(ours, one) for one in others]
    told = [
        _row(
            NAMES[key], key in COSTS, ours.elements[key], [one.elements.get(key) for one in others]
        )
        | {"behind": [key in one.behind for one in apart]}
        for key in ELEMENTS
        if key in ours.elements
    ]
    values = _row(_("All value"), False, ours.value, [one.value for one in others])
    costs = _row(_("All cost"), True, ours.cost, [one.cost for one in others])
    whole = _row(_("Delivered value"), False, ours.total, [one.total for one in others])
    first = sum(key in ours.elements for key in VALUES)
    return [
        *told[:first],
        values | {"is_sum": True},
        *told[first:],
        costs | {"is_sum": True},
        whole | {"is_sum": True, "is_left": True, "shown": signed(ours.total.value)},
    ]


def differences(found: Mapping[str, Delivered]) -> list[dict[str, Any]]:
    """Of each competitor: how far we are ahead, with interval, and whether that may be chance."""
    ours = found.get("")
    if ours is None:
        return []
    return [_difference(firm, compared(ours, found[firm])) for firm in rivals_of(found)]


def advice(found: Mapping[str, Delivered]) -> list[dict[str, str]]:
    """What to mend: where we are surely behind a competitor, else the weakest of the eight."""
    ours = found.get("")
    if ours is None:
        return []
    behind = [key for firm in rivals_of(found) for key in compared(ours, found[firm]).behind]
    if behind:
        why = _("behind a competitor, beyond chance")
        return [_told(key, why) for key in dict.fromkeys(behind)]
    worth = {
        key: rate.value if key in VALUES else 100 - rate.value
        for key, rate in ours.elements.items()
    }
    return [_told(min(worth, key=lambda key: worth[key]), _("the weakest of the eight"))]


def _row(label: Any, is_cost: bool, rate: Rate, others: list[Rate | None]) -> dict[str, Any]:
    return {
        "label": label,
        "is_cost": is_cost,
        "told": rate,
        "shown": f"{rate.value:.0f}",
        "interval": _interval(rate),
        "bar": max(round(rate.value), 0),
        "others": others,
    }


def _difference(firm: str, off: Difference) -> dict[str, Any]:
    return {
        "firm": firm,
        "shown": signed(off.value),
        "interval": f"{signed(off.low)} – {signed(off.high)}" if abs(off.low) < 1e9 else "—",
        "is_sure": off.is_sure,
    }


def _interval(rate: Rate) -> str:
    return "—" if rate.low != rate.low else f"{rate.low:.0f} – {rate.high:.0f}".replace("-", "−")


def _told(key: str, why: str) -> dict[str, str]:
    return {"label": str(NAMES[key]), "why": why, "advice": str(ADVICE[key])}
