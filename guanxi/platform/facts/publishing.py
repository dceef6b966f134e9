"""Writing facts, and noting who is to hear of them."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from itertools import repeat
from typing import Any

import orjson

from guanxi.platform.actors.actor import Actor
from guanxi.platform.bulk import adapted_in_place, insert_all, insert_columns, stored_columns
from guanxi.platform.facts.models import Delivery, Fact

Subscriber = Callable[[Fact], None]
Audience = Callable[[Fact], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Happening:
    """A fact about to be written; see Fact for its parts."""

    kind: str
    noun: str
    record_id: int | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)
    cause_id: int | None = None
    batch: str = ""


@dataclass
class _Subscriptions:
    by_name: dict[str, tuple[str, Subscriber]] = field(default_factory=dict)
    audiences: list[Audience] = field(default_factory=list)
    resolvers: dict[str, Callable[[str], Subscriber]] = field(default_factory=dict)


_held = _Subscriptions()


def subscribe(pattern: str, name: str = "") -> Callable[[Subscriber], Subscriber]:
    """Decorator: call the function, at least once, for every fact whose kind matches.

    ``pattern`` is like "account.updated" or "*.created". The function must be safe to repeat.
    """

    def keep(function: Subscriber) -> Subscriber:
        key = name or f"{function.__module__}.{function.__qualname__}"
        _held.by_name[key] = (pattern, function)
        return function

    return keep


def subscriber_named(name: str) -> Subscriber:
    """The function subscribed under ``name``; LookupError when it is gone."""
    prefix, colon, rest = name.partition(":")
    if colon and prefix in _held.resolvers:
        return _held.resolvers[prefix](rest)
    if name not in _held.by_name:
        raise LookupError(f"nobody subscribes as {name}")
    return _held.by_name[name][1]


def deliver_to(prefix: str, audience: Audience, resolve: Callable[[str], Subscriber]) -> None:
    """Let ``audience`` name, by a fact's kind alone, further subscribers such as webhooks."""
    if prefix not in _held.resolvers:
        _held.audiences.append(audience)
    _held.resolvers[prefix] = resolve


def publish(happening: Happening, *, actor: Actor, at: dt.datetime) -> Fact:
    """Write one fact and its deliveries; call it inside the transaction of the change."""
    return publish_many([happening], actor=actor, at=at)[0]


def publish_many(happenings: Iterable[Happening], *, actor: Actor, at: dt.datetime) -> list[Fact]:
    """Write many facts and their deliveries in two statements."""
    facts = [_fact(one, actor, at) for one in happenings]
    insert_all(Fact, facts)
    named = {kind: _subscribed_to(kind) for kind in {fact.kind for fact in facts}}
    deliveries = [
        Delivery(fact=fact, subscriber=name, due_at=at)
        for fact in facts
        for name in [*named[fact.kind], *_audience_of(fact)]
    ]
    if deliveries:
        insert_all(Delivery, deliveries)
    return facts


def publish_created(
    noun: str,
    made: Sequence[tuple[int, str]],
    *,
    actor: Actor,
    at: dt.datetime,
    batch: str = "",
) -> None:
    """Write the facts of many new records, each with the JSON of its first values."""
    publish_alike(Happening(f"{noun}.created", noun, batch=batch), made, actor=actor, at=at)


def publish_alike(
    happening: Happening,
    records: Sequence[tuple[int, str]],
    *,
    actor: Actor,
    at: dt.datetime,
) -> None:
    """Write one fact for each record with the JSON of its changes; else all are alike.

    Quicker where nobody is to hear of them.
    """
    if not records:
        return
    blank = _fact(happening, actor, at)
    # Whoever hears of a fact is chosen by its kind, so one of them speaks for all.
    if subscribers_of(blank):
        told = [
            replace(happening, record_id=pk, changes=orjson.loads(changes))
            for pk, changes in records
        ]
        publish_many(told, actor=actor, at=at)
        return
    own = {"id", "record_id", "changes"}
    columns = [column for column in stored_columns(Fact) if column.attname not in own]
    same = adapted_in_place(columns)([getattr(blank, column.attname) for column in columns])
    names = ["record_id", "changes", *(column.column for column in columns)]
    ids, changes = zip(*records, strict=True)
    insert_columns(Fact._meta.db_table, names, [ids, changes, *map(repeat, same)])


def subscribers_of(fact: Fact) -> list[str]:
    """The names of everyone who is to hear of ``fact``."""
    return [*_subscribed_to(fact.kind), *_audience_of(fact)]


def _subscribed_to(kind: str) -> list[str]:
    return [name for name, (pattern, _) in _held.by_name.items() if fnmatchcase(kind, pattern)]


def _audience_of(fact: Fact) -> list[str]:
    return [name for audience in _held.audiences for name in audience(fact)]


def _fact(happening: Happening, actor: Actor, at: dt.datetime) -> Fact:
    return Fact(
        at=at,
        kind=happening.kind,
        noun=happening.noun,
        record_id=happening.record_id,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_name=actor.name[:80],
        changes=dict(happening.changes),
        data=dict(happening.data),
        cause_id=happening.cause_id,
        batch=happening.batch or actor.batch,
    )
