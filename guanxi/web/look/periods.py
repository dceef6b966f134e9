"""Spans of the calendar as people name them: 2026年11月, week 47 of 2026, Q4 2026."""

import datetime as dt

from guanxi.web.look.figures import is_chinese
from guanxi.web.look.moments import MONTHS


def period_name(start: dt.date, unit: str) -> str:
    """What the day, week, month, quarter or year that begins on ``start`` is called."""
    year, week, _weekday = start.isocalendar()
    quarter = (start.month + 2) // 3
    if is_chinese():
        names = {
            "day": f"{start.year}年{start.month}月{start.day}日",
            "week": f"{year}年第{week}周",
            "month": f"{start.year}年{start.month}月",
            "quarter": f"{start.year}年第{'一二三四'[quarter - 1]}季度",
        }
        return names.get(unit, f"{start.year}年")
    month = MONTHS[start.month - 1]
    names = {
        "day": f"{start.day} {month} {start.year}",
        "week": f"week {week}, {year}",
        "month": f"{month} {start.year}",
        "quarter": f"Q{quarter} {start.year}",
    }
    return names.get(unit, str(start.year))
