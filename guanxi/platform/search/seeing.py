"""Which of the records that were found an actor sees, and what they are called."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField
from django.db.models.expressions import RawSQL

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.prepared import OF_ONE, Statement, prepared
from guanxi.platform.records.titles import title_column
from guanxi.platform.rights.visibility import visible_to
from guanxi.platform.search.engines import engine

# Noun, record and title as it is stored.
Seen = dict[tuple[str, int], Any]
# SQLite puts no more than 500 questions together.
COMPOUND = 200


def seen_among(actor: Actor, found: Mapping[str, Collection[int]]) -> Seen:
    """The titles of those records that the actor sees, in one question to the database."""
    seen: Seen = {}
    nouns = [noun for noun, ids in found.items() if ids]
    for start in range(0, len(nouns), COMPOUND):
        seen |= _asked(actor, nouns[start : start + COMPOUND], found)
    return seen


def _asked(actor: Actor, nouns: Sequence[str], found: Mapping[str, Collection[int]]) -> Seen:
    statements = {noun: _statement(actor, noun, found[noun]) for noun in nouns}
    asked = [noun for noun, statement in statements.items() if statement.sql]
    if not asked:
        return {}
    parts = (f"SELECT {n:d}, t.* FROM ({statements[noun].sql}) t" for n, noun in enumerate(asked))  # noqa: S608
    values = [value for noun in asked for value in statements[noun].params]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        rows = cursor.fetchall()
    return {
        (noun, pk): title
        for place, noun in enumerate(asked)
        for pk, title in statements[noun].as_python([row[1:] for row in rows if row[0] == place])
    }


def _statement(actor: Actor, key: str, ids: Collection[int]) -> Statement:
    """The statement for the records with these ids, from one that is kept ready for any."""
    noun = noun_named(key)
    sql, any_ids = engine().listed([OF_ONE])
    kept = prepared(
        actor,
        noun,
        ("found",),
        lambda: (
            visible_to(actor, noun)
            .filter(pk__in=RawSQL(sql, any_ids, output_field=BigIntegerField()))  # noqa: S611
            .values_list("pk", title_column(actor, noun))
        ),
    )
    _, these_ids = engine().listed(sorted(ids))
    put = dict(zip(map(str, any_ids), these_ids, strict=True))
    return replace(kept, params=tuple(put.get(str(one), one) for one in kept.params))
