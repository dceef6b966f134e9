"""Search as the doors use it: by actor, over nouns, within rights."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named, nouns
from guanxi.platform.records.titles import title_within
from guanxi.platform.search.asking import being_found
from guanxi.platform.search.content import hidden_lines, loaded_rows, rows_of, searched_fields
from guanxi.platform.search.index import index_many, index_new, remove
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
    hidden = {noun.key: hidden_lines(actor, noun) for noun in readable}
    found = ranked(actor, text, hidden, limit)
    return [Hit(one.noun, one.record_id, _title(actor, one, hidden), one.rank) for one in found]


def text_condition(actor: Actor, noun: Noun[Any], text: str) -> Q:
    """The condition of being found by a text in what the actor may read of a record."""
    return being_found(noun.key, text, hidden_lines(actor, noun))


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


def _title(actor: Actor, found: Found, hidden: Mapping[str, Collection[int]]) -> str:
    noun = noun_named(found.noun)
    if 0 in hidden[found.noun]:
        return f"{noun.label} {found.record_id}"
    return str(title_within(actor, noun, found.record_id, found.title))


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
