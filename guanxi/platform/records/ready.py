"""Records around one record, by statements that are kept ready.

A page tells a dozen kinds of things of its record. To build and compile the query of each took
longer than the database took to answer all of them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model, Q, QuerySet
from django.db.models.query import get_related_populators

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_of, noun_of_record
from guanxi.platform.nouns.timeline import Before, Event
from guanxi.platform.records.prepared import (
    OF_ONE,
    Models,
    Row,
    Statement,
    kept_for,
    prepared,
    rows_of_each,
)
from guanxi.platform.rights.visibility import visible_to

# What a column holds; an address may say any number.
LARGEST_ID = 2**63 - 1

M = TypeVar("M", bound=Model)


def records_of(
    actor: Actor,
    noun: Noun[Any],
    asked: tuple[Any, ...],
    pk: int,
    make: Callable[[int], QuerySet[M]],
) -> list[M]:
    """The records that ``make`` asks for around the record of ``noun`` with this id.

    ``asked`` names what they are, with all that the query depends on beside the id, the actor and
    the day. The query must not read the id in any other way than to compare with it.
    """
    kept = prepared(actor, noun, ("records", *asked), lambda: make(OF_ONE))
    if kept.models is None or not 0 < pk <= LARGEST_ID:
        return []
    return built(_rows(kept, pk), kept.models)


def newest_of(
    actor: Actor,
    record: Any,
    source: str,
    before: Before | None,
    limit: int,
    make: Callable[[int], QuerySet[M]],
) -> list[M]:
    """The first ``limit`` of what ``make`` asks for around ``record``, for its timeline.

    What came before a place is asked for once, so that only the head of a timeline is kept ready.
    """
    if before is not None:
        return list(make(record.pk)[:limit])
    noun, asked = noun_of_record(record), ("timeline", source, limit)
    return records_of(actor, noun, asked, record.pk, lambda pk: make(pk)[:limit])


@dataclass(frozen=True)
class Recounted(Generic[M]):
    """How the records of a model are told on timelines: by ``time``, each by ``told``.

    ``joined`` are the relations that an event reads; ``older`` the rows of a source before a place.
    """

    source: str
    model: type[M]
    time: str
    joined: tuple[str, ...]
    told: Callable[[Actor, M], Event]
    older: Callable[[Before, str, str], Q] = Before.condition

    def around(
        self,
        actor: Actor,
        record: Any,
        whose: Callable[[int], Q],
        before: Before | None,
        limit: int,
    ) -> list[Event]:
        """The newest events of those rows around ``record`` that the actor may see."""
        older = self.older(before, self.source, self.time) if before else Q()

        def newest(pk: int) -> QuerySet[M]:
            rows = visible_to(actor, noun_of(self.model)).filter(whose(pk), older)
            return rows.select_related(*self.joined).order_by(f"-{self.time}", "-pk")

        found = newest_of(actor, record, self.source, before, limit, newest)
        return [self.told(actor, one) for one in found]


def rows_around(
    actor: Actor,
    noun: Noun[Any],
    asked: tuple[Any, ...],
    pk: int,
    make: Callable[[int], QuerySet[Any, Any]],
) -> list[Row]:
    """As ``records_of``, for a query of ``values_list``."""
    kept = prepared(actor, noun, ("rows", *asked), lambda: make(OF_ONE))
    return list(_rows(kept, pk)) if 0 < pk <= LARGEST_ID else []


@contextmanager
def read_ahead(actor: Actor, noun: Noun[Any], page: str, pk: int) -> Iterator[None]:
    """While a page of a record is made, ask at once for what the last one of its kind asked for.

    To go to PostgreSQL and back takes longer than most of its answers. What the last page did not
    ask for is asked for when it is wanted; what is wanted a second time is read again.
    """
    if connection.vendor != "postgresql" or not 0 < pk <= LARGEST_ID:
        yield
        return
    habit = kept_for(actor, noun, ("habit", page), lambda: _Habit(actor, ()))
    ahead = _Ahead(pk, habit.asked)
    token = _ahead.set(ahead)
    try:
        yield
    finally:
        _ahead.reset(token)
    habit.asked = tuple(ahead.asked)


@dataclass
class _Habit:
    """What the last page of a kind asked for around its record."""

    actor: Actor
    asked: Sequence[Statement]


class _Ahead:
    """What is around one record, read before it is asked for."""

    def __init__(self, pk: int, habit: Sequence[Statement]) -> None:
        self.pk = pk
        self.asked: list[Statement] = []
        self._habit = habit
        self._found: dict[int, list[Row]] | None = None

    def rows(self, kept: Statement) -> Iterable[Row]:
        self.asked.append(kept)
        if self._found is None:
            read = rows_of_each([one.of(self.pk) for one in self._habit])
            self._found = {id(one): list(rows) for one, rows in zip(self._habit, read, strict=True)}
        rows = self._found.pop(id(kept), None)
        return kept.of(self.pk).rows() if rows is None else rows


_ahead: ContextVar[_Ahead | None] = ContextVar("ahead", default=None)


def _rows(kept: Statement, pk: int) -> Iterable[Row]:
    ahead = _ahead.get()
    return kept.of(pk).rows() if ahead is None or ahead.pk != pk else ahead.rows(kept)


def built(rows: Iterable[Row], models: Models) -> list[Any]:
    """The rows as models, in the way in which Django's own ModelIterable makes them."""
    database = connection.alias
    kind, places = models.kinds["model"], models.kinds["select_fields"]
    first, behind = places[0], places[-1] + 1
    names = [one.target.attname for (one,) in models.columns[first:behind]]
    joined = get_related_populators(models.kinds, models.columns, database)  # type: ignore[call-arg] # the stubs are of Django 6
    found = []
    for row in rows:
        record = kind.from_db(database, names, row[first:behind])
        for one in joined:
            one.populate(row, record)
        for name, place in models.added.items():
            setattr(record, name, row[place])
        found.append(record)
    return found
