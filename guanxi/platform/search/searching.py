"""Search as the doors use it: by actor, over nouns, within rights."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named, nouns
from guanxi.platform.records.titles import titles
from guanxi.platform.rights.visibility import visible_to
from guanxi.platform.search.content import hidden_lines, loaded_rows, rows_of, searched_fields
from guanxi.platform.search.index import index_many, index_new, remove
from guanxi.platform.search.matching import matching
from guanxi.platform.search.ranking import Found, ranked

# Where a new record that was prepared by another process carries what the index will hold of it.
READY = "_ready_to_be_found"


@dataclass(frozen=True)
class Hit:
    """A record that a search found, with its title as the actor may see it."""

    noun: str
    record_id: int
    title: str
    rank: int


def search(
    actor: Actor, text: str, keys: Iterable[str] | None = None, limit: int = 20
) -> list[Hit]:
    """The best records of all nouns (or those named) that a text finds and the actor may see."""
    chosen = nouns().values() if keys is None else [noun_named(key) for key in keys]
    readable = [noun for noun in chosen if noun.search and actor.may(noun.permission("read"))]
    found = ranked(
        text,
        {noun.key: visible_to(actor, noun) for noun in readable},
        limit,
        {noun.key: hidden_lines(actor, noun) for noun in readable},
    )
    return _titled(actor, found)


def text_condition(actor: Actor, noun: Noun[Any], text: str) -> Q:
    """The condition of being found by a text in what the actor may read of a record."""
    return Q(pk__in=matching(noun.key, text, hidden_lines(actor, noun)))


def index_saved(
    noun: Noun[Any],
    records: Sequence[Any],
    changed: set[str] | None,
    actor: Actor,
    at: dt.datetime,
) -> None:
    """Keep the index true after records were saved, deleted or restored."""
    if not noun.search:
        return
    fields = searched_fields(noun)
    searched = {name.partition(".")[0] for name in fields}
    # What is computed follows from others, which are not searched.
    follows = any(one.is_custom and not one.editable for one in fields.values())
    if changed is None or follows or changed & searched:
        gone = [one.pk for one in records if getattr(one, "deleted_at", None)]
        if gone:
            remove(noun.key, gone)
        here = [one for one in records if one.pk not in set(gone)] if gone else records
        ready = {one.pk: one.__dict__.pop(READY) for one in here if READY in one.__dict__}
        if ready:
            index_new(noun.key, sorted(ready.items()))
        index_many(noun.key, loaded_rows(noun, [one for one in here if one.pk not in ready]))
    if changed and noun.title in changed:
        # Nobody has been told of a record's first title yet.
        _index_dependants(noun, [one.pk for one in records if getattr(one, "version", 0) != 1])


def _titled(actor: Actor, found: Sequence[Found]) -> list[Hit]:
    called = {
        key: _titles(actor, noun_named(key), {one.record_id for one in found if one.noun == key})
        for key in {one.noun for one in found}
    }
    return [
        Hit(one.noun, one.record_id, called[one.noun][one.record_id], one.rank) for one in found
    ]


def _titles(actor: Actor, noun: Noun[Any], record_ids: set[int]) -> dict[int, str]:
    untitled = {record_id: f"{noun.label} {record_id}" for record_id in record_ids}
    if 0 in hidden_lines(actor, noun):
        return untitled
    return untitled | {
        key: str(title) for key, title in titles(actor, noun.key, record_ids).items()
    }


def _index_dependants(noun: Noun[Any], record_ids: Sequence[int]) -> None:
    """People are also found by the name of their firm: let them follow when it changes."""
    if not record_ids:
        return
    for other in nouns().values():
        for name, reached in searched_fields(other).items() if other.search else ():
            first = other.field(name.partition(".")[0])
            if first.target != noun.key or not (reached.is_custom or "." in name):
                continue
            held = other.base().annotate(points_to=first.expression())
            rows = held.filter(points_to__in=record_ids).values_list("pk", flat=True)
            index_many(other.key, rows_of(other, list(rows)))
