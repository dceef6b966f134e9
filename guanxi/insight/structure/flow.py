"""The flow between stages of life, from the end of last quarter to now, as geometry."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from guanxi.insight.lifecycle.measure import LIFECYCLE
from guanxi.insight.measures import UNKNOWN
from guanxi.insight.structure.links import list_where

LEFT, RIGHT, TOP, HEIGHT, GAP = 110.0, 490.0, 14.0, 330.0, 8.0
# Two lines of text beside the thinnest stock, as high as they are on a phone.
LABEL = 42.0
STAGES = ("exploration", "growth", "stability", "decline", "ended")
BEFORE = ("new", *STAGES)
# Who had ended before is not told as ended now.
LEFT_OUT = {"ended": (("lifecycle_was", "is_not", "ended"),)}
HEALTH = {"exploration": 1, "growth": 2, "stability": 3, "decline": 0, "ended": -1}


@dataclass(frozen=True)
class Band:
    """Customers who went from one stage to another."""

    path: str
    tone: str
    was: str | Promise
    now: str | Promise
    customers: int
    href: str


@dataclass(frozen=True)
class Stock:
    """All customers in one stage, then or now."""

    key: str
    y: str
    height: str
    label_y: str
    figure_y: str
    label: str | Promise
    customers: int
    change: float | None = None
    tone: str = ""
    href: str = ""


@dataclass(frozen=True)
class FlowDrawing:
    """The flow, ready to be drawn in a box of 640 × 360."""

    bands: tuple[Band, ...]
    before: tuple[Stock, ...]
    now: tuple[Stock, ...]
    better: int
    worse: int


def draw_flow(moves: dict[tuple[str, str], int]) -> FlowDrawing | None:
    """The drawing; None where nobody has a stage. Who had ended and still has is left out."""
    flows = {pair: n for pair, n in moves.items() if pair != ("ended", "ended")}
    total = sum(flows.values())
    if not total:
        return None
    was, now = _stocks(flows, BEFORE, 0), _stocks(flows, STAGES, 1)
    scale = min(_scale(was), _scale(now))
    starts, ends = _places(was, scale), _places(now, scale)
    bands = []
    at_start, at_end = dict(starts), dict(ends)
    for pair in sorted(flows, key=lambda p: (BEFORE.index(p[0]), STAGES.index(p[1]))):
        bands.append(_band(pair, flows[pair], at_start, at_end, scale))
    return FlowDrawing(
        bands=tuple(bands),
        before=tuple(_stock(key, n, starts[key], scale) for key, n in was.items()),
        now=tuple(
            _stock(
                key,
                n,
                ends[key],
                scale,
                was.get(key, 0),
                list_where(("lifecycle_class", "is", key), *LEFT_OUT.get(key, ())),
            )
            for key, n in now.items()
        ),
        better=sum(n for pair, n in flows.items() if direction(*pair) == "up"),
        worse=sum(n for pair, n in flows.items() if direction(*pair) == "down"),
    )


def direction(was: str, now: str) -> str:
    """up, down or nothing: what the move means for the firm."""
    if was in ("new", now):
        return ""
    if was == "ended":
        return "up"
    if now in ("decline", "ended"):
        return "down" if HEALTH[now] < HEALTH[was] else "up"
    return "up" if HEALTH[now] > HEALTH[was] else ""


def label_of(stage: str) -> str | Promise:
    """The name of a stage."""
    if stage == "new":
        return pgettext_lazy("customers who came this quarter", "New")
    return LIFECYCLE.class_named(stage).label


def _stocks(flows: dict[tuple[str, str], int], keys: tuple[str, ...], side: int) -> dict[str, int]:
    sums = {key: sum(n for pair, n in flows.items() if pair[side] == key) for key in keys}
    return {key: n for key, n in sums.items() if n}


def _places(stocks: dict[str, int], scale: float) -> dict[str, float]:
    y, places = TOP, {}
    for key, customers in stocks.items():
        room = max(customers * scale, LABEL)
        places[key] = y + (room - customers * scale) / 2
        y += room + GAP
    return places


def _scale(stocks: dict[str, int]) -> float:
    """Height for one customer, so that every stock has room for its label and all fit."""
    large, room = dict(stocks), HEIGHT - GAP * (len(stocks) - 1)
    while True:
        scale = room / sum(large.values())
        thin = [key for key, customers in large.items() if customers * scale < LABEL]
        if not thin or len(thin) == len(large):
            return scale
        for key in thin:
            del large[key]
        room -= LABEL * len(thin)


def _band(
    pair: tuple[str, str],
    customers: int,
    starts: dict[str, float],
    ends: dict[str, float],
    scale: float,
) -> Band:
    was, now = pair
    size, y0, y1, middle = customers * scale, starts[was], ends[now], (LEFT + RIGHT) / 2
    starts[was], ends[now] = y0 + size, y1 + size
    path = (
        f"M{LEFT} {y0:.1f}C{middle} {y0:.1f} {middle} {y1:.1f} {RIGHT} {y1:.1f}v{size:.1f}"
        f"C{middle} {y1 + size:.1f} {middle} {y0 + size:.1f} {LEFT} {y0 + size:.1f}z"
    )
    href = list_where(
        ("lifecycle_was", "is", UNKNOWN if was == "new" else was), ("lifecycle_class", "is", now)
    )
    return Band(path, direction(was, now), label_of(was), label_of(now), customers, href)


def _stock(
    key: str, customers: int, y: float, scale: float, was: int | None = None, href: str = ""
) -> Stock:
    size = customers * scale
    middle = y + size / 2
    change = (customers - was) / was if was else None
    good = change is not None and (change > 0) == (HEALTH.get(key, 0) > 0)
    return Stock(
        key=key,
        y=f"{y:.1f}",
        height=f"{max(size, 1):.1f}",
        label_y=f"{middle - 2:.1f}",
        figure_y=f"{middle + 14:.1f}",
        label=label_of(key),
        customers=customers,
        change=change,
        tone="malachite" if good else "",
        href=href,
    )
