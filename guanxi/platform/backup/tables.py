"""Every table as lines of JSON, the same on each database."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import orjson
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.management.color import no_style
from django.db import connection, models
from django.db.models.sql import InsertQuery

from guanxi.platform.records.values import json_value
from guanxi.platform.search.models import SearchEntry, SearchNoun

COMPUTED = (SearchEntry, SearchNoun)
# Whoever holds the key of a session is signed in: none goes into a backup, and none outlives one.
SIGNED_IN = (Session, UserSession)
PART = 2_000
# Sorted keys, as each database keeps JSON in an order of its own.
_OPTIONS = orjson.OPT_APPEND_NEWLINE | orjson.OPT_SORT_KEYS

Model = type[models.Model]


def kept_models() -> list[Model]:
    """The models whose rows are kept, in a fixed order."""
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model not in (*COMPUTED, *SIGNED_IN)
    ]
    return sorted(found, key=lambda model: model._meta.db_table)


def lines_of(model: Model, names: Sequence[str] = ()) -> Iterator[bytes]:
    """Each row as one line, in the order of the primary key; the first line names the columns."""
    names = names or [field.attname for field in model._meta.concrete_fields]
    yield _line(names)
    yield from map(_line, rows_of(model, names))


def rows_of(model: Model, names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """These columns of each row, in the order of the primary key, which is one of them."""
    at = names.index(model._meta.pk.attname)
    rows, last = model._base_manager.order_by("pk").values_list(*names), None
    while True:
        part = list((rows if last is None else rows.filter(pk__gt=last))[:PART])
        yield from part
        if len(part) < PART:
            return
        last = part[-1][at]


@dataclass(frozen=True)
class Filled:
    """What came of the lines of a table: its rows, and the columns that either side has.

    ``left_out`` are columns of another state of the code that this one does not keep; where the
    two differ, ``sha256`` is of what was kept, and else empty.
    """

    sha256: str
    rows: int
    names: tuple[str, ...]
    left_out: tuple[str, ...] = ()


def fill(model: Model, lines: Iterator[bytes]) -> Filled:
    """Insert the rows of these lines as they were; columns they do not have begin empty."""
    there = orjson.loads(next(lines))
    fields = {field.attname: field for field in model._meta.concrete_fields}
    names = [name for name in there if name in fields]
    places, digest = [there.index(name) for name in names], hashlib.sha256(_line(names))
    is_whole = len(names) == len(there) == len(fields)
    number = 0
    while part := list(islice(lines, PART)):
        values = [_chosen(orjson.loads(line), places) for line in part]
        for one in () if is_whole else values:
            digest.update(_line(one))
        rows = [_row(model, names, fields, one) for one in values]
        _insert_all(model, list(fields.values()), rows)
        number += len(values)
    left_out = tuple(name for name in there if name not in fields)
    return Filled("" if is_whole else digest.hexdigest(), number, tuple(names), left_out)


def empty(chosen: Sequence[Model]) -> None:
    """Delete every row of these tables, foreign keys being checked at the end."""
    with connection.cursor() as cursor:
        for model in chosen:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608


def renumber(chosen: Sequence[Model]) -> None:
    """Let new rows be numbered after those that are there."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(chosen)):
            cursor.execute(statement)


def digest_of(model: Model, names: Sequence[str] = ()) -> tuple[str, int]:
    """SHA-256 over the lines of a table, or of these columns of it, and its number of rows."""
    digest, number = hashlib.sha256(), -1
    for line in lines_of(model, names):
        digest.update(line)
        number += 1
    return digest.hexdigest(), number


def _line(values: Sequence[Any]) -> bytes:
    return orjson.dumps(list(values), default=_default, option=_OPTIONS)


def _default(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return str(value) if json_value(value) is value else json_value(value)


def _chosen(values: list[Any], places: list[int]) -> list[Any]:
    return values if len(places) == len(values) else [values[place] for place in places]


def _row(
    model: Model,
    names: Sequence[str],
    fields: Mapping[str, "models.Field[Any, Any]"],
    values: list[Any],
) -> models.Model:
    row = model()
    for name, value in zip(names, values, strict=True):
        setattr(row, name, _read(fields[name], value))
    return row


def _read(field: "models.Field[Any, Any]", value: Any) -> Any:
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(field, models.BinaryField):
        return bytes.fromhex(value)
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    return target.to_python(value)


def _insert_all(
    model: Model, fields: Sequence["models.Field[Any, Any]"], rows: list[models.Model]
) -> None:
    size = connection.ops.bulk_batch_size(list(fields), rows)
    for start in range(0, len(rows), size):
        _insert(model, fields, rows[start : start + size])


def _insert(
    model: Model, fields: Sequence["models.Field[Any, Any]"], rows: list[models.Model]
) -> None:
    # Raw, so that times which a model sets by itself stay what they were.
    query = InsertQuery(model)
    query.insert_values(list(fields), rows, raw=True)
    query.get_compiler(connection=connection).execute_sql()
