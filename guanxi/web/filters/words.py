"""Operators and periods in words, for chips and editors."""

import re
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

Label = str | Promise

OPERATORS: dict[str, Label] = {
    "is": pgettext_lazy("operator", "is"),
    "is_not": pgettext_lazy("operator", "is not"),
    "contains": pgettext_lazy("operator", "contains"),
    "not_contains": pgettext_lazy("operator", "does not contain"),
    "starts": pgettext_lazy("operator", "starts with"),
    "in": pgettext_lazy("operator", "is one of"),
    "not_in": pgettext_lazy("operator", "is none of"),
    "gt": ">",
    "gte": "≥",
    "lt": "<",
    "lte": "≤",
    "between": pgettext_lazy("operator", "between"),
    "before": pgettext_lazy("operator", "before"),
    "after": pgettext_lazy("operator", "after"),
    "within": pgettext_lazy("operator", "in"),
    "not_within": pgettext_lazy("operator", "not in"),
    "has_any": pgettext_lazy("operator", "has any of"),
    "has_all": pgettext_lazy("operator", "has all of"),
    "has_none": pgettext_lazy("operator", "has none of"),
    "empty": pgettext_lazy("operator", "is empty"),
    "not_empty": pgettext_lazy("operator", "is not empty"),
}
DATE_OPERATORS: dict[str, Label] = {
    "gte": pgettext_lazy("operator", "from"),
    "lte": pgettext_lazy("operator", "until"),
}
RELATED_OPERATORS: dict[str, Label] = {
    "any": pgettext_lazy("operator", "has"),
    "none": pgettext_lazy("operator", "has no"),
    "gte": pgettext_lazy("operator", "at least"),
    "lte": pgettext_lazy("operator", "at most"),
    "is": pgettext_lazy("operator", "exactly"),
}
PERIODS: dict[str, Label] = {
    "today": gettext_lazy("today"),
    "yesterday": gettext_lazy("yesterday"),
    "tomorrow": gettext_lazy("tomorrow"),
    "this_week": gettext_lazy("this week"),
    "last_week": gettext_lazy("last week"),
    "next_week": gettext_lazy("next week"),
    "this_month": gettext_lazy("this month"),
    "last_month": gettext_lazy("last month"),
    "next_month": gettext_lazy("next month"),
    "this_quarter": gettext_lazy("this quarter"),
    "last_quarter": gettext_lazy("last quarter"),
    "this_year": gettext_lazy("this year"),
    "last_year": gettext_lazy("last year"),
    "last_7_days": gettext_lazy("the last 7 days"),
    "last_30_days": gettext_lazy("the last 30 days"),
    "last_90_days": gettext_lazy("the last 90 days"),
    "last_12_months": gettext_lazy("the last 12 months"),
    "next_7_days": gettext_lazy("the next 7 days"),
    "next_30_days": gettext_lazy("the next 30 days"),
    "past": gettext_lazy("the past"),
    "future": gettext_lazy("the future"),
}
COUNTED = re.compile(r"(last|next)_(\d{1,4})_(day|week|month|quarter|year)s?$")


def operator_label(operator: str, type_name: str) -> Label:
    """What an operator is called for fields of this type."""
    if type_name in {"date", "datetime"} and operator in DATE_OPERATORS:
        return DATE_OPERATORS[operator]
    return OPERATORS.get(operator, operator)


def period_label(value: Any) -> str:
    """A relative period in words: the last 45 days."""
    name = str(value.get("period") if isinstance(value, dict) else value)
    if name in PERIODS:
        return str(PERIODS[name])
    counted = COUNTED.match(name)
    return _counted(*counted.groups()) if counted else name


def date_label(value: Any) -> str:
    """A day given in a filter; {"today": true} is today itself."""
    if isinstance(value, dict) and value.get("today"):
        return _("today")
    text = str(value)[:10]
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return text


def _counted(direction: str, number: str, unit: str) -> str:
    units = {
        "day": pgettext("filter", "days"),
        "week": pgettext("filter", "weeks"),
        "month": pgettext("filter", "months"),
        "quarter": pgettext("filter", "quarters"),
        "year": pgettext("filter", "years"),
    }
    text = _("the last %(n)s %(unit)s") if direction == "last" else _("the next %(n)s %(unit)s")
    return text % {"n": number, "unit": units[unit]}
