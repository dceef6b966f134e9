"""The statement of a page of a list, kept ready for the next time the same page is asked for.

Building and compiling the query of one page costs more than running it. People and machines ask
for the same pages again and again, so the compiled statement is kept for as long as everything
it was made of stays the same: the actor with their rights, the schema, the day and the language.
Only the statement is kept, never a row.

What belongs to one record is asked for alike of every record: there OF_ONE stands for its id.
"""

import datetime as dt
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Protocol, TypeVar, cast

import orjson
from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import QuerySet, Value
from django.db.models.expressions import Col
from django.utils import timezone
from django.utils.translation import get_language

from guanxi.platform.actors.actor import Actor
from guanxi.platform.custom.schema import schema_version
from guanxi.platform.nouns.noun import Noun

# Of some 24 KB each; a page of a record asks for a score.
KEPT = 2_048
OF_ONE = 2**53 - 1
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Models:
    """Where in a row the columns of each model stand, when models are asked for."""

    kinds: Any
    columns: Sequence[tuple[Any]]
    added: dict[str, int]


@dataclass(frozen=True)
class Statement:
    """Compiled SQL with its values, and how what the database gives becomes Python."""

    actor: Actor
    sql: str
    params: tuple[Any, ...]
    converters: dict[Any, Any]
    models: "Models | None" = None

    def of(self, pk: int) -> "Statement":
        """The statement for the record with this id."""
        return replace(self, params=tuple(pk if one == OF_ONE else one for one in self.params))

    def rows(self) -> Iterator[Row]:
        """The rows of today, as ``values_list`` gives them."""
        return rows_of_each([self])[0]

    def as_python(self, found: list[Row]) -> Iterator[Row]:
        """The rows that the database gave, as Python has them."""
        return _converted(found, self.converters) if self.converters else iter(found)


class Kept(Protocol):
    """What is kept ready for one actor."""

    @property
    def actor(self) -> Actor:
        """For whom it was made."""


K = TypeVar("K", bound=Kept)
_kept: OrderedDict[tuple[Any, ...], Kept] = OrderedDict()
_lock = threading.Lock()


def prepared(
    actor: Actor,
    noun: Noun[Any],
    asked: tuple[Any, ...],
    make: Callable[[], QuerySet[Any]],
    at: dt.datetime | None = None,
) -> Statement:
    """The statement for what is ``asked`` of the noun; ``make`` gives its ``values_list`` once."""
    if at is not None and at.date() != timezone.now().date():
        # What is asked as of another day is asked once.
        return compiled(actor, make())
    return kept_for(actor, noun, asked, lambda: compiled(actor, make()))


def kept_for(actor: Actor, noun: Noun[Any], asked: tuple[Any, ...], make: Callable[[], K]) -> K:
    """What ``make`` makes once for the actor of statements for what is ``asked`` of the noun."""
    key = _key(actor, noun, asked)
    with _lock:
        known = _kept.get(key)
        # The entry holds its actor, so that the number of a gone one is never met again.
        if known is not None and known.actor is actor:
            _kept.move_to_end(key)
            return cast(K, known)
    made = make()
    with _lock:
        _kept[key] = made
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return made


def kept_statements() -> frozenset[tuple[Any, ...]]:
    """What is kept ready in this process, by what it was asked for."""
    with _lock:
        return frozenset(_kept)


def rows_of_each(statements: Sequence[Statement]) -> list[Iterator[Row]]:
    """The rows of today under each statement.

    PostgreSQL is asked once for all of them: to go to it and back takes longer than most answers.
    """
    asked = [one for one in statements if one.sql]
    found: dict[int, list[Row]] = {}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and asked:
            given = [value for one in asked for value in one.params]
            cursor.execute("; ".join(one.sql for one in asked), given)
            for one in asked:
                found[id(one)] = cursor.fetchall()
                cursor.nextset()
        else:
            for one in asked:
                cursor.execute(one.sql, one.params)
                found[id(one)] = cursor.fetchall()
    return [one.as_python(found.get(id(one), [])) for one in statements]


def compiled(actor: Actor, rows: QuerySet[Any]) -> Statement:
    """The statement for ``values_list`` rows that are asked for once."""
    compiler = rows.query.get_compiler(connection=connection)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        # Nothing can ever match, so that the database need not be asked.
        return Statement(actor, "", (), {})
    found = compiler.get_converters([one[0] for one in compiler.select or ()])
    converters = {place: (steps, _slight(one)) for place, (steps, one) in found.items()}
    return Statement(actor, sql, tuple(params), converters, _models(compiler))


def _slight(expression: Any) -> Any:
    """What a converter may want to know of an expression, without the queries inside it."""
    is_column = isinstance(expression, Col)
    return expression if is_column else Value(None, output_field=expression.output_field)


def _models(compiler: Any) -> Models | None:
    """What is needed of the compiler: with all it has, it takes twenty times the memory."""
    if compiler.klass_info is None:
        return None
    columns = [(one[0],) for one in compiler.select]
    return Models(compiler.klass_info, columns, compiler.annotation_col_map)


def _converted(found: list[Row], converters: dict[Any, Any]) -> Iterator[Row]:
    rows = [list(row) for row in found]
    for place, (steps, expression) in converters.items():
        for step in steps:
            for row in rows:
                row[place] = step(row[place], expression, connection)
    return map(tuple, rows)


def _key(actor: Actor, noun: Noun[Any], asked: tuple[Any, ...]) -> tuple[Any, ...]:
    day = _days(timezone.get_current_timezone_name(), int(time.time() // 60))
    said = orjson.dumps(asked, default=str)
    database = connections[DEFAULT_DB_ALIAS]
    where = database.vendor, database.settings_dict["NAME"]
    return id(actor), noun.key, schema_version(), get_language(), *day, *where, said


@lru_cache(maxsize=64)
def _days(zone: str, minute: int) -> tuple[str, dt.date, dt.date]:
    """The zone with its day and that of UTC: nowhere does a day begin within a minute."""
    now = dt.datetime.fromtimestamp(minute * 60, dt.UTC)
    return zone, timezone.localdate(now), now.date()
