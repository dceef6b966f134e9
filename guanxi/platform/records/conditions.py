"""Whether a conditional field applies to a record: the one judge for form, REST and import.

The condition is written in the filter language over fields of the same record.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanxi.platform.errors import RuleBroken
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.intake import store
from guanxi.platform.records.values import is_blank, json_value

Values = Mapping[str, Any]
OPERATORS = (
    "is", "is_not", "in", "not_in", "empty", "not_empty", "gt", "gte", "lt", "lte",
    "has_any", "contains",
)  # fmt: skip


def applies(condition: Mapping[str, Any] | None, values: Values) -> bool:
    """Whether ``condition`` holds for stored values by field name."""
    if not condition:
        return True
    if "all" in condition:
        return all(applies(part, values) for part in condition["all"])
    if "any" in condition:
        return any(applies(part, values) for part in condition["any"])
    if "none" in condition:
        return not any(applies(part, values) for part in condition["none"])
    value = json_value(values.get(condition.get("field", "")))
    compare = _COMPARISONS[condition.get("op", "is")]
    return compare(value, condition.get("value"))


def settle_conditions(
    noun: Noun[Any], record: Any, changed: set[str] | None = None
) -> dict[str, Any]:
    """Empty the fields that do not apply to the record, giving what each held.

    A required field is asked for where it applies, if the record is new (``changed`` is None)
    or a change touches it or its condition.
    """
    fields = noun.fields
    conditional = {name: field for name, field in fields.items() if field.visible_when}
    if not conditional:
        return {}
    values, held, problems = _Stored(noun, record), {}, {}
    for name, field in conditional.items():
        if not applies(field.visible_when, values):
            value = field.value_of(record)
            if not is_blank(value):
                held[name] = value
                store(record, field, None)
        elif field.required and is_blank(field.value_of(record)) and _is_asked(field, changed):
            problems[name] = _("Fill this in.")
    if problems:
        raise RuleBroken(_("Some values need attention."), problems)
    return held


def _is_asked(field: Field, changed: set[str] | None) -> bool:
    return changed is None or bool(changed & {field.name, *named_in(field.visible_when)})


def named_in(condition: Any) -> set[str]:
    """The names of the fields that a condition asks about."""
    if isinstance(condition, Mapping):
        own = {str(condition["field"])} if "field" in condition else set()
        return own.union(*(named_in(part) for part in condition.values()))
    if isinstance(condition, list):
        return set().union(*(named_in(part) for part in condition))
    return set()


class _Stored(dict[str, Any]):
    """A record's values by field name, read as they are asked for."""

    def __init__(self, noun: Noun[Any], record: Any) -> None:
        super().__init__()
        self.fields, self.record = noun.fields, record

    def get(self, name: str, default: Any = None) -> Any:
        """The stored value of the field called ``name``."""
        field = self.fields.get(name)
        return field.value_of(self.record) if field is not None else default


def _ordered(better: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def compare(value: Any, wanted: Any) -> bool:
        if is_blank(value) or is_blank(wanted):
            return False
        numbers = _numbers(value, wanted)
        return better(*numbers) if numbers else better(str(value), str(wanted))

    return compare


def _numbers(value: Any, wanted: Any) -> tuple[float, float] | None:
    try:
        return float(value), float(wanted)
    except (TypeError, ValueError):
        return None


def _among(value: Any, wanted: Any) -> bool:
    return value in wanted if isinstance(wanted, list) else value == wanted


def _shares(value: Any, wanted: Any) -> bool:
    return bool(set(value or ()) & set(wanted if isinstance(wanted, list) else [wanted]))


_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "is": lambda value, wanted: value == wanted or (is_blank(value) and is_blank(wanted)),
    "is_not": lambda value, wanted: value != wanted,
    "in": _among,
    "not_in": lambda value, wanted: not _among(value, wanted),
    "empty": lambda value, wanted: is_blank(value),
    "not_empty": lambda value, wanted: not is_blank(value),
    "gt": _ordered(lambda value, wanted: value > wanted),
    "gte": _ordered(lambda value, wanted: value >= wanted),
    "lt": _ordered(lambda value, wanted: value < wanted),
    "lte": _ordered(lambda value, wanted: value <= wanted),
    "has_any": _shares,
    "contains": lambda value, wanted: str(wanted) in str(value or ""),
}
