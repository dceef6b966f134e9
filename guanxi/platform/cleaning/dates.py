"""Days and moments in every style that people and spreadsheets write."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone

from guanxi.platform.cleaning.kinds import Cell, Cleaned, bare, words

DAY_FIRST, MONTH_FIRST = "dmy", "mdy"
FIRST_YEAR, LAST_YEAR = 1800, 2299
# A year of two digits up to this one is of this century.
PIVOT = 69

_YEAR_FIRST = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})\s*[日号]?|\s*月)?"
)
_YEAR_LAST = re.compile(r"(\d{1,2})\s*([-/. ])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?")
_NAMED = re.compile(
    r"(?:(\d{1,2})[a-z]{0,2}[ -]+)?([a-z]{3,9})\.?[ -]+(?:(\d{1,2})[a-z]{0,2},?[ -]+)?(\d{4}|\d{2})"
)
_CLOCK = re.compile(
    r"(?P<half>上午|下午|中午|晚上|早上|凌晨)?\s*(?P<hour>\d{1,2})\s*[:时点]\s*(?P<minute>\d{1,2})?\s*[:分]?"
    r"\s*(?:(?P<second>\d{1,2})(?:[.,](?P<part>\d{1,9}))?秒?)?\s*(?P<ampm>am|pm)?"
    r"\s*(?P<zone>z|utc|gmt|[+-]\d{2}:?\d{2})?"
)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_MONTH_NAMES = words("jan feb mar apr may jun jul aug sep oct nov dec")
_MONTHS = {name: place for place, name in enumerate(_MONTH_NAMES, start=1)}
_CHINESE_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_CHINESE_DATE = re.compile(
    r"([〇零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月"
    r"([一二三四五六七八九十]{1,3})[日号]"
)
_DAY_ZERO = datetime(1899, 12, 30)
_AFTERNOON = frozenset(["下午", "晚上", "pm"])


def clean_date(cell: Cell, order: str = DAY_FIRST) -> Cleaned[date]:
    """The day; a time beside it is left out and told. `order` reads 1/5/24."""
    if isinstance(cell, str) and len(cell) == 10 and cell[4] == cell[7] == "-":
        quick = _iso_day(cell)
        if quick:
            return Cleaned(quick)
    moment, change, problem = clean_moment(cell, order)
    if moment is None:
        return Cleaned(None, change, problem)
    if (moment.hour, moment.minute, moment.second) != (0, 0, 0):
        change = "time_left_out"
    return Cleaned(moment.date(), change)


def clean_moment(cell: Cell, order: str = DAY_FIRST) -> Cleaned[datetime]:
    """The day with its time, midnight when none is written; naive unless a zone stands there."""
    if isinstance(cell, datetime):
        return _in_range(cell, "")
    if isinstance(cell, date):
        return _in_range(datetime(cell.year, cell.month, cell.day), "")
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _from_number(cell)
    text = bare(cell).lower()
    if not text:
        return Cleaned(None, "empty_word" if str(cell).strip() else "")
    try:
        found = _from_text(text, order)
    except ValueError:
        return Cleaned(None, problem="no_such_day")
    if found is None:
        return Cleaned(None, problem="bad_date")
    moment, change = found
    is_iso = text[4:5] == "-" and text[7:8] == "-"
    return _in_range(moment, change or ("" if is_iso else "reformatted"))


def order_of(cells: Iterable[Cell]) -> str:
    """Whether days or months come first in a column, judged by parts above twelve and by dots."""
    days_first = months_first = dots = 0
    for cell in cells:
        found = _YEAR_LAST.match(bare(cell)) if isinstance(cell, str) else None
        if found:
            first, mark, second = int(found[1]), found[2], int(found[3])
            days_first += first > 12 >= second
            months_first += second > 12 >= first
            dots += mark == "."
    if months_first > days_first:
        return MONTH_FIRST
    return DAY_FIRST


def _from_text(text: str, order: str) -> tuple[datetime, str] | None:
    if compact := _COMPACT.fullmatch(text):
        return _built(compact.groups()[:3], compact.groups()[3:]), ""
    if _SERIAL.fullmatch(text):
        return _moment_of_serial(float(text)), "serial"
    if text[0] in "〇零一二三四五六七八九":
        text = _from_chinese(text)
    return _year_first(text) or _year_last(text, order) or _named(text)


def _year_first(text: str) -> tuple[datetime, str] | None:
    found = _YEAR_FIRST.match(text)
    if not found:
        return None
    year, month, day = found.groups()
    return _with_clock(
        (year, month, day or "1"), text[found.end() :], "" if day else "first_of_month"
    )


def _year_last(text: str, order: str) -> tuple[datetime, str] | None:
    found = _YEAR_LAST.match(text)
    if not found:
        return None
    first, _, second, year = found.groups()
    month, day = (first, second) if order == MONTH_FIRST else (second, first)
    change = "reformatted"
    if int(month) > 12 >= int(day):
        month, day, change = day, month, "other_order"
    return _with_clock((_whole_year(year), month, day), text[found.end() :], change)


def _named(text: str) -> tuple[datetime, str] | None:
    found = _NAMED.match(text)
    if not found or (month := _MONTHS.get(found[2][:3])) is None:
        return None
    day = found[1] or found[3]
    change = "reformatted" if day else "first_of_month"
    return _with_clock((_whole_year(found[4]), str(month), day or "1"), text[found.end() :], change)


def _with_clock(day: tuple[str, str, str], rest: str, change: str) -> tuple[datetime, str] | None:
    rest = rest.strip().removeprefix("t").strip(" ,")
    midnight = _built(day, ())
    if not rest:
        return midnight, change
    found = _CLOCK.fullmatch(rest)
    if not found:
        return None
    return datetime.combine(midnight, _clock(found)), change


def _clock(found: re.Match[str]) -> time:
    hour = int(found["hour"])
    half = found["half"] or found["ampm"]
    if half in _AFTERNOON and hour < 12:
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    part = int((found["part"] or "0").ljust(6, "0")[:6])
    return time(
        hour, int(found["minute"] or 0), int(found["second"] or 0), part, _zone(found["zone"])
    )


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    if text[0] not in "+-":
        return UTC
    away = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return timezone(away if text[0] == "+" else -away)


def _built(day: Iterable[str | None], clock: Iterable[str | None]) -> datetime:
    return datetime(*(int(part or 0) for part in (*day, *clock)))  # type: ignore[arg-type]


def _whole_year(year: str) -> str:
    if len(year) == 4:
        return year
    return ("20" if int(year) <= PIVOT else "19") + year


def _from_number(number: float) -> Cleaned[datetime]:
    if 19_000_101 <= number <= 22_991_231 and float(number).is_integer():
        return clean_moment(str(int(number)))
    if not 1 <= number < 100_000:
        return Cleaned(None, problem="bad_date")
    return _in_range(_moment_of_serial(number), "serial")


def _moment_of_serial(serial: float) -> datetime:
    return _DAY_ZERO + timedelta(seconds=round(serial * 86_400))


def _from_chinese(text: str) -> str:
    found = _CHINESE_DATE.match(text)
    if not found:
        return text
    year = found[1].translate(_CHINESE_DIGITS)
    return f"{year}-{_small_number(found[2])}-{_small_number(found[3])}{text[found.end() :]}"


def _small_number(text: str) -> int:
    tens, ten, ones = text.rpartition("十")
    high = int(tens.translate(_CHINESE_DIGITS) or 1) * 10 if ten else 0
    return high + int(ones.translate(_CHINESE_DIGITS) or 0)


def _iso_day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _in_range(moment: datetime, change: str) -> Cleaned[datetime]:
    if FIRST_YEAR <= moment.year <= LAST_YEAR:
        return Cleaned(moment, change)
    return Cleaned(None, problem="date_out_of_range")
