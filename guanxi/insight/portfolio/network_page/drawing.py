"""One customer with those related to it: above it on the left, below and beside it on the right."""

from dataclasses import dataclass

from django.utils.functional import Promise

from guanxi.insight.portfolio.network_page.figures import Tie

WIDTH, ROW, HEAD = 760.0, 44.0, 20.0
MIDDLE, LEFT, RIGHT = 380.0, 236.0, 524.0
BEND = 70.0
MOST_A_SIDE = 12
# In halves: a Chinese character is as wide as two Latin letters.
NAME_WIDTH, FIRST_WIDE = 32, "⺀"


@dataclass(frozen=True)
class Node:
    """One related customer: its dot, its name and what it is, and the line to the middle."""

    x: str
    y: str
    text_x: str
    label_y: str
    kind_y: str
    anchor: str
    name: str
    full_name: str
    kind: str | Promise
    href: str
    path: str


@dataclass(frozen=True)
class Drawing:
    """The relations, ready to be drawn; `more` of them found no room."""

    box: str
    x: str
    y: str
    name: str
    nodes: tuple[Node, ...]
    more: int


def draw_ties(name: str, ties: tuple[Tie, ...]) -> Drawing | None:
    """The drawing; None where nothing is related."""
    if not ties:
        return None
    above = [tie for tie in ties if tie.is_above]
    beside = [tie for tie in ties if not tie.is_above]
    rows = min(MOST_A_SIDE, max(len(above), len(beside), 2))
    height = HEAD + rows * ROW
    middle = height / 2
    nodes = [
        _node(tie, place, min(len(side), MOST_A_SIDE), middle, is_left=side is above)
        for side in (above, beside)
        for place, tie in enumerate(side[:MOST_A_SIDE])
    ]
    return Drawing(
        f"0 0 {WIDTH:.0f} {height:.0f}",
        f"{MIDDLE:.0f}",
        f"{middle:.0f}",
        _short(name),
        tuple(nodes),
        len(ties) - len(nodes),
    )


def _node(tie: Tie, place: int, of: int, middle: float, *, is_left: bool) -> Node:
    y = middle + (place - (of - 1) / 2) * ROW
    x, out = (LEFT, -1) if is_left else (RIGHT, 1)
    start, bend = MIDDLE + out * 8, MIDDLE + out * BEND
    return Node(
        x=f"{x:.0f}",
        y=f"{y:.1f}",
        text_x=f"{x + out * 12:.0f}",
        label_y=f"{y - 2:.1f}",
        kind_y=f"{y + 14:.1f}",
        anchor="far" if is_left else "",
        name=_short(tie.name),
        full_name=tie.name,
        kind=tie.kind,
        href=f"/account/{tie.account_id}/",
        path=(
            f"M{start:.0f} {middle:.1f}C{bend:.0f} {middle:.1f} {bend:.0f} {y:.1f} {x:.0f} {y:.1f}"
        ),
    )


def _short(name: str) -> str:
    room = NAME_WIDTH
    for place, letter in enumerate(name):
        room -= 2 if letter >= FIRST_WIDE else 1
        if room < 0:
            return f"{name[: place - 1]}…"
    return name
