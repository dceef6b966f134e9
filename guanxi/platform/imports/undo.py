"""Takes a whole import out of the books again, but nothing that people did since."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import SYSTEM, Actor
from guanxi.platform.bulk import update_all
from guanxi.platform.errors import RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.platform.facts.publishing import Happening, publish_many
from guanxi.platform.imports.ledger import nouns_made
from guanxi.platform.imports.leftovers import one_import_at_a_time
from guanxi.platform.imports.models import ImportRun
from guanxi.platform.imports.noun_recipe import recipe_named
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named, noun_of
from guanxi.platform.nouns.rows import Through
from guanxi.platform.records.bulk_writing import Maker, Making
from guanxi.platform.records.hooks import run_saved
from guanxi.platform.records.pointers import custom_relations_to
from guanxi.platform.records.values import json_value

PART = 500
# What is among the living was brought back, however often it was in the bin.
TAKEN_BACK_BY_BEING_THERE = {"deleted", "restored"}


@dataclass
class Undone:
    """What came of undoing: records removed, records put back, records left with the reason."""

    removed: int = 0
    restored: int = 0
    conflicts: list[dict[str, Any]] = field(default_factory=list)

    def leave(self, noun: str, pk: int, reason: str) -> None:
        """Note a record that stays as it is."""
        self.conflicts.append({"noun": noun, "id": pk, "reason": reason})


def undo_import(run: ImportRun, *, actor: Actor, at: dt.datetime) -> Undone:
    """Remove what the run created, put back what it changed; a broken undo may be repeated."""
    recipe = recipe_named(run.target)
    recipe.require(actor)
    if not recipe.nouns():
        raise RuleBroken(_("To a ledger one can only add; what this file brought stays."))
    _begin(run)
    undone = Undone()
    making = Making(actor, at, f"undo:{run.pk}")
    for key in reversed(nouns_made(run, recipe)):
        noun = noun_named(key)
        named = set(_named_by_custom(noun))
        for facts in _parts(run, f"{key}.updated"):
            _put_back(noun, facts, run, making, undone)
        for facts in _parts(run, f"{key}.created"):
            ids = [fact.record_id for fact in facts if fact.record_id]
            _remove(noun, ids, named, run, making, undone)
    undone.removed, undone.restored = _done_by(making.batch)
    run.state, run.finished_at = ImportRun.State.UNDONE, timezone.now()
    run.report = {**run.report, "undone": _told(undone)}
    run.save(update_fields=["state", "finished_at", "report"])
    return undone


def states_to_undo(run: ImportRun) -> tuple[str, ...]:
    """The states in which it can be undone: ended ones, and undone where something was left."""
    ended = (ImportRun.State.DONE, ImportRun.State.STOPPED, ImportRun.State.UNDOING)
    return (*ended, ImportRun.State.UNDONE) if left_by(run) else ended


def left_by(run: ImportRun) -> int:
    """How many records an undo has left as they are, because people changed or used them."""
    return sum(run.report.get("undone", {}).get("left", {}).values())


def _begin(run: ImportRun) -> None:
    open_runs = ImportRun.objects.filter(pk=run.pk, state__in=states_to_undo(run))
    if not open_runs.update(state=ImportRun.State.UNDOING, error=""):
        raise RuleBroken(_("Only an import that has ended can be undone."))


def _done_by(batch: str) -> tuple[int, int]:
    """How many records were removed and put back, by this undo and by one that was killed."""
    facts = Fact.objects.filter(batch=batch)
    return facts.filter(kind__endswith=".deleted").count(), _records_in(
        facts.filter(kind__endswith=".updated")
    )


def _records_in(facts: QuerySet[Fact]) -> int:
    return facts.order_by().values("noun", "record_id").distinct().count()


def _parts(run: ImportRun, kind: str) -> Iterator[list[Fact]]:
    """The facts of the run, the latest first, some at a time."""
    below = None
    while True:
        facts = Fact.objects.filter(batch=run.batch, kind=kind).order_by("-pk")
        part = list(facts.filter(pk__lt=below)[:PART] if below else facts[:PART])
        if not part:
            return
        yield part
        below = part[-1].pk


@transaction.atomic
def _remove(
    noun: Noun[Any],
    ids: list[int],
    named: set[int],
    run: ImportRun,
    making: Making,
    undone: Undone,
) -> None:
    # What an import is just writing may point to them, and nobody else sees it yet.
    one_import_at_a_time([noun.key])
    living = noun.base().filter(pk__in=ids, deleted_at=None)
    records = list(living.select_for_update(of=("self",)))
    kept = _with_children(noun, ids) | _named_by_custom(noun, named.intersection(ids))
    changed = _changed_since(noun, ids, run)
    gone = []
    for record in records:
        if record.pk in kept:
            undone.leave(noun.key, record.pk, f"used_by:{kept[record.pk]}")
        elif record.pk in changed:
            undone.leave(noun.key, record.pk, "changed_since")
        else:
            record.deleted_at, record.updated_at = making.at, making.at
            record.updated_by_id = making.actor.user_id
            record.version += 1
            gone.append(record)
    update_all(gone, ["deleted_at", "updated_at", "updated_by", "version"])
    kind, batch = f"{noun.key}.deleted", making.batch
    happenings = [Happening(kind, noun.key, one.pk, batch=batch) for one in gone]
    publish_many(happenings, actor=making.actor, at=making.at)
    if gone:
        run_saved(noun, gone, None, making.actor, making.at)


@transaction.atomic
def _put_back(
    noun: Noun[Any], facts: list[Fact], run: ImportRun, making: Making, undone: Undone
) -> None:
    one_import_at_a_time([noun.key])
    maker = Maker(noun, making)
    ids = {fact.record_id for fact in facts if fact.record_id}
    rows = noun.base().filter(pk__in=ids, deleted_at=None).select_for_update(of=("self",))
    records = {one.pk: one for one in rows}
    saved = []
    for fact in facts:
        record = records.get(fact.record_id or 0)
        if record is None:
            continue
        before = _still_as_imported(maker, record, fact.changes)
        if len(before) < len(fact.changes):
            undone.leave(noun.key, record.pk, "changed_since")
        try:
            parts = maker.change(record, _stored(maker, before)) if before else {}
        except RuleBroken:
            undone.leave(noun.key, record.pk, "rule")
            continue
        if parts and maker.leads_upward(parts):
            maker.save([(record, parts)])
        elif parts:
            saved.append((record, parts))
    maker.save(saved)


def _still_as_imported(
    maker: Maker, record: Any, changes: Mapping[str, list[Any]]
) -> dict[str, Any]:
    """The values before the import, of fields that nobody touched since."""
    return {
        name: before
        for name, (before, after) in changes.items()
        if name in maker.fields and json_value(maker.fields[name].value_of(record)) == after
    }


def _stored(maker: Maker, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values of history as they are stored; money is in minor units there already."""
    read = {}
    for name, value in values.items():
        kind = maker.fields[name]
        as_is = value is None or kind.type == "money"
        read[name] = value if as_is else kind.kind.read(value, kind)
    return read


def _changed_since(noun: Noun[Any], ids: Iterable[int], run: ImportRun) -> set[int]:
    """Those that people left otherwise than the run did; what was taken back again is nothing."""
    facts = Fact.objects.filter(noun=noun.key, record_id__in=list(ids))
    others = facts.exclude(batch=run.batch).exclude(batch=f"undo:{run.pk}")
    # Classes that a night computed are nobody's work.
    others = others.exclude(actor_kind=SYSTEM.kind)
    # The first value before and the last after, by record and field.
    ends: dict[tuple[Any, str], list[Any]] = {}
    changed: set[Any] = set()
    for pk, kind, changes in others.order_by("pk").values_list("record_id", "kind", "changes"):
        if not changes and kind.rpartition(".")[2] not in TAKEN_BACK_BY_BEING_THERE:
            changed.add(pk)
        for name, (before, after) in changes.items():
            ends.setdefault((pk, name), [before, after])[1] = after
    return changed | {pk for (pk, _name), (first, last) in ends.items() if first != last}


def _with_children(noun: Noun[Any], ids: list[int]) -> dict[int, str]:
    """Records that living records of other nouns point to, with the noun that does."""
    found: dict[int, str] = {}
    for relation in noun.model._meta.related_objects:
        child, column = relation.related_model, relation.field
        living = _living_condition(child, column.name)
        if living is None:
            continue
        rows = child._default_manager.filter(**{f"{column.name}__in": ids}, **living)
        for pk in rows.values_list(column.attname, flat=True).distinct():
            found.setdefault(pk, child._meta.model_name)
    return found


def _named_by_custom(noun: Noun[Any], among: set[int] | None = None) -> dict[int, str]:
    """Records that custom relations of living records name, with the noun that does.

    Few such relations have an index: asked for all at once first, then for those in doubt.
    """
    found: dict[int, str] = {}
    for pointing, by in custom_relations_to(noun) if among != set() else ():
        rows = pointing.base().filter(deleted_at=None).alias(points_to=by.expression())
        rows = rows.exclude(points_to=None) if among is None else rows.filter(points_to__in=among)
        for pk in rows.order_by().values_list(by.expression(), flat=True).distinct():
            found.setdefault(pk, pointing.key)
    return found


def _living_condition(model: Any, by: str) -> dict[str, None] | None:
    """How to tell living rows of a table; None when its rows are parts of what ``by`` names."""
    if any(column.name == "deleted_at" for column in model._meta.fields):
        return {"deleted_at": None}
    try:
        rule = noun_of(model).rows
    except KeyError:
        return None
    if isinstance(rule, Through) and rule.path != by:
        return {f"{rule.path}__deleted_at": None}
    return None


def _told(undone: Undone) -> dict[str, Any]:
    by_reason: dict[str, int] = defaultdict(int)
    for conflict in undone.conflicts:
        by_reason[f"{conflict['noun']}:{conflict['reason']}"] += 1
    return {
        "removed": undone.removed,
        "restored": undone.restored,
        "left": dict(by_reason),
        "conflicts": undone.conflicts[:100],
    }
