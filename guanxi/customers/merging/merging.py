"""Merging and taking apart, for every noun of which one thing may be there twice."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from guanxi.customers.merging.circles import drop_what_leads_back, refuse_circles
from guanxi.customers.merging.references import move_all, move_back
from guanxi.customers.merging.values import choosable, put_back, snapshot, values_for
from guanxi.customers.models import DuplicateCandidate, DuplicateState, MergeRecord
from guanxi.platform.actors.actor import SYSTEM, Actor
from guanxi.platform.boards.places import take_place
from guanxi.platform.custom.keeping import refresh_after_move
from guanxi.platform.errors import RuleBroken
from guanxi.platform.facts.publishing import Happening, publish_many
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.hooks import run_before, run_saved
from guanxi.platform.records.intake import require_unique
from guanxi.platform.records.ready import records_of


def merge(
    noun: Noun[Any], kept: Any, gone: Any, take: Collection[str], actor: Actor, at: dt.datetime
) -> MergeRecord:
    """``gone`` in the recycle bin and all that pointed at it at ``kept``; see MergeRecord."""
    _check_choice(noun, kept, gone, take, actor)
    chosen = values_for(noun, kept, gone, take)
    # What led from the kept record to the other would lead to itself.
    for name, one in choosable(noun).items():
        if one.target == noun.key and gone.pk in (one.value_of(kept), chosen.get(name)):
            chosen[name] = None
        if one.target == noun.key and chosen.get(name) == kept.pk:
            del chosen[name]
    drop_what_leads_back(noun, chosen, take, (kept.pk, gone.pk))
    before = snapshot(noun, kept, chosen)
    gone.deleted_at = at
    _save(noun, gone, {"deleted_at"}, actor, at)
    put_back(noun, kept, {name: value for name, value in chosen.items()})
    take_place(noun, kept, chosen.keys())
    _save(noun, kept, set(chosen), actor, at)
    record = MergeRecord.objects.create(
        noun=noun.key,
        kept_id=kept.pk,
        gone_id=gone.pk,
        before=before,
        after=snapshot(noun, kept, chosen),
        moved=move_all(noun, gone.pk, kept.pk),
        merged_at=at,
        merged_by_id=actor.user_id,
    )
    refuse_circles(noun, [kept.pk])
    _settle_pair(noun, kept.pk, gone.pk, actor, at)
    _tell(noun, record, actor, at, "merged", "merged_away")
    run_saved(noun, [kept], set(chosen), actor, at)
    run_saved(noun, [gone], None, actor, at)
    _compute_anew(noun, kept, gone, actor, at)
    return record


def unmerge(
    noun: Noun[Any], record: MergeRecord, kept: Any, gone: Any, actor: Actor, at: dt.datetime
) -> None:
    """Both records as they were; values and rows changed since the merge stay where they are."""
    now = snapshot(noun, kept, record.after)
    untouched = {
        name: value for name, value in record.before.items() if now[name] == record.after[name]
    }
    put_back(noun, kept, untouched)
    take_place(noun, kept, untouched.keys())
    _save(noun, kept, set(untouched), actor, at)
    gone.deleted_at = None
    require_unique(noun, gone, {name for name, one in noun.fields.items() if one.unique})
    take_place(noun, gone)
    _save(noun, gone, {"deleted_at"}, actor, at)
    move_back(record.moved, kept.pk, gone.pk)
    refuse_circles(noun, [kept.pk, gone.pk])
    record.undone_at = at
    record.save(update_fields=["undone_at"])
    pair = sorted((kept.pk, gone.pk))
    DuplicateCandidate.objects.filter(
        noun=noun.key, left_id=pair[0], right_id=pair[1], state=DuplicateState.MERGED
    ).update(state=DuplicateState.OPEN, settled_at=None, settled_by=None)
    _tell(noun, record, actor, at, "unmerged", "unmerged_from")
    run_saved(noun, [kept], set(untouched), actor, at)
    run_saved(noun, [gone], None, actor, at)
    _compute_anew(noun, kept, gone, actor, at)


def merges_into(noun: Noun[Any], pk: int) -> list[MergeRecord]:
    """The merges into the record that still hold, the latest first."""

    def into(pk: int) -> QuerySet[MergeRecord]:
        held = MergeRecord.objects.filter(noun=noun.key, kept_id=pk, undone_at=None)
        return held.order_by("-pk")

    return records_of(SYSTEM, noun, ("merges",), pk, into)


def _check_choice(
    noun: Noun[Any], kept: Any, gone: Any, take: Collection[str], actor: Actor
) -> None:
    if kept.pk == gone.pk:
        raise RuleBroken(_("Choose another record; this is the same one."))
    for name in take:
        if name not in choosable(noun) or actor.field_mode(noun.key, name) != "full":
            raise RuleBroken(
                _("Some values need attention."), {name: _("You may not change this.")}
            )


def _compute_anew(noun: Noun[Any], kept: Any, gone: Any, actor: Actor, at: dt.datetime) -> None:
    refresh_after_move(noun, sorted((kept.pk, gone.pk)), actor, at)
    for record in (kept, gone):
        record.refresh_from_db(fields=["custom"])


def _save(noun: Noun[Any], record: Any, changed: set[str], actor: Actor, at: dt.datetime) -> None:
    run_before(noun, record, changed, actor, at)
    record.version += 1
    record.updated_at, record.updated_by_id = at, actor.user_id
    record.save()


def _settle_pair(noun: Noun[Any], kept: int, gone: int, actor: Actor, at: dt.datetime) -> None:
    pair = sorted((kept, gone))
    DuplicateCandidate.objects.filter(noun=noun.key, left_id=pair[0], right_id=pair[1]).update(
        state=DuplicateState.MERGED, settled_at=at, settled_by_id=actor.user_id
    )


def _tell(
    noun: Noun[Any], record: MergeRecord, actor: Actor, at: dt.datetime, kept: str, gone: str
) -> None:
    changes = {
        name: [was, record.after[name]] if kept == "merged" else [record.after[name], was]
        for name, was in record.before.items()
    }
    data = {"merge": record.pk, "kept": record.kept_id, "gone": record.gone_id}
    happenings = [
        Happening(f"{noun.key}.{kept}", noun.key, record.kept_id, changes, data),
        Happening(f"{noun.key}.{gone}", noun.key, record.gone_id, data=data),
    ]
    publish_many(happenings, actor=actor, at=at)
