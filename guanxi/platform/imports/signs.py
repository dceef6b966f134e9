"""By what a record can be met again: its keys under each rule, read without the database."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun

Key = tuple[Any, ...]
# The key of a record under one rule, nothing where it has none, and what could keep it apart.
Sign = tuple[Key | None, Key]


@dataclass(frozen=True)
class MatchRule:
    """Records that agree in these columns are the same; ``name`` is what a report calls it.

    The first column must be filled; the others must be equal, filled or not. Two records that
    both have a value in a column of ``unless_different``, and not the same, are not one.
    """

    name: str
    columns: tuple[str, ...]
    unless_different: tuple[str, ...] = ()


class SignReader:
    """Reads the sign of a record under one rule."""

    def __init__(self, noun: Noun[Any], rule: MatchRule) -> None:
        self.name = rule.name
        self.columns = [SignColumn(noun, name) for name in rule.columns]
        self.vetoes = [SignColumn(noun, name) for name in rule.unless_different]
        self._first, *self._rest = [column.value_of for column in self.columns]
        self._own = [column.value_of for column in self.vetoes]

    def sign_of(self, record: Any) -> Sign:
        """The record's key, or nothing where it has none, and its numbers of its own."""
        first = self._first(record)
        if first == "" or first == []:
            return None, ()
        own = tuple([read(record) for read in self._own]) if self._own else ()
        if self._rest:
            return (first, *[read(record) for read in self._rest]), own
        return (first,), own


class SignColumn:
    """A field or plain column that a rule looks at.

    ``value_of(record)`` is what the record has there, an empty text for nothing.
    """

    def __init__(self, noun: Noun[Any], name: str) -> None:
        self.field = noun.fields.get(name)
        self.is_custom = bool(self.field and self.field.is_custom)
        if self.field is None:
            self.path = name
        elif self.is_custom:
            self.path = f"key_{self.field.custom_key}"
        else:
            self.path = f"{self.field.path}_id" if self.field.is_relation else self.field.path
        self.value_of = _value_in(self.path, self.field if self.is_custom else None)


def _value_in(path: str, custom: Field | None) -> Callable[[Any], Any]:
    read = attrgetter("custom" if custom else path)
    key = custom.custom_key if custom else ""

    def value_of(record: Any) -> Any:
        value = read(record).get(key) if key else read(record)
        return "" if value is None else value

    return value_of


def signs_of(record: Any, rules: Sequence[SignReader]) -> tuple[Sign, ...]:
    """The record's sign under each rule."""
    return tuple([rule.sign_of(record) for rule in rules])
