"""Rows into tables by the thousand: prepared statements on SQLite, COPY on PostgreSQL."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import Any

import orjson
from django.db import connection, models

from guanxi.platform.copying import copy_columns

Adapter = Callable[[Any], Any]


def insert_all(model: type[models.Model], records: Sequence[models.Model]) -> None:
    """Insert records as they are, giving each its id; much quicker than saving them."""
    give_ids(model, records)
    names = [column.column for column in stored_columns(model)]
    insert_rows(model._meta.db_table, names, ready_rows(model, records))
    for record in records:
        record._state.adding = False


def ready_rows(model: type[models.Model], records: Sequence[models.Model]) -> list[list[Any]]:
    """What the database takes of each record, in the order of the stored columns."""
    columns = stored_columns(model)
    read = attrgetter(*(column.attname for column in columns))
    adapt = adapted_in_place(columns)
    return [adapt(list(read(record))) for record in records]


def adapted_in_place(columns: Sequence[Any]) -> Callable[[list[Any]], list[Any]]:
    """What turns a row of Python values into what the database takes."""
    found = ((place, adapter_of(column)) for place, column in enumerate(columns))
    adapters = [(place, adapt) for place, adapt in found if adapt]

    def adapt_row(row: list[Any]) -> list[Any]:
        for place, adapt in adapters:
            row[place] = adapt(row[place])
        return row

    return adapt_row


def adapter_of(column: Any) -> Adapter | None:
    """What turns a Python value of the column into what the database takes; None where it is."""
    if isinstance(column, models.JSONField):
        return _json
    if connection.vendor == "postgresql":
        return None
    if isinstance(column, models.DateTimeField):
        return lru_cache(maxsize=4_096)(connection.ops.adapt_datetimefield_value)
    if isinstance(column, models.DecimalField):
        return _decimal_text
    return _iso if isinstance(column, models.DateField) else None


def update_all(records: Sequence[models.Model], names: Iterable[str]) -> None:
    """Write the named columns of records that exist."""
    if not records:
        return
    meta = type(records[0])._meta
    columns: list[Any] = [meta.get_field(name) for name in names]
    adapt = adapted_in_place(columns)
    sets = ", ".join(f'"{column.column}" = %s' for column in columns)
    sql = f'UPDATE "{meta.db_table}" SET {sets} WHERE id = %s'  # noqa: S608 - names of our own
    rows = [
        [*adapt([getattr(one, column.attname) for column in columns]), one.pk] for one in records
    ]
    with connection.cursor() as cursor:
        cursor.executemany(sql, rows)


def insert_rows(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert ready rows into a table of ours."""
    if rows:
        insert_columns(table, columns, list(zip(*rows, strict=True)))


def insert_columns(table: str, names: Sequence[str], columns: Sequence[Iterable[Any]]) -> None:
    """Insert ready rows, given column by column; a `repeat` is the same in every row."""
    named = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors:
                copy_columns(cursor, f'"{table}" ({named})', columns)
            return
        marks = ", ".join(["%s"] * len(names))
        rows = list(zip(*columns, strict=False))
        cursor.executemany(f'INSERT INTO "{table}" ({named}) VALUES ({marks})', rows)  # noqa: S608


def give_ids(model: type[models.Model], records: Sequence[models.Model]) -> None:
    """Draw an id for every record that has none; call it inside the writing transaction."""
    waiting = [record for record in records if record.pk is None]
    for record, pk in zip(waiting, next_ids(model, len(waiting)), strict=True):
        record.pk = pk


def reserve_ids(model: type[models.Model], records: Sequence[models.Model]) -> None:
    """Draw an id for every record that has none, to be written in a later transaction."""
    give_ids(model, records)
    if connection.vendor != "sqlite" or not records:
        return
    last, table = max(record.pk for record in records), model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE sqlite_sequence SET seq = max(seq, %s) WHERE name = %s", [last, table]
        )
        if not cursor.rowcount:
            cursor.execute("INSERT INTO sqlite_sequence(name, seq) VALUES (%s, %s)", [table, last])


def stored_columns(model: type[models.Model]) -> list[Any]:
    """The columns of a model that are written."""
    return [column for column in model._meta.concrete_fields if not column.generated]


def next_ids(model: type[models.Model], count: int) -> list[int]:
    """Ids that nobody else will draw; call it inside the writing transaction."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(drawn.name) FROM generate_series(1, %s),"
                " (SELECT pg_get_serial_sequence(%s, 'id')::regclass AS name OFFSET 0) AS drawn",
                [count, f'"{table}"'],
            )
            return [pk for (pk,) in cursor.fetchall()]
        # The write lock is ours since BEGIN IMMEDIATE, so nobody else draws the same numbers.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        drawn = cursor.fetchone()
        first = (drawn[0] if drawn else 0) + 1
        return list(range(first, first + count))


def _iso(value: Any) -> str | None:
    return None if value is None else value.isoformat()


def _decimal_text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _json(value: Any) -> str | None:
    if not value:
        return None if value is None else "{}" if value == {} else orjson.dumps(value).decode()
    return orjson.dumps(value).decode()
