"""Choosing between gathering matching rows by index and walking the order of a list.

SQLite's planner does not know that a list stops after fifty rows: it gathers every row that
matches and sorts them. Where many rows match it is far cheaper to walk the index of the sort
order and skip the few that do not. PostgreSQL finds that out by itself.

What people filter by often goes with what they sort by: a firm's name begins with its city, so
in the order of names all of one city stand together, far from the start. Then walking reads the
whole table, and gathering is the better choice for ten times as many rows. Beyond that it is tried:
where the first rows of the order hold a page of what matches, the order is walked. This in turn
PostgreSQL does not know (it takes columns for independent), so that it has to be told to gather.
"""

import time
from collections.abc import Callable
from enum import StrEnum
from typing import Any

from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.records.prepared import Statement, compiled

MANY = 2_000
MANY_OF_A_FILTER = 20_000
TRIED_ROWS, TRIED_FIND = 5_000, 51
REMEMBERED_SECONDS = 60
MOST_REMEMBERED = 10_000
Key = tuple[Any, ...]
_known: dict[Key, tuple[float, int]] = {}


class Unindexed(ExpressionWrapper[Q]):
    """A condition that SQLite shall check row by row instead of looking it up."""

    def __init__(self, condition: Q) -> None:
        super().__init__(condition, output_field=BooleanField())

    def as_sqlite(self, compiler: SQLCompiler, connection: Any, **_: Any) -> tuple[str, Any]:
        sql, params = self.as_sql(compiler, connection)
        return f"+({sql})", params


class Plan(StrEnum):
    """How a page is to be found; FREE leaves it to the database."""

    WALK = "walk"
    GATHER = "gather"
    FREE = "free"


def plan_of(
    key: Key,
    rows: Callable[[], QuerySet[Any]],
    cap: int,
    tried: tuple[Key, Callable[[], QuerySet[Any]]] | None,
) -> Plan:
    """Which way finds a page of ``rows`` soonest; a plan, never an answer.

    Where there is a filter, ``tried`` says which of the first rows in the order of the list match.
    """
    is_sqlite = connection.vendor == "sqlite"
    if not (is_sqlite or tried):
        return Plan.FREE
    number = _counted_once(key, rows, cap + 1)
    if tried is None:
        return Plan.WALK if number >= MANY else Plan.FREE
    if number < MANY_OF_A_FILTER:
        return Plan.FREE if is_sqlite else Plan.GATHER
    if _counted_once(*tried, TRIED_FIND) < TRIED_FIND:
        return Plan.GATHER
    return Plan.WALK if is_sqlite else Plan.FREE


def _counted_once(key: Key, rows: Callable[[], QuerySet[Any]], most: int) -> int:
    number = remembered(key)
    return remember(key, counted_to(rows(), most)) if number is None else number


def counted_to(rows: QuerySet[Any], most: int) -> int:
    """How many rows there are, counting no further than ``most``."""
    return count_of(compiled(SYSTEM, first_keys(rows, most)))


def first_keys(rows: QuerySet[Any], most: int) -> QuerySet[Any]:
    """What ``count_of`` counts."""
    return rows.order_by().values_list("pk")[:most]


def count_of(statement: Statement) -> int:
    """How many rows a statement has."""
    if not statement.sql:
        return 0
    # What the ORM would send for a count of a slice, without its rewriting of the query.
    with connection.cursor() as cursor:
        sql = f"SELECT COUNT(*) FROM ({statement.sql}) AS matched"  # noqa: S608
        cursor.execute(sql, statement.params)
        return int(cursor.fetchone()[0])


def remembered(key: Key) -> int | None:
    """The number of rows counted for ``key`` within the last minute."""
    until, number = _known.get(key, (0.0, 0))
    return number if time.monotonic() < until else None


def remember(key: Key, number: int) -> int:
    """``number``, kept for a minute."""
    if len(_known) >= MOST_REMEMBERED:
        _known.clear()
    _known[key] = time.monotonic() + REMEMBERED_SECONDS, number
    return number


def forget_counts() -> None:
    """Drop what this process remembers."""
    _known.clear()
