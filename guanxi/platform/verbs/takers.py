"""How many of the chosen rows an act could succeed on, told before it is done."""

from collections.abc import Iterable, Sequence
from typing import Any

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.rows import Through
from guanxi.platform.rights.visibility import visible_to
from guanxi.platform.verbs.verb import Verb

# More are not looked at: they are acted upon as a job, which answers row by row.
MOST_LOOKED_AT = 500


def takers_of(
    acts: Iterable[Verb], noun: Noun[Any], ids: Sequence[int], actor: Actor
) -> dict[str, int]:
    """By the name of each act that asks how a row stands: how many of these rows take it.

    One query for each right that the acts ask for, however many rows there are.
    """
    rows: dict[str, list[Any]] = {}
    found = {}
    for one in (act for act in acts if act.offered and not act.in_bin):
        if one.action not in rows:
            rows[one.action] = _rows(noun, ids, actor, one.action)
        found[one.name] = sum(one.is_offered(row) for row in rows[one.action])
    return found


def _rows(noun: Noun[Any], ids: Sequence[int], actor: Actor, action: str) -> list[Any]:
    rows = visible_to(actor, noun, action).filter(pk__in=ids[:MOST_LOOKED_AT])
    # What a row of another record may take is decided by that record.
    return list(rows.select_related(noun.rows.path) if isinstance(noun.rows, Through) else rows)
