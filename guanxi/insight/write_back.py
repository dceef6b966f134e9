"""Bringing customers' profiles in step with the measures: only rows that differ, in batches."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from django.db import connection, transaction

from guanxi.insight import profile_rows
from guanxi.insight.measures import Measure
from guanxi.insight.profile_store import store_for
from guanxi.insight.records import latest_runs
from guanxi.platform.actors.actor import Actor
from guanxi.platform.facts.publishing import Happening, publish_alike
from guanxi.warehouse.engine import reading

# Short enough that somebody who saves a record meanwhile does not notice.
BATCH_ROWS = 4_000
DAYS_SUFFIX = "_on"
RECLASSIFIED = Happening("account.reclassified", "account")


@dataclass(frozen=True)
class Written:
    """How many profiles were written, and how many customers changed a class they had."""

    profiles: int
    reclassified: int


def write_back(
    file: Path, measures: tuple[Measure, ...], *, as_of: dt.date, actor: Actor, at: dt.datetime
) -> Written:
    """Write every profile that differs from the warehouse, and a fact for each change of class.

    What a measure says for the first time of all customers at once is no change of theirs.
    """
    names = ["account_id", *profile_rows.columns(measures), "digest"]
    spoke = latest_runs()
    classes = [
        column.name
        for measure in measures
        for column in measure.profile
        if measure.key in spoke and column.name.endswith(("_class", "_segment"))
    ]
    store = store_for(connection, [*names, "as_of"])
    profiles = reclassified = 0
    with reading(file) as warehouse:
        listed = ", ".join(
            f"CAST({name} AS VARCHAR)" if name.endswith(DAYS_SUFFIX) else name for name in names
        )
        rows = warehouse.execute(f"SELECT {listed} FROM {profile_rows.CHANGES}")  # noqa: S608 our own names
        while batch := rows.fetchmany(BATCH_ROWS):
            with transaction.atomic():
                before = store.classes([row[0] for row in batch], classes)
                living = [(*row, as_of.isoformat()) for row in batch if row[0] in before]
                store.upsert(living)
                changed = _changes(names, classes, living, before)
                told = [(pk, orjson.dumps(parts).decode()) for pk, parts in changed]
                publish_alike(RECLASSIFIED, told, actor=actor, at=at)
            profiles += len(living)
            reclassified += len(changed)
    return Written(profiles, reclassified)


def _changes(
    names: Sequence[str],
    classes: Sequence[str],
    rows: Sequence[Sequence[Any]],
    before: dict[int, tuple[str | None, ...]],
) -> list[tuple[int, dict[str, Any]]]:
    """The classes before and after of each customer that had classes and now has others."""
    if not classes:
        return []
    places = [names.index(name) for name in classes]
    told = [f"profile_{name}" for name in classes]
    found = []
    for row in rows:
        had, has = before[row[0]], tuple(row[place] for place in places)
        if had[0] is None or had == has:
            continue
        pairs = zip(told, had, has, strict=True)
        found.append((row[0], {name: [old, new] for name, old, new in pairs if old != new}))
    return found
