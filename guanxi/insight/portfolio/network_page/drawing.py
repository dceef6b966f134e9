"""One customer with those related to it: above it on the left, below and beside it on the right."""

from dataclasses import dataclass

from django.utils.functional import Promise

from guanxi.insight.portfolio.network_page.figures import Tie

WIDTH, PHONE, ROW, HEAD = 760.0, 358.0, 44.0, 20.0
MIDDLE, REACH = 380.0, 144.0
# Where nothing stands above, the customer stands further to the left.
ALONE = 140.0
BEND = 70.0
# On a phone all hang on one line at the left, the customer between those above and the others.
TRUNK, TWIG, CORNER = 10.0, 34.0, 12.0
MOST_A_SIDE = 12
# In halves: a Chinese character is as wide as two Latin letters.
NAME_WIDTH, PHONE_NAME_WIDTH, FIRST_WIDE = 32, 44, "⺀"


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
    name_x: str
    name_y: str
    name_anchor: str
    nodes: tuple[Node, ...]
    more: int


def draw_ties(name: str, ties: tuple[Tie, ...]) -> Drawing | None:
    """The drawing on a desk; None where nothing is related."""
    if not ties:
        return None
    above, beside = _sides(ties)
    rows = min(MOST_A_SIDE, max(len(above), len(beside), 2))
    height = HEAD + rows * ROW
    x, y = MIDDLE if above else ALONE, height / 2
    nodes = [
        _node(tie, place, min(len(side), MOST_A_SIDE), (x, y), is_left=side is above)
        for side in (above, beside)
        for place, tie in enumerate(side[:MOST_A_SIDE])
    ]
    return Drawing(
        f"0 0 {WIDTH:.0f} {height:.0f}",
        f"{x:.0f}",
        f"{y:.0f}",
        _short(name, NAME_WIDTH),
        f"{x:.0f}",
        f"{y - 14:.0f}",
        "mid haloed",
        tuple(nodes),
        len(ties) - len(nodes),
    )


def draw_on_phone(name: str, ties: tuple[Tie, ...]) -> Drawing | None:
    """The same from top to bottom, as wide as a phone; None where nothing is related."""
    if not ties:
        return None
    above, beside = (side[:MOST_A_SIDE] for side in _sides(ties))
    middle = HEAD + len(above) * ROW
    nodes = [_twig(tie, HEAD + place * ROW, middle) for place, tie in enumerate(above)]
    nodes += [_twig(tie, middle + place * ROW, middle) for place, tie in enumerate(beside, start=1)]
    return Drawing(
        f"0 0 {PHONE:.0f} {middle + len(beside) * ROW + HEAD:.0f}",
        f"{TRUNK:.0f}",
        f"{middle:.0f}",
        _short(name, PHONE_NAME_WIDTH),
        f"{TRUNK + 16:.0f}",
        f"{middle + 5:.0f}",
        "haloed",
        tuple(nodes),
        len(ties) - len(nodes),
    )


def _sides(ties: tuple[Tie, ...]) -> tuple[list[Tie], list[Tie]]:
    """What stands above it, and the rest."""
    return [tie for tie in ties if tie.is_above], [tie for tie in ties if not tie.is_above]


def _node(tie: Tie, place: int, of: int, middle: tuple[float, float], *, is_left: bool) -> Node:
    from_x, from_y = middle
    out = -1 if is_left else 1
    x, y = from_x + out * REACH, from_y + (place - (of - 1) / 2) * ROW
    start, bend = from_x + out * 8, from_x + out * BEND
    path = f"M{start:.0f} {from_y:.1f}C{bend:.0f} {from_y:.1f} {bend:.0f} {y:.1f} {x:.0f} {y:.1f}"
    return _named(tie, x, y, out, NAME_WIDTH, path)


def _twig(tie: Tie, y: float, middle: float) -> Node:
    """Along the line from the customer, and round a corner to the dot."""
    out = 1 if y > middle else -1
    path = (
        f"M{TRUNK:.0f} {middle + out * 8:.1f}V{y - out * CORNER:.1f}"
        f"Q{TRUNK:.0f} {y:.1f} {TRUNK + CORNER:.0f} {y:.1f}H{TWIG:.0f}"
    )
    return _named(tie, TWIG, y, 1, PHONE_NAME_WIDTH, path)


def _named(tie: Tie, x: float, y: float, out: int, room: int, path: str) -> Node:
    """The dot with its two lines of text on the side that leads out."""
    return Node(
        x=f"{x:.0f}",
        y=f"{y:.1f}",
        text_x=f"{x + out * 12:.0f}",
        label_y=f"{y - 2:.1f}",
        kind_y=f"{y + 14:.1f}",
        anchor="far" if out < 0 else "",
        name=_short(tie.name, room),
        full_name=tie.name,
        kind=tie.kind,
        href=f"/account/{tie.account_id}/",
        path=path,
    )


def _short(name: str, room: int) -> str:
    for place, letter in enumerate(name):
        room -= 2 if letter >= FIRST_WIDE else 1
        if room < 0:
            return f"{name[: place - 1]}…"
    return name
