"""A custom field in its JSON column and inside SQL: typed, never named by what a person wrote."""

import re
from typing import Any

from django.db import models
from django.db.models import Expression
from django.db.models.sql.compiler import SQLCompiler

from guanxi.platform.cleaning.names import pinyin_key

_KEY = re.compile(r"cf_\d+$")
# A number compares as a double on every database, because JSON keeps it as one.
_POSTGRESQL_CASTS: dict[type[models.Field[Any, Any]], str] = {
    models.FloatField: "double precision",
    models.BigIntegerField: "bigint",
    models.BooleanField: "boolean",
}
_OUTPUTS: dict[str, type[models.Field[Any, Any]]] = {
    "number": models.FloatField,
    "money": models.BigIntegerField,
    "relation": models.BigIntegerField,
    "user": models.BigIntegerField,
    "team": models.BigIntegerField,
    "file": models.BigIntegerField,
    "boolean": models.BooleanField,
}
_SPELT = {"text", "long"}
_LONGEST_SPELLING = 200


def keep_custom(record: Any, key: str, type: str, value: Any) -> None:
    """Put a stored value under ``key`` on the record, None for nothing, and how a text sorts.

    What is sorted as it is written, as a serial number in small letters, has no key beside it.
    """
    held = record.custom
    held.pop(f"{key}_order", None)
    if value is None:
        held.pop(key, None)
        return
    held[key] = value
    if is_spelt(type):
        spelling = pinyin_key(str(value))[:_LONGEST_SPELLING]
        if spelling != value:
            held[f"{key}_order"] = spelling


def respell_custom(record: Any) -> None:
    """Let texts that were written past `keep_custom` sort by what they say now."""
    ends = "_order"
    for name in [name for name in record.custom if name.endswith(ends)]:
        key = name.removesuffix(ends)
        keep_custom(record, key, "text", record.custom.get(key))


def is_spelt(type: str) -> bool:
    """Whether values of the type sort by pinyin, as names do."""
    return type in _SPELT


class CustomValue(Expression):
    """The value of one custom field, as text, number or boolean by its type.

    Texts that are ``is_ordered`` compare sign by sign on every database, as the index has them;
    the others by the language of the database, as searching for a part of them needs.
    """

    def __init__(self, key: str, type: str, column: Any = None, *, is_ordered: bool = True) -> None:
        if not _KEY.match(key):
            raise ValueError(f"not a generated field name: {key!r}")
        self.output = _OUTPUTS.get(type, models.TextField)
        super().__init__(output_field=self.output())
        self.key, self.type, self.is_ordered = key, type, is_ordered
        self.column: Any = column or models.F("custom")

    def get_source_expressions(self) -> list[Any]:
        return [self.column]

    def set_source_expressions(self, expressions: Any) -> None:
        (self.column,) = expressions

    def as_sql(self, compiler: SQLCompiler, connection: Any, **_: Any) -> tuple[str, Any]:
        column, params = compiler.compile(self.column)
        return self.sql_on(column, connection.vendor), params

    def sql_on(self, column: str, vendor: str) -> str:
        """The SQL on a quoted column: the same in a query and in the index that serves it."""
        if vendor != "postgresql":
            return f"json_extract({column}, '$.{self.key}')"
        value = f"({column} ->> '{self.key}')"
        cast = _POSTGRESQL_CASTS.get(self.output)
        if cast:
            return f"({value}::{cast})"
        return f'({value} COLLATE "C")' if self.is_ordered else value


class CustomOrder(CustomValue):
    """What a custom field is sorted by: texts by pinyin, everything else by its value."""

    def sql_on(self, column: str, vendor: str) -> str:
        """The SQL on a quoted column: the same in a query and in the index that serves it."""
        plain = super().sql_on(column, vendor)
        if not is_spelt(self.type):
            return plain
        if vendor != "postgresql":
            return f"COALESCE(json_extract({column}, '$.{self.key}_order'), {plain})"
        order = f"COALESCE({column} ->> '{self.key}_order', {column} ->> '{self.key}')"
        return f'({order} COLLATE "C")'
