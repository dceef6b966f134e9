"""How a verb saves a record: what its block changed, the fact it is, the index, in one place."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from guanxi.platform.actors.actor import Actor
from guanxi.platform.boards.places import take_place
from guanxi.platform.boards.standing import stand
from guanxi.platform.facts.publishing import Happening, publish
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_of
from guanxi.platform.records.conditions import require_needed
from guanxi.platform.records.doubles import save
from guanxi.platform.records.hooks import run_before, run_saved
from guanxi.platform.records.values import json_value
from guanxi.platform.records.whole_days import settle_days, was_whole


@contextmanager
def changing(
    record: Any,
    happened: str,
    *,
    actor: Actor,
    at: dt.datetime,
    data: Mapping[str, Any] | None = None,
) -> Iterator[None]:
    """Save what the block changes on ``record`` and publish it as "<noun>.<happened>".

    The record is locked by the verb that got it. The fact is written even when no field
    changed, as the verb was called; ``data`` says what else there is to say of it.
    """
    noun = noun_of(type(record))
    before, was = _values(noun, record), was_whole(noun, record)
    yield
    moved = {name for name, value in _values(noun, record).items() if value != before[name]}
    settle_days(noun, record, moved, was)
    require_needed(noun, record, moved)
    changed = {name for name, value in _values(noun, record).items() if value != before[name]}
    take_place(noun, record, changed)
    stand(noun, record, changed, at)
    run_before(noun, record, changed, actor, at)
    record.version += 1
    record.updated_at, record.updated_by_id = at, actor.user_id
    save(noun, record, actor)
    after = _values(noun, record)
    changes = {
        name: [json_value(before[name]), json_value(after[name])]
        for name in after
        if before[name] != after[name]
    }
    said = {**(data or {}), "version": record.version}
    happening = Happening(f"{noun.key}.{happened}", noun.key, record.pk, changes, said)
    publish(happening, actor=actor, at=at)
    run_saved(noun, [record], changes.keys() | set(), actor, at)


def _values(noun: Noun[Any], record: Any) -> dict[str, Any]:
    """The record's own values by field; what is reached over relations is not its to change."""
    return {
        name: field.value_of(record)
        for name, field in noun.fields.items()
        if "__" not in field.path and name not in {"updated_at", "updated_by"}
    }
