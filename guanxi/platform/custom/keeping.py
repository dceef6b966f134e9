"""Keeping computed fields current: before a save, after a save, and over whole nouns as a job."""

import datetime as dt
import time
from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from guanxi.platform.actors.actor import Actor
from guanxi.platform.custom.far import far_in_force
from guanxi.platform.custom.figures import Parents, formula_value, rollup_values
from guanxi.platform.custom.graph import Computed, graph
from guanxi.platform.jobs.context import JobContext
from guanxi.platform.jobs.queue import enqueue
from guanxi.platform.jobs.registry import job, scheduled
from guanxi.platform.nouns.custom_value import keep_custom
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named, nouns
from guanxi.platform.pace import Pace
from guanxi.platform.search.searching import index_saved

AT_ONCE = 500
# Where people wait for our transactions, they begin with fewer and follow the time that one takes.
FIRST, SMALLEST = 100, 20
LEFT = "_left_relations"
FAR = "_left_far"
# What makes a roll-up change while none of the records it is told of does.
DATED = ('"within"', '"today"', '"period"', '"not_within"', '"related"')


def compute_before_save(
    noun: Noun[Any], record: Any, changed: set[str], actor: Actor, at: dt.datetime
) -> None:
    """Fill the record's formulas, and note which records its relations are leaving."""
    known = graph()
    _note_left(noun, record, changed, known.rollups_over(noun.key))
    _note_left_far(noun, record, changed)
    if record.pk is None:
        for one in known.of(noun.key):
            _put(record, one, 0 if one.rollup and one.rollup.measure in {"count", "sum"} else None)
    formulas = [one for one in known.of(noun.key) if one.formula]
    if formulas:
        _fill_formulas(formulas, _parents(noun, formulas).load([record]), [record])


def computes(noun: Noun[Any]) -> bool:
    """Whether anything is computed on the noun's records or from them."""
    known, key = graph(), noun.key
    if known.of(key) or known.rollups_over(key) or known.formulas_reading(key):
        return True
    return key in far_in_force()


def refresh_after_save(
    noun: Noun[Any],
    records: Sequence[Any],
    changed: set[str] | None,
    actor: Actor,
    at: dt.datetime,
) -> None:
    """Bring up to date what other records compute from these."""
    known = graph()
    own = {one.name for one in known.of(noun.key)}
    names = None if changed is None else changed | own
    for one in known.rollups_over(noun.key):
        if is_concerned(one, names):
            _refresh_rolled_up(one, noun, records, actor, at)
    ids = [record.pk for record in records]
    refresh_what_reads(noun, ids, names, records, actor, at)


def refresh_after_move(noun: Noun[Any], ids: Sequence[int], actor: Actor, at: dt.datetime) -> None:
    """Compute anew what the records ``ids`` and the rows that now name them have of each other."""
    known = graph()
    for one, relation, _fields in known.formulas_reading(noun.key):
        _refresh_children(one, relation, list(ids), actor, at)
    if known.of(noun.key):
        recompute_now_or_later(noun, list(ids), actor, at)


def recompute(noun: Noun[Any], ids: Collection[int], actor: Actor, at: dt.datetime) -> None:
    """Compute every computed field of the records ``ids`` anew, and what follows from them."""
    fields = graph().of(noun.key)
    rollups = [one for one in fields if one.rollup]
    with transaction.atomic():
        # Locked before counting: whoever counts last has seen every row that was counted before.
        rows = noun.base().filter(pk__in=ids).order_by("pk")
        rows = rows.select_related(*_lent_by(noun, fields)) if _lent_by(noun, fields) else rows
        records = list(rows.select_for_update(of=("self",)))
        figures = {one.name: rollup_values(one, one.rollup, ids) for one in rollups if one.rollup}
        before = {record.pk: dict(record.custom) for record in records}
        for one in rollups:
            for record in records:
                _put(record, one, figures[one.name].get(record.pk))
        formulas = [one for one in fields if one.formula]
        _fill_formulas(formulas, _parents(noun, formulas).load(records), records)
        moved = [record for record in records if record.custom != before[record.pk]]
        noun.model._default_manager.bulk_update(moved, ["custom"], batch_size=200)
        if moved:
            refresh_after_save(noun, moved, {one.name for one in fields}, actor, at)
            index_saved(noun, moved, {one.name for one in fields}, actor, at)


@job("custom.recompute", long=True)
def recompute_all(context: JobContext, noun: str) -> dict[str, Any]:
    """Compute every computed field of a whole noun anew, in short transactions."""
    found = nouns().get(noun)
    # The record type may have been retired since somebody asked for this.
    if found is None:
        return {"recomputed": 0}
    total, pace = found.base().count(), Pace(FIRST, SMALLEST, AT_ONCE)
    while True:
        context.check_cancelled()
        beyond = found.base().filter(pk__gt=context.state.get("last", 0)).order_by("pk")
        ids = list(beyond.values_list("pk", flat=True)[: pace.rows])
        if not ids:
            return {"recomputed": context.done}
        began = time.monotonic()
        with transaction.atomic():
            recompute(found, ids, context.actor, timezone.now())
            context.progress(context.done + len(ids), total)
            context.checkpoint({"last": ids[-1]})
        pace.learn(len(ids), time.monotonic() - began)
        pace.rest()


@job("custom.recompute_some")
def recompute_some(context: JobContext, noun: str, ids: list[int]) -> None:
    """Compute the computed fields of the records ``ids`` anew."""
    found = nouns().get(noun)
    if found is None:
        return
    for start in range(0, len(ids), AT_ONCE):
        recompute(found, ids[start : start + AT_ONCE], context.actor, timezone.now())


@job("custom.recompute_dated", long=True)
def recompute_dated(context: JobContext) -> dict[str, Any]:
    """Compute anew the roll-ups whose filter speaks of today or of related rows; every night."""
    nouns = {
        noun
        for noun, fields in graph().by_noun.items()
        for one in fields
        if one.rollup and any(word in _written(one.rollup.where) for word in DATED)
    }
    for noun in sorted(nouns):
        enqueue("custom.recompute", {"noun": noun}, actor=context.actor, at=timezone.now())
    return {"nouns": sorted(nouns)}


scheduled("custom-recompute-dated", kind="custom.recompute_dated", cron="20 3 * * *")


def is_concerned(one: Computed, names: set[str] | None) -> bool:
    if names is None or one.rollup is None or one.rollup.where:
        return True
    return bool(names & {one.rollup.by, one.rollup.of})


def _refresh_rolled_up(
    one: Computed, child: Noun[Any], records: Sequence[Any], actor: Actor, at: dt.datetime
) -> None:
    by = child.field(one.rollup.by) if one.rollup else None
    ids = {by.value_of(record) for record in records} if by else set()
    for record in records:
        ids |= getattr(record, LEFT, {}).get(by.name if by else "", set())
    recompute_now_or_later(noun_named(one.noun), sorted(ids - {None}), actor, at)


def refresh_what_reads(  # noqa: PLR0913 what a save tells, and its records where they are there
    noun: Noun[Any],
    ids: Sequence[int],
    names: set[str] | None,
    records: Sequence[Any],
    actor: Actor,
    at: dt.datetime,
) -> None:
    """What other records compute from these over a relation that leads here."""
    for one, relation, fields in graph().formulas_reading(noun.key):
        if names is None or fields & names:
            _refresh_children(one, relation, ids, actor, at)
    parents: dict[str, set[int]] = {}
    for far in far_in_force().get(noun.key, ()):
        if names is None or far.name in names:
            found = parents.setdefault(far.computed.noun, set())
            found.update(far.rolled_up_to(ids))
            for record in records:
                found |= getattr(record, FAR, {}).get(far.computed.noun, set())
    for key, found in parents.items():
        recompute_now_or_later(noun_named(key), sorted(found), actor, at)


def _refresh_children(
    one: Computed, relation: str, parents: Sequence[int], actor: Actor, at: dt.datetime
) -> None:
    noun = noun_named(one.noun)
    pointing = noun.base().annotate(points_to=noun.field(relation).expression())
    ids = list(pointing.filter(points_to__in=parents).values_list("pk", flat=True))
    recompute_now_or_later(noun, ids, actor, at)


def recompute_now_or_later(noun: Noun[Any], ids: list[int], actor: Actor, at: dt.datetime) -> None:
    if len(ids) > AT_ONCE:
        given = {"noun": noun.key, "ids": ids}
        enqueue("custom.recompute_some", given, actor=actor, at=at)
    elif ids:
        recompute(noun, ids, actor, at)


def _note_left(
    noun: Noun[Any], record: Any, changed: set[str], rollups: Sequence[Computed]
) -> None:
    relations = {one.rollup.by for one in rollups if one.rollup} & changed
    stored = noun.base().filter(pk=record.pk).first() if record.pk and relations else None
    if stored is not None:
        left = {name: {noun.field(name).value_of(stored)} - {None} for name in relations}
        setattr(record, LEFT, left)


def _note_left_far(noun: Noun[Any], record: Any, changed: set[str]) -> None:
    """Which records lose figures because this one leads its rows elsewhere."""
    leaving: dict[str, set[int]] = {}
    for far in far_in_force().get(noun.key, ()) if record.pk else ():
        if far.is_way and far.name in changed:
            leaving.setdefault(far.computed.noun, set()).update(far.rolled_up_to([record.pk]))
    if leaving:
        setattr(record, FAR, leaving)


def _parents(noun: Noun[Any], formulas: Sequence[Computed]) -> Parents:
    return Parents(noun, set().union(*(one.hops for one in formulas)))


def _lent_by(noun: Noun[Any], fields: Sequence[Computed]) -> set[str]:
    """The rows beside a record's own from which its formulas read, such as its profile."""
    read = {name for one in fields for key, name in one.sources if key == noun.key}
    paths = {name: one.path for name, one in noun.fields.items() if not one.is_custom}
    return {paths[name].split("__")[0] for name in read & paths.keys() if "__" in paths[name]}


def _fill_formulas(formulas: Sequence[Computed], parents: Parents, records: Sequence[Any]) -> None:
    for record in records:
        for one in formulas:
            if one.formula:
                _put(record, one, formula_value(one, one.formula, record, parents))


def _put(record: Any, one: Computed, value: Any) -> None:
    keep_custom(record, one.custom_key, one.result, value)


def _written(where: Any) -> str:
    return str(where).replace("'", '"')
