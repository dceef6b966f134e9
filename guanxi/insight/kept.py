"""Rows that are kept from night to night, computed anew for those customers alone who changed."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from guanxi.insight.customer_parts import AMONG, parts
from guanxi.warehouse.build import CALL
from guanxi.warehouse.changes import KEPT, TABLE
from guanxi.warehouse.stages import Stages, Value, bind

if TYPE_CHECKING:
    import duckdb

TO_DO = "account_to_do"
# Of whom something changed, whatever is kept; and whom a border of one kept table passed.
TOUCHED, PASSED = "account_kept_touched", "account_kept_passed"
NARROWED = (
    f"SELECT f.* FROM main.{{table}} AS f SEMI JOIN {TO_DO} AS t ON t.account_id = f.account_id"  # noqa: E501, S608
)
# So many days after the last night, or for so great a part of all customers, everything is made
# anew: that is quicker.
LONGEST, PART = 31, 4
# The first days of two windows in months may lie so much further apart than their last ones, which
# a border said from the day itself does not.
SLACK, AS_OF = 3, "$as_of"
# What is wide counts as much as so many measures that are joined.
WIDTH = 20
# Written in for the days since the last night, which the warehouse alone knows.
DAYS = "{days}"


@dataclass(frozen=True)
class Kept:
    """A stage each of whose rows depends on one customer alone, and on the day.

    `of` names the tables of customers that it is made of; `borders` each column of a day, with its
    table, that matters only on one side of a day written in SQL: that day moves on each night, and
    what it passes is computed anew, as is everybody whom the query `also` names, in which `{days}`
    are those since the last night. What depends on the month of the day, and no nearer, is
    `by_month`. `learned` are tables that a step of the measure makes anew now and then: then so is
    everything. What is `wide` is made anew of some customers at a time, or it would need more
    memory than all else.
    """

    stage: str
    of: tuple[str, ...]
    borders: tuple[tuple[str, str, str], ...] = ()
    also: str = ""
    by_month: bool = False
    learned: tuple[str, ...] = ()
    wide: bool = False

    def table_of(self, key: str, stages: Stages) -> str:
        """Where its rows are kept: the table of the measure, where that is made of nothing else."""
        return f"measure_{key}" if self.stage == stages.names[-1] else f"kept_{key}_{self.stage}"

    def passed(self, values: Mapping[str, Value]) -> list[str]:
        """Queries for the customers whom a border passed in the last DAYS."""
        found = [
            f"SELECT account_id FROM {table} WHERE {column} <= {border}"  # noqa: S608 our own names
            f" AND {column} > {border} - {DAYS} - {0 if AS_OF in border else SLACK}"
            for table, column, border in self.borders
        ]
        return [bind(query, values) for query in [*found, self.also] if query]


@dataclass(frozen=True)
class Asked:
    """A kept stage of the measure `key`, with the values of a run."""

    key: str
    kept: Kept
    stages: Stages
    values: Mapping[str, Value]

    @property
    def table(self) -> str:
        """Where its rows are kept."""
        return self.kept.table_of(self.key, self.stages)


def there(asked: Iterable[Asked]) -> dict[str, str]:
    """The stages that are kept, each with the query that gives its rows."""
    return {one.kept.stage: f"SELECT * FROM {one.table}" for one in asked}  # noqa: S608 our own names


def begin(asked: Iterable[Asked], as_of: date) -> str:
    """The script that finds of whom something changed, and whom the borders of each passed."""
    passed = {one.table: one.kept.passed(one.values) for one in asked}
    return _call(find_changed, {"passed": passed, "as_of": as_of.isoformat()})


def bring_in_step(one: Asked) -> str:
    """The script that makes the rows anew of those who changed, or of everybody."""
    kept, values, stages = one.kept, one.values, one.stages.upto(one.kept.stage)
    narrowed = tuple((name, NARROWED.format(table=name)) for name in kept.of)
    steady = {name: str(v) for name, v in values.items() if not isinstance(v, date)}
    as_of = str(values["as_of"])
    month = as_of[:7] if kept.by_month else ""
    made_of = json.dumps([stages.texts, steady, month], sort_keys=True)
    options = {
        "table": one.table,
        "all": stages.query(values),
        "some": Stages(narrowed + stages.texts).query(values),
        "rests_on": [*kept.of, *kept.learned],
        "made_of": f"{zlib.crc32(made_of.encode()):08x}",
        "as_of": as_of,
        "wide": kept.wide,
    }
    return _call(make, options)


def end(asked: Iterable[Asked], *more: str) -> str:
    """The script that ends a night in which all that is kept was brought in step, `more` too."""
    tables = [name for one in asked for name in (one.table, *one.kept.learned)] + list(more)
    return _call(forget_changed, {"tables": tables})


def _call(step: Any, options: Mapping[str, Any]) -> str:
    return f"{CALL}{__name__}:{step.__name__} {json.dumps(options)}"


def find_changed(connection: duckdb.DuckDBPyConnection, options: dict[str, Any]) -> None:
    """Find of whom something changed, and whom the borders of each table passed."""
    as_of = date.fromisoformat(options["as_of"])
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {TOUCHED} AS SELECT DISTINCT account_id FROM {TABLE}"  # noqa: S608 our own names
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {PASSED} (table_name VARCHAR, account_id BIGINT)"
    )
    for table, queries in options["passed"].items():
        _made_of, last, _made = _state(connection, table)
        days = str((as_of - last).days) if last else "0"
        for query in queries:
            connection.execute(
                f"INSERT INTO {PASSED} SELECT ?, * FROM ({query.replace(DAYS, days)})",  # noqa: S608 our own names
                [table],
            )
    # Another run, of more measures, must make these anew as well.
    connection.execute(f"INSERT INTO {TABLE} SELECT account_id FROM {PASSED}")  # noqa: S608 our own names


def make(connection: duckdb.DuckDBPyConnection, options: dict[str, Any]) -> None:
    """Bring one table in step, and note of what it is made now."""
    table, as_of = options["table"], date.fromisoformat(options["as_of"])
    made_of, last, made = _state(connection, table)
    now = [options["made_of"], *(_state(connection, one)[2] for one in options["rests_on"])]
    told = json.dumps(now)
    can_serve = last is not None and 0 <= (as_of - last).days <= LONGEST
    _gather(connection, [table, *options["rests_on"]])
    if can_serve and made_of == told and not _are_many(connection):
        connection.execute(
            f"DELETE FROM {table} WHERE account_id IN (SELECT account_id FROM {TO_DO})"  # noqa: S608 our own names
        )
        connection.execute(f"INSERT INTO {table} BY NAME {options['some']}")
    else:
        _make_anew(connection, options)
        made += 1
    _note(connection, table, told, as_of, made)


def _make_anew(connection: duckdb.DuckDBPyConnection, options: dict[str, Any]) -> None:
    """Make the rows of everybody, those of many customers together."""
    spans = parts(connection, WIDTH) if options["wide"] else []
    if len(spans) < 2:
        connection.execute(f"CREATE OR REPLACE TABLE {options['table']} AS {options['all']}")
        return
    begin = f"CREATE OR REPLACE TABLE {options['table']} AS"
    for first, last in spans:
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {TO_DO} AS SELECT account_id FROM dim_customer"  # noqa: S608 our own names
            f" WHERE {AMONG}",
            {"first": first, "last": last},
        )
        connection.execute(f"{begin} {options['some']}")
        begin = f"INSERT INTO {options['table']} BY NAME"


def serves(connection: duckdb.DuckDBPyConnection, table: str, made_of: str) -> bool:
    """Whether a table that is kept is made of this, and its customers were followed since."""
    return _state(connection, table)[0] == made_of


def is_as_of(connection: duckdb.DuckDBPyConnection, table: str, as_of: date) -> bool:
    """Whether a table is kept, and was brought in step as of that day."""
    return _state(connection, table)[1] == as_of


def note(connection: duckdb.DuckDBPyConnection, table: str, made_of: str, as_of: date) -> None:
    """Note of what and as of when a table was made: what rests on it is to be made anew."""
    _note(connection, table, made_of, as_of, _state(connection, table)[2] + 1)


def _note(
    connection: duckdb.DuckDBPyConnection, table: str, told: str, as_of: date, made: int
) -> None:
    connection.execute(f"DELETE FROM {KEPT} WHERE table_name = ?", [table])  # noqa: S608 our own names
    connection.execute(f"INSERT INTO {KEPT} VALUES (?, ?, ?, ?)", [table, told, as_of, made])  # noqa: S608 our own names


def forget_changed(connection: duckdb.DuckDBPyConnection, options: dict[str, Any]) -> None:
    """Begin to gather anew; what was not brought in step must be made as a whole."""
    connection.execute(f"TRUNCATE {TABLE}")
    connection.execute(
        f"DELETE FROM {KEPT} WHERE table_name NOT IN (SELECT unnest(?::VARCHAR[]))",  # noqa: S608 our own names
        [options["tables"]],
    )


def _gather(connection: duckdb.DuckDBPyConnection, tables: list[str]) -> None:
    """Put those into account_to_do of whom something changed, or whom a border of these passed."""
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {TO_DO} AS SELECT account_id FROM {TOUCHED} UNION"  # noqa: S608 our own names
        f" SELECT account_id FROM {PASSED} WHERE table_name IN (SELECT unnest(?::VARCHAR[]))",
        [tables],
    )


def _are_many(connection: duckdb.DuckDBPyConnection) -> bool:
    query = f"""
        SELECT {PART} * (SELECT COUNT(*) FROM {TO_DO}) > (SELECT COUNT(*) FROM dim_customer)
    """  # noqa: S608 our own names
    return bool(connection.execute(query).fetchall()[0][0])


def _state(connection: duckdb.DuckDBPyConnection, table: str) -> tuple[str, date | None, int]:
    query = f"SELECT made_of, as_of, made FROM {KEPT} WHERE table_name = ?"  # noqa: S608 our own names
    found = connection.execute(query, [table]).fetchall()
    return found[0] if found else ("", None, 0)
