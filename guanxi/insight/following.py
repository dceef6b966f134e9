"""Which measures are made of which others, so that a change of one is followed into the rest."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from functools import cache

from guanxi.insight.measures import Measure
from guanxi.insight.parameters import borrowed
from guanxi.insight.records import latest_runs
from guanxi.insight.registry import MEASURES, measure_named

TABLE = re.compile(r"\bmeasure_\w+")


def followers(measure: Measure) -> tuple[Measure, ...]:
    """The measures that read this one or a setting of it, or read one that does, in their order."""
    changed = {measure.table}
    found = []
    for one in MEASURES:
        reads = tables_read()[one.key] & changed or measure.key in one.needs
        reads = reads or any(of == measure.key for _own, of, _name in borrowed(one.parameters))
        if one.key != measure.key and reads:
            changed.add(one.table)
            found.append(one)
    return tuple(found)


def with_what_they_stand_on(asked: Iterable[str], as_of: dt.date) -> tuple[str, ...]:
    """The measures asked for, and those that they read which were not computed as of that day."""
    of_that_day = {key for key, run in latest_runs().items() if run.as_of == as_of}
    wanted = {measure_named(key).key for key in asked}
    for one in reversed(MEASURES):
        if one.key in wanted:
            read = {name.removeprefix("measure_") for name in tables_read()[one.key]}
            wanted |= (read | set(one.needs)) - of_that_day
    return tuple(one.key for one in MEASURES if one.key in wanted)


def moves_customers(measure: Measure) -> bool:
    """Whether changing it can give a customer another class."""
    return measure.is_of_customers or any(one.is_of_customers for one in followers(measure))


@cache
def tables_read() -> Mapping[str, frozenset[str]]:
    """The tables of measures that the SQL of each measure reads, by its key.

    Found by their name alone: to take all the SQL apart costs a page a second.
    """
    return {
        measure.key: frozenset(TABLE.findall(" ".join(text for _name, text in stages)))
        for measure in MEASURES
        for stages in [measure.stages().texts]
    }
