"""Whether a conditional field applies to a record: the one judge for form, REST and import.

The condition is written in the filter language over fields of the same record.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanxi.platform.errors import RuleBroken
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.intake import custom_json, store, written
from guanxi.platform.records.values import is_blank

Values = Callable[[str], Any]
Rule = Callable[[Values], bool]
OPERATORS = (
    "is", "is_not", "in", "not_in", "empty", "not_empty", "gt", "gte", "lt", "lte",
    "has_any", "contains",
)  # fmt: skip


class Conditions:
    """What a noun asks of its conditional fields; made once for many records."""

    def __init__(self, noun: Noun[Any]) -> None:
        self.fields = noun.fields
        self.rules = {
            name: rule_of(field.visible_when, self.fields)
            for name, field in self.fields.items()
            if field.visible_when
        }
        self._asking = {
            name: self.rules.get(name) or rule_of(field.asked_when, self.fields)
            for name, field in self.fields.items()
            if field.required and field.asked_when
        }

    def idle(self, values: Values) -> set[str]:
        """The fields that do not apply, and so are empty, where ``values`` are stored."""
        found: set[str] = set()

        def held(name: str) -> Any:
            return None if name in found else values(name)

        while more := {
            name for name, rule in self.rules.items() if name not in found and not rule(held)
        }:
            found |= more
        return found

    def settle(self, record: Any) -> dict[str, Any]:
        """Empty the fields that do not apply to the record, giving what each held."""
        emptied: dict[str, Any] = {}
        values, is_over = self._stored(record), not self.rules
        while not is_over:
            is_over = True
            for name, rule in self.rules.items():
                held = None if name in emptied else self.fields[name].value_of(record)
                if not is_blank(held) and not rule(values):
                    emptied[name], is_over = held, False
                    store(record, self.fields[name], None)
        return emptied

    def left_out(self, record: Any, values: Mapping[str, Any]) -> list[str]:
        """Those of the given ``values`` that the settled record does not hold."""
        if self.rules.keys().isdisjoint(values):
            return []
        return [
            name
            for name in self.rules
            if not is_blank(values.get(name)) and is_blank(self.fields[name].value_of(record))
        ]

    def unfilled(self, record: Any, changed: set[str] | None = None) -> list[str]:
        """The required fields that apply to the record and are empty.

        A field is asked for if the record is new (``changed`` is None) or a change touches it
        or its condition.
        """
        values = self._stored(record)
        return [
            name
            for name, rule in self._asking.items()
            if is_blank(values(name)) and _is_asked(self.fields[name], changed) and rule(values)
        ]

    def needed(self, values: Values) -> set[str]:
        """The fields that may be empty elsewhere and are required where ``values`` are stored."""
        return {
            name
            for name, rule in self._asking.items()
            if self.fields[name].required_when and rule(values)
        }

    def require_filled(self, record: Any, changed: set[str] | None = None) -> None:
        """Refuse a record that lacks what is asked for where it applies."""
        self.refuse(self.unfilled(record, changed))

    def refuse(self, unfilled: list[str]) -> None:
        """Name the fields that are to be filled in first: not every door shows them itself."""
        if unfilled:
            labels = str(_(", ")).join(str(self.fields[name].label) for name in unfilled)
            problems = dict.fromkeys(unfilled, _("Fill this in."))
            raise RuleBroken(_("Fill this in first: %(fields)s.") % {"fields": labels}, problems)

    def _stored(self, record: Any) -> Values:
        def value(name: str) -> Any:
            field = self.fields.get(name)
            return field.value_of(record) if field is not None else None

        return value


def settle_conditions(
    noun: Noun[Any], record: Any, changed: set[str] | None = None
) -> dict[str, Any]:
    """Empty the fields that do not apply to the record, giving what each held.

    RuleBroken where a required one applies and is empty, see ``Conditions.unfilled``.
    """
    conditions = Conditions(noun)
    emptied = conditions.settle(record)
    conditions.require_filled(record, changed)
    return emptied


def require_needed(noun: Noun[Any], record: Any, moved: set[str]) -> None:
    """Refuse an act that moved these fields where a field is required now that is empty.

    The act does not ask for it, so the refusal names it; the form shows it before and after.
    One that only appears now could not have been filled in, and is asked for by the next form.
    """
    fields = noun.fields
    if any(one.required_when for one in fields.values()):
        conditions = Conditions(noun)
        unfilled = conditions.unfilled(record, moved)
        conditions.refuse([name for name in unfilled if fields[name].required_when])


def rule_of(condition: Mapping[str, Any], fields: Mapping[str, Field]) -> Rule:
    """The condition, its values read by the types of the fields that it asks about."""
    for word, joined in _GROUPS.items():
        if word in condition:
            return joined([rule_of(part, fields) for part in condition[word]])
    name, operator = str(condition.get("field", "")), condition.get("op", "is")
    field, compare = fields.get(name), _COMPARISONS[operator]
    if field is None:
        return lambda values: compare(None, condition.get("value"))
    wanted = _wanted(field, operator, condition.get("value"))
    return lambda values: compare(_comparable(field, values(name)), wanted)


def written_condition(condition: Mapping[str, Any], fields: Mapping[str, Field]) -> dict[str, Any]:
    """The condition as a definition keeps it; ValueError where a value does not fit its field."""
    for word in _GROUPS:
        if word in condition:
            return {word: [written_condition(part, fields) for part in condition[word]]}
    field, operator = fields[str(condition["field"])], condition.get("op", "is")
    value = condition.get("value")
    if operator in _UNREAD or is_blank(value):
        return dict(condition)
    if field.kind.storage == "list":
        operator = "has_any" if operator == "is" else operator
        return {**condition, "op": operator, "value": written(field, value)}
    if operator in _LISTED:
        several = value if isinstance(value, list) else [value]
        return {**condition, "value": [written(field, one) for one in several]}
    return {**condition, "value": written(field, value)}


def named_in(condition: Any) -> set[str]:
    """The names of the fields that a condition asks about."""
    if isinstance(condition, Mapping):
        own = {str(condition["field"])} if "field" in condition else set()
        return own.union(*(named_in(part) for part in condition.values()))
    if isinstance(condition, list):
        return set().union(*(named_in(part) for part in condition))
    return set()


def _is_asked(field: Field, changed: set[str] | None) -> bool:
    return changed is None or bool(changed & {field.name, *named_in(field.asked_when)})


def _all(rules: list[Rule]) -> Rule:
    return lambda values: all(rule(values) for rule in rules)


def _any(rules: list[Rule]) -> Rule:
    return lambda values: any(rule(values) for rule in rules)


def _none(rules: list[Rule]) -> Rule:
    return lambda values: not any(rule(values) for rule in rules)


def _wanted(field: Field, operator: str, value: Any) -> Any:
    if operator in _UNREAD or is_blank(value):
        return value
    if isinstance(value, list) and field.kind.storage != "list":
        return [_read(field, one) for one in value]
    return _read(field, value)


def _read(field: Field, value: Any) -> Any:
    """A value that does not fit the field any more equals nothing but itself."""
    try:
        return _comparable(field, field.kind.read(value, field))
    except (ValueError, TypeError):
        return value


def _comparable(field: Field, value: Any) -> Any:
    if is_blank(value):
        return None
    return float(value) if field.kind.is_numeric else custom_json(value)


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


_GROUPS = {"all": _all, "any": _any, "none": _none}
_UNREAD = ("empty", "not_empty", "contains")
_LISTED = ("in", "not_in")
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
