"""How many rows of many kinds belong to one record, by statements that are kept ready."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.prepared import Row, Statement, compiled, kept_for


@dataclass(frozen=True)
class Among:
    """Rows to be counted, among all that there are for anybody."""

    rows: QuerySet[Any]
    at_all: QuerySet[Any]


@dataclass(frozen=True)
class _Counted:
    actor: Actor
    rows: tuple[Statement, ...]
    at_all: tuple[Statement, ...]


def counts_around(
    actor: Actor,
    noun: Noun[Any],
    asked: tuple[Any, ...],
    pk: int,
    make: Callable[[], Sequence[Among]],
) -> list[int]:
    """How many rows ``make`` counts of each kind around the record of ``noun`` with this id.

    Most of what could belong to a record does not. PostgreSQL needs longer to plan one count
    within rights than to look for a row of every kind, so it is asked for that first.
    """
    kept = kept_for(actor, noun, ("counts", *asked), lambda: _compiled(actor, make()))
    counted = list(range(len(kept.rows)))
    if connection.vendor == "postgresql":
        any_rows = _asked("EXISTS({})", [kept.at_all[one].of(pk) for one in counted])
        counted = [one for one in counted if any_rows[one]]
    found = _asked("(SELECT COUNT(*) FROM ({}) t)", [kept.rows[one].of(pk) for one in counted])
    numbers = dict(zip(counted, found, strict=True))
    return [numbers.get(one, 0) for one in range(len(kept.rows))]


def _compiled(actor: Actor, kinds: Sequence[Among]) -> _Counted:
    rows = tuple(compiled(actor, one.rows.values_list("pk")) for one in kinds)
    return _Counted(
        actor, rows, tuple(compiled(actor, one.at_all.values_list("pk")) for one in kinds)
    )


def _asked(form: str, statements: Sequence[Statement]) -> Row:
    """One value for each statement, in one question; 0 where nothing can ever match."""
    parts = [form.format(one.sql) if one.sql else "0" for one in statements]
    if not any(one.sql for one in statements):
        return (0,) * len(parts)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", [v for one in statements for v in one.params])
        found: Row = cursor.fetchone()
    return found
