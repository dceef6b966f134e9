"""Bringing customers' profiles in step with the measures: only rows that differ, in batches."""

import datetime as dt
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
from django.db import connection, transaction

from guanxi.insight import profile_rows
from guanxi.insight.abreast import drawn_ahead
from guanxi.insight.customer_parts import parts
from guanxi.insight.measures import UNKNOWN, Measure
from guanxi.insight.profile import CLASSES, COLUMNS, Profile
from guanxi.insight.profile_store import KEY, Classes, Layout, Row, store_for
from guanxi.insight.records import latest_runs
from guanxi.platform.actors.actor import Actor
from guanxi.platform.custom.written import follow_written, names_read
from guanxi.platform.facts.publishing import Happening, publish_alike
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.pace import Pace, bulk_habits
from guanxi.warehouse.digests import DIFFERING
from guanxi.warehouse.engine import reading

if TYPE_CHECKING:
    import duckdb

DAYS_SUFFIX = "_on"
# What a class was, and why it is so, is told with the class and is no change by itself.
TOLD = ("_class", "_segment", "_kind", "_zone")
RECLASSIFIED = Happening("account.reclassified", "account")


@dataclass(frozen=True)
class Written:
    """How many profiles were written, and how many customers changed a class they had.

    `gone` are those that were to be written of customers who are no more.
    """

    profiles: int
    reclassified: int
    gone: int = 0


def write_back(
    file: Path, measures: tuple[Measure, ...], *, as_of: dt.date, actor: Actor, at: dt.datetime
) -> Written:
    """Write every profile that differs from the warehouse, and a fact for each change of class.

    What a measure says for the first time of all customers at once is no change of theirs.
    """
    profiles = reclassified = gone = 0
    pace = Pace()
    with reading(file) as warehouse, bulk_habits():
        now = profile_rows.filled(warehouse, measures)
        told = _told(measures, latest_runs().keys())
        layout = _layout(warehouse, measures, now, as_of, told)
        store = store_for(connection, layout)
        spoken = {name: layout.classes.index(name) for name in told if name in layout.classes}
        accounts = noun_named("account")
        followed = names_read(accounts, [f"profile_{name}" for name in layout.every])
        for batch in drawn_ahead(
            _batches(warehouse, profile_rows.query(measures, now), layout, len(now), pace)
        ):
            began = time.monotonic()
            with transaction.atomic():
                before = store.classes([row[0] for row in batch])
                living = [row for row in batch if row[0] in before]
                store.write(living, before)
                changed = _changes(spoken, layout, living, before)
                facts = [(pk, orjson.dumps(classes).decode()) for pk, classes in changed]
                publish_alike(RECLASSIFIED, facts, actor=actor, at=at)
                if followed and living:
                    follow_written(accounts, [row[0] for row in living], followed, actor, at)
            profiles, gone = profiles + len(living), gone + len(batch) - len(living)
            reclassified += len(changed)
            pace.learn(len(batch), time.monotonic() - began)
            pace.rest()
    return Written(profiles, reclassified, gone)


def _batches(
    warehouse: "duckdb.DuckDBPyConnection", query: str, layout: Layout, joined: int, pace: Pace
) -> Iterator[Sequence[Row]]:
    """The profiles to be written, as many at once as the pace allows."""
    listed = ", ".join(
        f"CAST({name} AS VARCHAR)" if name.endswith(DAYS_SUFFIX) else name
        for name in layout.columns
    )
    for first, last in parts(warehouse, joined, DIFFERING):
        among = {"first": first, "last": last}
        rows = warehouse.execute(f"SELECT {listed} FROM ({query})", among)  # noqa: S608 our own names
        while batch := rows.fetchmany(pace.rows):
            # In the order in which they are stored.
            yield sorted(batch, key=itemgetter(0))


def _layout(
    warehouse: "duckdb.DuckDBPyConnection",
    measures: tuple[Measure, ...],
    now: Sequence[Measure],
    as_of: dt.date,
    told: Collection[str],
) -> Layout:
    """The columns that say something of anybody.

    Of classes, those with an index are compared, and those whose change is told; none where there
    are no profiles yet.
    """
    same = profile_rows.silent(warehouse, measures, now) | {"as_of": as_of.isoformat()}
    columns = [name for name in profile_rows.columns(measures) if name not in same]
    classes: list[str] = []
    idle: set[str] = set()
    if Profile.objects.exists():
        indexed = [name for name in CLASSES if COLUMNS[name].is_indexed]
        idle = {name for name in indexed if name in same and not _is_held(name)}
        classes = [name for name in CLASSES if name in {*indexed, *told} - idle]
    return Layout((KEY, *columns, "digest"), same, tuple(classes), frozenset(idle))


def _is_held(name: str) -> bool:
    """Whether any profile holds such a class: two looks into its index."""
    known = [Profile.objects.filter(**{f"{name}__{side}": UNKNOWN}) for side in ("lt", "gt")]
    return any(profiles.exists() for profiles in known)


def _told(measures: tuple[Measure, ...], spoke: Collection[str]) -> list[str]:
    """The classes whose change is a fact."""
    return [
        column.name
        for measure in measures
        for column in measure.profile
        if measure.key in spoke and column.is_class and column.name.endswith(TOLD)
    ]


def _changes(
    spoken: Mapping[str, int], layout: Layout, rows: Sequence[Row], before: Classes
) -> list[tuple[int, dict[str, Any]]]:
    """The classes before and after of each customer that had classes and now has others."""
    columns = layout.columns
    places = [
        (f"profile_{name}", held, columns.index(name) if name in columns else None)
        for name, held in spoken.items()
    ]
    found = []
    for row in rows:
        had = before[row[0]]
        if not any(had):
            continue
        parts = {
            told: [had[held], now]
            for told, held, place in places
            if (now := UNKNOWN if place is None else row[place]) != had[held]
        }
        if parts:
            found.append((row[0], parts))
    return found
