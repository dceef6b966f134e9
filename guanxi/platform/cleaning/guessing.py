"""What kind of thing a column holds, judged by its name and a sample of its cells."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from guanxi.platform.cleaning.booleans import clean_boolean
from guanxi.platform.cleaning.credit_codes import clean_credit_code
from guanxi.platform.cleaning.dates import clean_moment, order_of
from guanxi.platform.cleaning.emails import clean_email
from guanxi.platform.cleaning.kinds import Cell, bare
from guanxi.platform.cleaning.numbers import clean_amount, clean_number, decimal_of
from guanxi.platform.cleaning.phones import clean_phone

ENOUGH = 0.8
_NAMED = [
    ("phone", re.compile(r"电话|手机|传真|联系方式|phone|mobile|\btel|fax", re.IGNORECASE)),
    ("email", re.compile(r"邮箱|邮件|e-?mail", re.IGNORECASE)),
    ("address", re.compile(r"地址|住址|address", re.IGNORECASE)),
    ("date", re.compile(r"日期|时间|\bdate|\btime|_at$|_on$", re.IGNORECASE)),
    ("money", re.compile(r"金额|价|费用|收入|amount|price|revenue|cost|total", re.IGNORECASE)),
]
_IN_CHINA = re.compile(r"[省市区县].{2,}[路街道号村镇]")


@dataclass(frozen=True)
class Hints:
    """How a column writes its days and fractions."""

    order: str
    decimal: str


def hints_of(cells: Iterable[Cell]) -> Hints:
    """The order of day and month and the decimal mark that a column as a whole uses."""
    sample = list(cells)
    return Hints(order_of(sample), decimal_of(sample))


def kind_of(header: str, cells: Iterable[Cell]) -> str:
    """One of phone, email, credit_code, date, moment, boolean, money, number, address, text."""
    filled = [cell for cell in cells if bare(cell)]
    if not filled:
        return next((kind for kind, name in _NAMED if name.search(header)), "text")
    named = next((kind for kind, name in _NAMED if name.search(header)), "")
    if named in _TESTS and _share(filled, _TESTS[named]) >= ENOUGH / 2:
        return _dated(filled) if named == "date" else named
    found = next((kind for kind, test in _TESTS.items() if _share(filled, test) >= ENOUGH), "text")
    return _dated(filled) if found == "date" else found


def _share(cells: list[Cell], test: Callable[[Cell], bool]) -> float:
    return sum(1 for cell in cells if test(cell)) / len(cells)


def _is_date(cell: Cell) -> bool:
    if isinstance(cell, date):
        return True
    return isinstance(cell, str) and len(bare(cell)) > 5 and clean_moment(cell).value is not None


def _dated(cells: list[Cell]) -> str:
    moments = (cell if isinstance(cell, datetime) else clean_moment(cell).value for cell in cells)
    return (
        "moment" if any(moment and (moment.hour or moment.minute) for moment in moments) else "date"
    )


def _is_money(cell: Cell) -> bool:
    return bool(clean_amount(cell)[1]) or (isinstance(cell, float) and not cell.is_integer())


def _is_phone(cell: Cell) -> bool:
    number = clean_phone(cell).value
    return bool(number) and (str(cell).startswith("+") or len(number or "") >= 12)


_TESTS: dict[str, Callable[[Cell], bool]] = {
    "email": lambda cell: clean_email(cell).value is not None,
    "credit_code": lambda cell: len(str(cell)) == 18 and bool(clean_credit_code(cell).value),
    "boolean": lambda cell: str(cell) not in "01" and clean_boolean(cell).value is not None,
    "phone": _is_phone,
    "date": _is_date,
    "money": _is_money,
    "number": lambda cell: clean_number(cell).value is not None,
    "address": lambda cell: bool(_IN_CHINA.search(str(cell))),
}
