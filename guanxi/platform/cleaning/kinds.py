"""What every cleaner gives back."""

from datetime import date, datetime
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")
Cell = str | int | float | bool | date | datetime


class Cleaned(NamedTuple, Generic[T]):
    """The clean value, or nothing; what was changed; what is wrong. Both by code, empty if none."""

    value: T | None
    change: str = ""
    problem: str = ""


def words(text: str) -> list[str]:
    """The words of a blank-parted list."""
    return text.split()


# What people write into a cell to say that it is empty.
EMPTY_WORDS = frozenset(
    words(
        "- -- --- — —— / \\ \\n n/a na null none nil nan #n/a #null! #ref! "
        "#value! #name? #div/0! 无 暂无 空 不详 未知 未填写 待定 0000-00-00"
    )
)
FORMULA_ERRORS = frozenset(words("#n/a #null! #ref! #value! #name? #div/0! #num! \\n"))
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def narrowed(text: str) -> str:
    """Text with full-width letters, digits and signs in their everyday form."""
    return text if text.isascii() else text.translate(_WIDE)


def bare(cell: Cell) -> str:
    """The cell as narrow text without blanks around it; nothing when it says that it is empty."""
    text = cell.strip() if isinstance(cell, str) else plain(cell)
    text = narrowed(text).strip()
    return "" if text.lower() in EMPTY_WORDS else text


def plain(cell: Cell) -> str:
    """The cell as a person would type it: whole numbers without a point, days without a time."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    return str(cell)
