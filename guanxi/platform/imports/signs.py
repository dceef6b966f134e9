"""By what a record can be met again: its keys under each rule, read without the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

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

    def sign_of(self, record: Any) -> Sign:
        """The record's key, or nothing where it has none, and its numbers of its own."""
        first = self.columns[0].value_of(record)
        if first == "" or first == []:
            return None, ()
        own = tuple([column.value_of(record) for column in self.vetoes]) if self.vetoes else ()
        if len(self.columns) == 1:
            return (first,), own
        return (first, *[column.value_of(record) for column in self.columns[1:]]), own


class SignColumn:
    """A field or plain column that a rule looks at."""

    def __init__(self, noun: Noun[Any], name: str) -> None:
        self.field = noun.fields.get(name)
        self.is_custom = bool(self.field and self.field.is_custom)
        if self.field is None:
            self.path = name
        elif self.is_custom:
            self.path = f"key_{self.field.custom_key}"
        else:
            self.path = f"{self.field.path}_id" if self.field.is_relation else self.field.path
        self._read = attrgetter("custom" if self.is_custom else self.path)

    def value_of(self, record: Any) -> Any:
        """What the record has there, an empty text for nothing."""
        value = self._read(record)
        if self.is_custom and self.field:
            value = value.get(self.field.custom_key)
        return "" if value is None else value


def signs_of(record: Any, rules: Sequence[SignReader]) -> tuple[Sign, ...]:
    """The record's sign under each rule."""
    return tuple([rule.sign_of(record) for rule in rules])
