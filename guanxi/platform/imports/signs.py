"""By what a record can be met again: its keys under each rule, read without the database."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
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
    """Reads the signs of records under one rule."""

    def __init__(self, noun: Noun[Any], rule: MatchRule) -> None:
        self.name = rule.name
        self.columns = [SignColumn(noun, name) for name in rule.columns]
        self.vetoes = [SignColumn(noun, name) for name in rule.unless_different]

    def signs_of(self, values_at: Callable[["SignColumn"], Sequence[Any]]) -> list[Sign]:
        """Each record's key, or nothing where it has none, and its numbers of its own."""
        keys = zip(*map(values_at, self.columns), strict=True)
        own = zip(*map(values_at, self.vetoes), strict=True) if self.vetoes else repeat(())
        return [
            (None, ()) if key[0] == "" or key[0] == [] else (key, apart)
            for key, apart in zip(keys, own, strict=False)
        ]


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

    def values_of(self, records: Sequence[Any]) -> list[Any]:
        """What the records have there, an empty text for nothing."""
        if self.field and self.is_custom:
            key = self.field.custom_key
            found: Iterable[Any] = [record.custom.get(key) for record in records]
        else:
            found = map(attrgetter(self.path), records)
        return ["" if value is None else value for value in found]


# Of all records what they have in each column that some rule looks at, by the column's path.
SignColumns = Mapping[str, Sequence[Any]]


def signs_of(records: Sequence[Any], rules: Sequence[SignReader]) -> list[list[Sign]]:
    """Under each rule the signs of all records."""
    return signs_in(sign_columns_of(records, rules), rules)


def sign_columns_of(records: Sequence[Any], rules: Sequence[SignReader]) -> SignColumns:
    """What the rules look at; a column of several is read once."""
    columns = {one.path: one for rule in rules for one in (*rule.columns, *rule.vetoes)}
    return {path: one.values_of(records) for path, one in columns.items()}


def signs_in(columns: SignColumns, rules: Sequence[SignReader]) -> list[list[Sign]]:
    """Under each rule the signs of the records that have this in their columns."""
    return [rule.signs_of(lambda column: columns[column.path]) for rule in rules]
