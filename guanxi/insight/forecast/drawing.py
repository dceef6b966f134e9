"""The drawing of one series: what was, what is foretold, and the range in which it should lie."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from guanxi.insight.axis import round_values
from guanxi.insight.forecast.asked import Asked
from guanxi.insight.forecast.figures import Line
from guanxi.insight.forecast.series import moved
from guanxi.insight.lifetime.histories import Floats
from guanxi.insight.olap.addresses import cube_address
from guanxi.insight.olap.naming import period_name
from guanxi.insight.olap.state import UNKNOWN
from guanxi.insight.wording import count, money
from guanxi.insight.wording import day as day_name

LEFT, RIGHT, TOP, BOTTOM = 56.0, 748.0, 20.0, 228.0
SHOWN_PAST = {"month": 30, "week": 60}


@dataclass(frozen=True)
class Point:
    """A step with what is said of it."""

    x: str
    y: str
    name: str
    said: str
    href: str


@dataclass(frozen=True)
class Rule:
    """A ruled line with its amount."""

    y: str
    label: str


@dataclass(frozen=True)
class Drawing:
    """The series in a box of 780 × 270."""

    past: str
    ahead: str
    wash: str
    now: str
    points: tuple[Point, ...]
    rules: tuple[Rule, ...]
    first: tuple[str, str]
    last: tuple[str, str]


def draw(
    asked: Asked, history: Floats, days: tuple[dt.date, ...], line: Line, ahead: tuple[dt.date, ...]
) -> Drawing:
    """The drawing; each point of the past leads to the cube of its step."""
    kept = SHOWN_PAST[asked.step]
    values, shown = [float(one) for one in history[-kept:]], days[-kept:]
    rules = round_values(0.0, max([*values, *map(float, line.high)], default=0.0) or 1.0)
    most = rules[-1]
    width = (RIGHT - LEFT) / max(len(shown) + len(ahead) - 1, 1)

    def x(place: int) -> str:
        return f"{LEFT + width * place:.1f}"

    def y(value: float) -> str:
        return f"{BOTTOM - (BOTTOM - TOP) * max(value, 0.0) / most:.1f}"

    def path(first: int, steps: list[float]) -> str:
        return "L".join(f"{x(first + place)} {y(value)}" for place, value in enumerate(steps))

    now = len(shown) - 1
    last = values[-1]
    highs = path(now, [last, *map(float, line.high)])
    lows = [f"{x(now + 1 + place)} {y(float(one))}" for place, one in enumerate(line.low)][::-1]
    return Drawing(
        past=f"M{path(0, values)}",
        ahead=f"M{path(now, [last, *map(float, line.ahead)])}",
        wash=f"M{highs}L{'L'.join(lows)}z",
        now=x(now),
        points=tuple(
            Point(
                x(place),
                y(value),
                step_name(asked, day),
                amount(value, asked.figure),
                behind(asked, line.member, day),
            )
            for place, (day, value) in enumerate(zip(shown, values, strict=True))
        ),
        rules=tuple(_rule(value, y, asked.figure) for value in rules),
        first=(x(0), step_name(asked, shown[0])),
        last=(x(len(shown) + len(ahead) - 1), step_name(asked, ahead[-1])),
    )


def amount(value: float, figure: str) -> str:
    """The value in words: money short, units whole."""
    return money(round(value)) if figure == "revenue" else count(round(value))


def step_name(asked: Asked, first: dt.date) -> str:
    """The month by its name, the week by its first day."""
    return period_name("month", first) if asked.step == "month" else day_name(first)


def behind(asked: Asked, member: str, day: dt.date) -> str:
    """The cube of what was sold of the member in the step that begins on the day."""
    last = moved(day, asked.step, 1) - dt.timedelta(1)
    only = {} if asked.by == "firm" else {asked.by: (member or UNKNOWN,)}
    span = {"first": day.isoformat(), "last": last.isoformat()}
    return cube_address(asked.figure, "customer", filters=only, period="own", look="table", **span)


def _rule(value: float, y: Callable[[float], str], figure: str) -> Rule:
    return Rule(y(value), amount(value, figure))
