"""Creating, changing, deleting and restoring a record of any noun, with its fact and index."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import models, transaction

from guanxi.platform.actors.actor import Actor
from guanxi.platform.boards.places import take_place
from guanxi.platform.boards.standing import begin, stand
from guanxi.platform.errors import Denied
from guanxi.platform.facts.publishing import Happening, publish
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.conditions import settle_conditions
from guanxi.platform.records.conflicts import refuse_conflict
from guanxi.platform.records.doubles import save, telling_doubles
from guanxi.platform.records.holding import held
from guanxi.platform.records.homes import follows_owner, home_of
from guanxi.platform.records.hooks import run_before, run_saved
from guanxi.platform.records.intake import read_values, require_unique, store
from guanxi.platform.records.values import is_blank, json_value
from guanxi.platform.records.whole_days import settle_days, was_whole
from guanxi.platform.rights.visibility import deleted_visible_to, require, visible_to

M = TypeVar("M", bound=models.Model)


@telling_doubles
@transaction.atomic
def create_record(noun: Noun[M], values: Mapping[str, Any], *, actor: Actor, at: dt.datetime) -> M:
    """A new record with ``values`` by field name, its fact written and its text indexed."""
    require(actor, noun.permission("create"))
    given = {**noun.defaults(actor), **values}
    read = read_values(noun, _settable(noun, given, values), actor, is_new=True)
    if follows_owner(noun, values):
        read.update(home_of(read["owner"]))
    record = noun.model(created_at=at, updated_at=at)
    record.created_by_id = record.updated_by_id = actor.user_id  # type: ignore[attr-defined]
    begin(record, at)
    for name, value in read.items():
        store(record, noun.field(name), value)
    for name in settle_days(noun, record, read):
        read[name] = noun.field(name).value_of(record)
    idle = settle_conditions(noun, record)
    changed = {name for name, value in read.items() if not is_blank(value) and name not in idle}
    noun.check(record, {}, actor)
    take_place(noun, record)
    run_before(noun, record, changed, actor, at)
    require_unique(noun, record, changed)
    save(noun, record, actor, force_insert=True)
    changes = {name: [None, json_value(read[name])] for name in changed}
    happening = Happening(f"{noun.key}.created", noun.key, record.pk, changes, {"version": 1})
    publish(happening, actor=actor, at=at)
    run_saved(noun, [record], changed, actor, at)
    return record


@telling_doubles
@transaction.atomic
def update_record(
    noun: Noun[M],
    pk: int,
    values: Mapping[str, Any],
    *,
    actor: Actor,
    at: dt.datetime,
    version: int | None = None,
) -> M:
    """The record with ``values`` changed; Conflict when others changed them since ``version``."""
    record = editable(noun, pk, actor)
    read = read_values(noun, values, actor, is_new=False, record=record)
    refuse_conflict(noun, record, read, version)
    before, was = (
        {name: noun.field(name).value_of(record) for name in read},
        was_whole(noun, record),
    )
    for name, value in read.items():
        store(record, noun.field(name), value)
    before = {**settle_days(noun, record, read, was), **before}
    idle = settle_conditions(noun, record, set(read))
    before = {**idle, **before}
    return save_changes(noun, record, before, actor=actor, at=at)


def save_changes(
    noun: Noun[M], record: M, before: Mapping[str, Any], *, actor: Actor, at: dt.datetime
) -> M:
    """The record saved with what differs from ``before``, as one fact; as it is where nothing does.

    The caller has locked it, asked for the right and put the new values on it.
    """
    after = {name: noun.field(name).value_of(record) for name in before}
    changed = {name for name in before if before[name] != after[name]}
    if not changed:
        return record
    noun.check(record, {name: before[name] for name in changed}, actor)
    take_place(noun, record, changed)
    before = {**before, **stand(noun, record, changed, at)}
    run_before(noun, record, changed, actor, at)
    require_unique(noun, record, changed)
    _stamp(record, actor, at)
    save(noun, record, actor)
    changed |= {name for name in before if name not in after}
    after = {name: noun.field(name).value_of(record) for name in changed} | after
    changes = {name: [json_value(before[name]), json_value(after[name])] for name in changed}
    said = {"version": record.version}  # type: ignore[attr-defined]
    happening = Happening(f"{noun.key}.updated", noun.key, record.pk, changes, said)
    publish(happening, actor=actor, at=at)
    run_saved(noun, [record], changed, actor, at)
    return record


@transaction.atomic
def delete_record(noun: Noun[M], pk: int, *, actor: Actor, at: dt.datetime) -> M:
    """The record, moved to the recycle bin."""
    record = _allowed(noun, pk, actor, "delete")
    record.deleted_at = at  # type: ignore[attr-defined]
    return _binned(noun, record, "deleted", actor, at)


@telling_doubles
@transaction.atomic
def restore_record(noun: Noun[M], pk: int, *, actor: Actor, at: dt.datetime) -> M:
    """The record, taken out of the recycle bin again."""
    require(actor, noun.permission("delete"))
    record = held(deleted_visible_to(actor, noun, "delete")).get(pk=pk)
    record.deleted_at = None  # type: ignore[attr-defined]
    require_unique(noun, record, {name for name, one in noun.fields.items() if one.unique})
    take_place(noun, record)
    return _binned(noun, record, "restored", actor, at)


def editable(noun: Noun[M], pk: int, actor: Actor) -> M:
    """The record, fresh and locked; Denied when only readable, DoesNotExist when unseen."""
    return _allowed(noun, pk, actor, "edit")


def _allowed(noun: Noun[M], pk: int, actor: Actor, action: str) -> M:
    rows = held(visible_to(actor, noun, action))
    record = rows.filter(pk=pk).first()
    if record is None:
        visible_to(actor, noun).values_list("pk").get(pk=pk)
        raise Denied(noun.permission(action))
    return record


def _binned(noun: Noun[M], record: M, what: str, actor: Actor, at: dt.datetime) -> M:
    _stamp(record, actor, at)
    columns = ["deleted_at", "version", "updated_at", "updated_by"]
    save(noun, record, actor, update_fields=columns)
    happening = Happening(f"{noun.key}.{what}", noun.key, record.pk)
    publish(happening, actor=actor, at=at)
    run_saved(noun, [record], None, actor, at)
    return record


def _stamp(record: Any, actor: Actor, at: dt.datetime) -> None:
    record.version += 1
    record.updated_at = at
    record.updated_by_id = actor.user_id


def _settable(
    noun: Noun[Any], given: Mapping[str, Any], asked: Mapping[str, Any]
) -> dict[str, Any]:
    """Defaults are dropped where the field cannot be set, so that only asked values are refused."""
    fields = noun.fields
    return {
        name: value
        for name, value in given.items()
        if name in asked or (name in fields and fields[name].editable)
    }
