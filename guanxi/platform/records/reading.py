"""Reading a list: rows within rights, by keyset, with a capped total. Every door reads here."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import orjson
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import InvalidFilter
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.keyset import Order, order_of
from guanxi.platform.records.prepared import OF_ONE, Statement, prepared
from guanxi.platform.records.titles import Titles, titles_of
from guanxi.platform.records.values import masked
from guanxi.platform.records.walking import (
    MANY_OF_A_FILTER,
    TRIED_ROWS,
    Plan,
    Unindexed,
    count_of,
    first_keys,
    plan_of,
    remember,
    remembered,
)
from guanxi.platform.rights.visibility import condition, living_rows, reach, visible_to

TOTAL_CAP = 10_000
MAX_LIMIT = 200


@dataclass(frozen=True)
class ListQuery:
    """What a list shows: all parts come from the URL, a saved view or a REST call."""

    filter: Mapping[str, Any] = field(default_factory=dict)
    sort: str = ""
    columns: Sequence[str] = ()
    limit: int = 50
    cursor: str = ""
    text: str = ""


@dataclass(frozen=True)
class ListPage:
    """One page: raw values by column, titles of what relations name, and where to go on."""

    columns: list[Field]
    rows: list[dict[str, Any]]
    titles: Titles
    next: str
    previous: str


@dataclass(frozen=True)
class Total:
    """How many rows match; ``is_capped`` when there are more than TOTAL_CAP."""

    number: int
    is_capped: bool


def matching(
    actor: Actor,
    noun: Noun[Any],
    query: ListQuery,
    *,
    action: str = "read",
    at: dt.datetime | None = None,
) -> QuerySet[Any]:
    """The rows within the actor's rights that match filter and text, in no order."""
    rows = visible_to(actor, noun, action)
    for one in _filters(query):
        rows = rows.filter(condition(actor, noun, one, at))
    return rows


def read_list(
    actor: Actor,
    noun: Noun[Any],
    query: ListQuery,
    *,
    at: dt.datetime | None = None,
) -> ListPage:
    """One page of the list; a constant number of queries whatever its length."""
    columns = list_columns(actor, noun, query.columns)
    found, next_cursor, previous_cursor = read_rows(actor, noun, query, columns, at)
    titles = titles_of(actor, columns, found)
    return ListPage(
        columns, mask_rows(actor, noun, columns, found), titles, next_cursor, previous_cursor
    )


def read_rows(
    actor: Actor,
    noun: Noun[Any],
    query: ListQuery,
    columns: Sequence[Field],
    at: dt.datetime | None = None,
) -> tuple[list[dict[str, Any]], str, str]:
    """The values of one page by column name, unmasked, with its next and previous cursor."""
    asked = asked_for(actor, noun, query, columns, at)
    return asked.named(asked.statement.rows())


@dataclass(frozen=True)
class Asked:
    """A page of a list as the database is asked for it."""

    query: ListQuery
    columns: Sequence[Field]
    order: Order
    paths: Sequence[str]
    statement: Statement

    def named(self, rows: Iterable[Sequence[Any]]) -> tuple[list[dict[str, Any]], str, str]:
        """What the database gave as values by column name, with the cursors of the page."""
        limit = page_limit(self.query.limit)
        return self.order.named(self.paths, rows, self.columns, self.query.cursor, limit)


def asked_for(
    actor: Actor,
    noun: Noun[Any],
    query: ListQuery,
    columns: Sequence[Field],
    at: dt.datetime | None = None,
) -> Asked:
    """The statement of one page; where it was asked for before, as it was kept."""
    order, limit = order_of(actor, noun, query.sort), page_limit(query.limit)
    paths = order.paths(noun.model, columns)
    owner = query.filter["value"] if is_of_one(noun, query) else None
    wanted = query if owner is None else _of_any(query)
    plan = _plan(actor, noun, wanted, at)

    def page() -> QuerySet[Any]:
        found = planned(actor, noun, wanted, at)
        gathers = plan is Plan.GATHER
        return order.page(found, query.cursor, limit, gathers=gathers).values_list(*paths)

    asked = (wanted.filter, query.text, query.sort, query.cursor, limit, paths, plan)
    statement = prepared(actor, noun, asked, page, at)
    return Asked(query, columns, order, paths, statement if owner is None else statement.of(owner))


def read_total(
    actor: Actor,
    noun: Noun[Any],
    query: ListQuery,
    *,
    exact: bool = False,
    at: dt.datetime | None = None,
) -> Total:
    """How many rows match, counting no further than the cap unless ``exact``.

    "Beyond the cap" is believed for a minute; a smaller number is always counted.
    """
    if exact:
        return Total(matching(actor, noun, query, at=at).count(), False)
    key = _key(actor, noun, query)
    number = remembered(key)
    if number is None or number <= TOTAL_CAP:
        most = _counted(query) + 1

        def matched() -> QuerySet[Any]:
            return first_keys(matching(actor, noun, query, at=at), most)

        asked = ("total", query.filter, query.text, most)
        number = remember(key, count_of(prepared(actor, noun, asked, matched, at)))
    return Total(min(number, TOTAL_CAP), number > TOTAL_CAP)


def planned(
    actor: Actor,
    noun: Noun[Any],
    query: ListQuery,
    at: dt.datetime | None = None,
) -> QuerySet[Any]:
    """The matching rows, asked for in the way that finds a page of them soonest."""
    if _plan(actor, noun, query, at) is Plan.WALK:
        return _walked(actor, noun, query, at)
    return matching(actor, noun, query, at=at)


def _walked(
    actor: Actor, noun: Noun[Any], query: ListQuery, at: dt.datetime | None
) -> QuerySet[Any]:
    """The matching rows, each condition looked at row by row."""
    reached = reach(actor, noun, "read", living_rows(noun))
    conditions = [reached, *(condition(actor, noun, one, at) for one in _filters(query))]
    living = noun.base().filter(living_rows(noun))
    return living.filter(*(Unindexed(one) for one in conditions if one))


def _plan(
    actor: Actor,
    noun: Noun[Any],
    query: ListQuery,
    at: dt.datetime | None,
) -> Plan:
    """The way to find a page soonest, by how many rows match."""
    if is_of_one(noun, query):
        return Plan.FREE
    read = partial(matching, actor, noun, query, at=at)
    key, most = _key(actor, noun, query), _counted(query)

    def first() -> QuerySet[Any]:
        order = order_of(actor, noun, query.sort)
        started = order.page(noun.base().filter(living_rows(noun)), "", TRIED_ROWS)
        return _walked(actor, noun, query, at).filter(pk__in=started.values("pk"))

    tried = ((*key, query.sort), first) if query.filter else None
    return plan_of(key, read, most, tried)


def is_of_one(noun: Noun[Any], query: ListQuery) -> bool:
    """Whether the rows are those of one record: they lie in order in the index of its relation."""
    given = query.filter
    field = noun.fields.get(str(given.get("field")))
    is_equal = given.keys() - {"op"} == {"field", "value"} and given.get("op", "is") == "is"
    if not is_equal or query.text or field is None or not field.is_relation or field.is_custom:
        return False
    return type(given["value"]) is int


def _of_any(query: ListQuery) -> ListQuery:
    """The same page of whichever record."""
    return replace(query, filter={**query.filter, "value": OF_ONE})


def _counted(query: ListQuery) -> int:
    """How far to count: as far as either the total or the plan needs."""
    return max(TOTAL_CAP, MANY_OF_A_FILTER) if query.filter else TOTAL_CAP


def _filters(query: ListQuery) -> list[Mapping[str, Any]]:
    return [one for one in (query.filter, {"text": query.text} if query.text else None) if one]


def _key(actor: Actor, noun: Noun[Any], query: ListQuery) -> tuple[Any, ...]:
    rights = actor.kind, actor.id, actor.tree, actor.scope(noun.permission("read"))
    return (*rights, noun.key, orjson.dumps(query.filter, default=str), query.text)


def list_columns(actor: Actor, noun: Noun[Any], names: Sequence[str]) -> list[Field]:
    """The fields to show, refusing any the actor may not see."""
    fields = noun.fields
    chosen: list[Field] = []
    for name in names or noun.columns or [noun.title]:
        hidden = actor.field_mode(noun.key, name) == "hidden"
        if name not in fields or (hidden and names):
            raise InvalidFilter(
                _("%(noun)s has no field “%(field)s”.") % {"noun": noun.label, "field": name}
            )
        if not hidden:
            chosen.append(fields[name])
    return chosen


def readable_names(actor: Actor, noun: Noun[Any], names: Iterable[str]) -> list[str]:
    """Those of ``names`` that are fields which the actor may see, masked ones included."""
    fields = noun.fields
    return [
        name for name in names if name in fields and actor.field_mode(noun.key, name) != "hidden"
    ]


def may_ask_by(actor: Actor, noun: Noun[Any], *names: str) -> bool:
    """Whether the actor may filter and sort by every one of these fields."""
    return all(actor.field_mode(noun.key, name) in {"read", "full"} for name in names)


def mask_rows(
    actor: Actor, noun: Noun[Any], columns: Sequence[Field], rows: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The rows with masked fields masked."""
    for column in columns:
        if actor.field_mode(noun.key, column.name) == "masked":
            for row in rows:
                row[column.name] = masked(column, row[column.name])
    return rows


def page_limit(limit: int) -> int:
    """``limit`` between 1 and MAX_LIMIT."""
    return max(1, min(limit, MAX_LIMIT))
