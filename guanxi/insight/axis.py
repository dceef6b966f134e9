"""What a drawing says along its edges: round values in words, names that fit their room."""

import math
import unicodedata

from babel.numbers import format_decimal

from guanxi.insight.wording import locale
from guanxi.platform.money.saying import round_one

STEPS = (1, 2, 2.5, 5, 10)
# Parts of the size of type that a letter of ours and one of theirs take.
WIDE, SLIM = 1.0, 0.54
TYPE_SIZE = 12


def round_values(low: float, high: float, *, is_counted: bool = False) -> list[float]:
    """Round values from below the least to above the greatest, four or so; whole if counted."""
    rough = max(high - low, 1e-9) / 4
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(one * power for one in STEPS if one * power >= rough * (1 - 1e-9))
    if is_counted and step % 1:
        step = max(1.0, 2 * step)
    first = math.floor(round(low / step, 9)) if low < 0 else 0
    last = max(math.ceil(round(high / step, 9)), first + 1)
    return [place * step for place in range(first, last + 1)]


def said_on_axis(value: float, kind: str) -> str:
    """A round value in as few letters as it takes: ¥6,000万, ¥12.5K, 20%."""
    if kind in ("money", "own_money"):
        return str(round_one(round(value)))
    return f"{_trimmed(100 * value)}%" if kind == "share" else _trimmed(value)


def _trimmed(value: float) -> str:
    return str(format_decimal(round(value, 2), "#,##0.##", locale=locale())).replace("-", "−")


def fitting(name: str, room: float, size: int = TYPE_SIZE) -> str:
    """The name, cut where the room for it ends."""
    if _width(name) * size <= room:
        return name
    while name and (_width(name) + WIDE) * size > room:
        name = name[:-1]
    return f"{name.rstrip()}…"


def _width(name: str) -> float:
    return sum(WIDE if unicodedata.east_asian_width(one) in "WFA" else SLIM for one in name)
