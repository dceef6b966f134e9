"""Uplift on the page of an experiment: whom the treatment moves."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from guanxi.insight.experiments.models import Experiment
from guanxi.insight.experiments.results import SHARES, taking_part, values_of
from guanxi.insight.experiments.telling import signed
from guanxi.insight.experiments.tenths import Part, Ranked, ranked, working
from guanxi.insight.wording import count, percent, points
from guanxi.platform.actors.actor import Actor
from guanxi.warehouse.engine import reading
from guanxi.warehouse.refresh import warehouse_file

LEFT, RIGHT, TOP, BOTTOM = 56.0, 620.0, 30.0, 200.0
GAP, WIDEST = 0.3, 110.0


def uplift_shown(actor: Actor, record: Experiment, at: dt.datetime) -> dict[str, Any] | None:
    """The parts as columns with intervals, and the Qini curve; None where nothing was learned."""
    today = timezone.localdate(at)
    if record.starts_on > today or not warehouse_file().exists():
        return None
    part = taking_part(record, actor)
    if not part.num_rows or part["uplift"].null_count == part.num_rows:
        return None
    is_share = record.outcome in SHARES
    until = min(today, record.ends_on or today)
    with reading(warehouse_file()) as connection:
        valued = values_of(connection, record, part, until)
    found = ranked(valued, is_share=is_share, seed=record.seed % 2**31)
    if found is None:
        return None
    return {
        "finding": finding(found, is_share),
        "columns": columns(found.parts, record.pk, is_share),
        "axis": _axis(found.parts),
        "curve": curve(found, record.pk),
        "qini": _qini(found),
        "is_share": is_share,
    }


def finding(found: Ranked, is_share: bool) -> str:
    """How far down the order the treatment works."""
    good, size = working(found.parts), len(found.parts)
    if not good:
        return _none_at_first(found.parts)
    if good == size:
        return _("The treatment works on every part of the customers.")
    first = found.parts[:good]
    part = sum(one.customers for one in first) / sum(one.customers for one in found.parts)
    lows = [one.lift.low for one in first if one.lift]
    text = _(
        "It works on the %(part)s of customers of whom most is expected: %(low)s or more each; "
        "further down not every part shows it."
    )
    return text % {"part": f"{100 * part:.0f}%", "low": signed(min(lows), is_share)}


def _none_at_first(parts: tuple[Part, ...]) -> str:
    proven = [str(at + 1) for at, one in enumerate(parts) if one.lift and one.lift.low > 0]
    if not proven:
        return _("Whom it moves most cannot be told: in no part is an effect proven by itself.")
    text = _(
        "Whom it moves most cannot be told: where most is expected no effect is proven, though it "
        "is in part %(parts)s."
    )
    return text % {"parts": pgettext("between amounts", ", ").join(proven)}


def columns(parts: tuple[Part, ...], experiment: int, is_share: bool) -> list[dict[str, Any]]:
    """The parts from left to right: a column for the effect found, a line for its interval."""
    width, zero = min((RIGHT - LEFT) / len(parts), WIDEST), float(_axis(parts))
    return [
        _column(one, at, width, zero, _scale(parts), experiment, is_share)
        for at, one in enumerate(parts)
    ]


def curve(found: Ranked, experiment: int) -> dict[str, Any]:
    """The Qini curve with a mark where each part ends, and the line that chance would give."""
    most = max(abs(gain) for _taken, gain in found.curve) or 1.0
    low = min(0.0, *(gain for _taken, gain in found.curve))
    scale = (BOTTOM - TOP) / (most - low)
    points = [_at(taken, gain, low, scale) for taken, gain in found.curve]
    return {
        "path": "M" + "L".join(f"{x} {y}" for x, y in points),
        "chance": "M{} {}L{} {}".format(*points[0], *points[-1]),
        "zero": f"{BOTTOM + low * scale:.1f}",
        "marks": list(_marks(found, experiment, low, scale)),
    }


def _marks(found: Ranked, experiment: int, low: float, scale: float) -> Iterator[dict[str, Any]]:
    """What is gained down to the end of each part, and the members of whom so much is expected."""
    everybody, taken = sum(one.customers for one in found.parts), 0
    for part, gain in zip(found.parts, found.steps, strict=True):
        taken += part.customers
        x, y = _at(taken / everybody, gain, low, scale)
        yield {
            "x": x,
            "y": y,
            "customers": count(taken),
            "share": percent(taken, everybody, 0),
            "gain": f"{gain:.1f}",
            "chance": f"{found.gain * taken / everybody:.1f}",
            "href": members_between(experiment, part.low, found.parts[0].high),
        }


def _at(taken: float, gain: float, low: float, scale: float) -> tuple[str, str]:
    return f"{LEFT + (RIGHT - LEFT) * taken:.1f}", f"{BOTTOM - (gain - low) * scale:.1f}"


def _column(  # noqa: PLR0913 what a column is made of
    one: Part,
    at: int,
    width: float,
    zero: float,
    scale: float,
    experiment: int,
    is_share: bool,
) -> dict[str, Any]:
    lift = one.lift
    x = LEFT + width * (at + GAP / 2)
    drawn = {
        "number": at + 1,
        "x": f"{x:.1f}",
        "width": f"{width * (1 - GAP):.1f}",
        "middle": f"{x + width * (1 - GAP) / 2:.1f}",
        "customers": count(one.customers),
        "href": members_between(experiment, one.low, one.high),
        "expected": f"{points(one.low)} … {points(one.high)}",
    }
    if lift is None:
        return drawn
    top, foot = zero - scale * max(lift.difference, 0), zero - scale * min(lift.difference, 0)
    return drawn | {
        "label": _short(lift.difference, is_share),
        "low": signed(lift.low, is_share),
        "high": signed(lift.high, is_share),
        "y": f"{top:.1f}",
        "height": f"{max(foot - top, 0.5):.1f}",
        "whisker": f"M{x + width * (1 - GAP) / 2:.1f} {zero - scale * lift.low:.1f}"
        f"V{zero - scale * lift.high:.1f}",
        "say_y": f"{zero - scale * max(lift.high, 0) - 8:.1f}",
        "tone": "top" if lift.low > 0 else "ash",
    }


def _short(value: float, is_share: bool) -> str:
    """The difference without its unit, which stands above the drawing."""
    if is_share:
        return f"{100 * value:+.1f}".replace("-", "−")
    return signed(value, is_share)


def members_between(experiment: int, low: float, high: float) -> str:
    """The address of the members whose expected effect lies there."""
    parts = [
        {"field": "experiment", "value": experiment},
        {"field": "uplift", "op": "between", "value": [low, high]},
    ]
    return f"/experiment_member/?filter={quote(json.dumps({'all': parts}))}"


def _ends(parts: tuple[Part, ...]) -> tuple[float, float]:
    lifts = [one.lift for one in parts if one.lift]
    return min([0.0, *(one.low for one in lifts)]), max([0.0, *(one.high for one in lifts)])


def _scale(parts: tuple[Part, ...]) -> float:
    low, high = _ends(parts)
    return (BOTTOM - TOP) / ((high - low) or 1.0)


def _axis(parts: tuple[Part, ...]) -> str:
    return f"{BOTTOM + _scale(parts) * _ends(parts)[0]:.1f}"


def _qini(found: Ranked) -> str:
    if found.qini is None or found.qini_low is None or found.qini_high is None:
        return ""
    text = _("Qini coefficient %(value)s, most likely between %(low)s and %(high)s")
    told = {"value": found.qini, "low": found.qini_low, "high": found.qini_high}
    return text % {name: f"{one:.3f}".replace("-", "−") for name, one in told.items()}
