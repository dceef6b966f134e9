"""Keeping computed fields current where records were written past a save, in bulk."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from django.utils import timezone

from guanxi.platform.actors.actor import Actor
from guanxi.platform.custom.far import far_in_force
from guanxi.platform.custom.graph import graph
from guanxi.platform.custom.keeping import (
    computes,
    is_concerned,
    recompute_now_or_later,
    refresh_what_reads,
)
from guanxi.platform.jobs.context import JobContext
from guanxi.platform.jobs.queue import enqueue
from guanxi.platform.jobs.registry import job
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named, nouns


def refresh_written(
    noun: Noun[Any], ids: Sequence[int], names: set[str] | None, actor: Actor, at: dt.datetime
) -> None:
    """Bring up to date what is computed on or from records whose fields were written past a save.

    ``names`` is None for records that are new.
    """
    if not ids or not computes(noun):
        return
    known = graph()
    if known.of(noun.key) and (names is None or known.reads(noun.key, names)):
        recompute_now_or_later(noun, list(ids), actor, at)
    parents: dict[str, set[int]] = {}
    for one in known.rollups_over(noun.key):
        if one.rollup and is_concerned(one, names):
            by = noun.field(one.rollup.by).expression()
            rows = noun.base().filter(pk__in=ids).annotate(rolled_up_to=by).order_by()
            found = parents.setdefault(one.noun, set())
            found.update(rows.values_list("rolled_up_to", flat=True).distinct())
    for key, found in parents.items():
        recompute_now_or_later(noun_named(key), sorted(found - {None}), actor, at)
    refresh_what_reads(noun, ids, names, (), actor, at)


def follow_written(
    noun: Noun[Any], ids: Sequence[int], names: Collection[str], actor: Actor, at: dt.datetime
) -> None:
    """Have `refresh_written` done by a job of this transaction."""
    given = {"noun": noun.key, "ids": list(ids), "names": sorted(names)}
    enqueue("custom.follow", given, actor=actor, at=at)


def names_read(noun: Noun[Any], names: Collection[str]) -> set[str]:
    """Those of these fields from which something is computed."""
    known, far = graph(), {one.name for one in far_in_force().get(noun.key, ())}
    return {name for name in names if name in far or known.reads(noun.key, {name})}


@job("custom.follow")
def follow(context: JobContext, noun: str, ids: list[int], names: list[str]) -> None:
    """Bring up to date what is computed on or from the records ``ids``."""
    found = nouns().get(noun)
    if found is not None:
        refresh_written(found, ids, set(names), context.actor, timezone.now())
