"""Sets of items that many baskets hold, found level by level in DuckDB's SQL (Eclat).

Each level joins the baskets of sets that share all but their last item, so that no table has a
column for each item and no candidate is counted in a basket that lacks a part of it. Items are
numbered from the rarest on, which keeps the joins small.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import duckdb

Whole = NDArray[np.int64]
LONGEST = 12


@dataclass(frozen=True)
class Level:
    """The sets of one size, in order: each is a set one smaller (`prefix`) and one item more.

    `prefix` and `last` are places in the level before and among the items; `count` is the number
    of baskets that hold the set; `key` is what it is found by.
    """

    prefix: Whole
    last: Whole
    count: Whole
    key: Whole

    def __len__(self) -> int:
        """How many sets there are."""
        return len(self.count)


@dataclass(frozen=True)
class Frequent:
    """All frequent sets: the items by place, the number of baskets, and the levels from one on."""

    items: NDArray[Any]
    baskets: int
    levels: tuple[Level, ...]

    def __len__(self) -> int:
        """How many sets there are of any size."""
        return sum(map(len, self.levels))


def frequent_sets(
    connection: duckdb.DuckDBPyConnection,
    lines: str,
    least: int,
    longest: int = LONGEST,
    baskets: int = 0,
) -> Frequent:
    """The sets of up to `longest` items that at least `least` baskets hold.

    `lines` gives one row for each `basket` and `item`, each pair once; without `baskets` all that
    have a line count. Only temporary tables are made, and they are gone afterwards.
    """
    if not baskets:
        counted = connection.execute(f"SELECT COUNT(DISTINCT basket) FROM ({lines})")  # noqa: S608 our own query
        baskets = counted.fetchall()[0][0]
    items = _items(connection, lines, least)
    levels = tuple(_levels(connection, lines, len(items), least, longest))
    _forget(connection)
    return Frequent(items, baskets, levels)


def _items(connection: duckdb.DuckDBPyConnection, lines: str, least: int) -> NDArray[Any]:
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE mined_set AS
        SELECT CAST(row_number() OVER (ORDER BY n, item) - 1 AS BIGINT) AS id,
            CAST(0 AS BIGINT) AS prefix, id AS last, n, id AS key, item
        FROM (SELECT item, COUNT(*) AS n FROM ({lines}) GROUP BY item HAVING n >= {int(least)})
        """  # noqa: S608 our own query
    )
    found: NDArray[Any] = connection.execute("SELECT item FROM mined_set ORDER BY id").fetchnumpy()[
        "item"
    ]
    return found


def _levels(
    connection: duckdb.DuckDBPyConnection, lines: str, items: int, least: int, longest: int
) -> Iterator[Level]:
    yield _read(connection)
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE mined_held AS
        SELECT l.basket, CAST(0 AS BIGINT) AS prefix, CAST(s.last AS UINTEGER) AS last
        FROM ({lines}) AS l JOIN mined_set AS s ON s.item = l.item
        """  # noqa: S608 our own query
    )
    for size in range(2, longest + 1):
        _count(connection, items, least)
        level = _read(connection)
        if not len(level):
            return
        yield level
        if size < longest:
            _hold(connection, items)


JOINED = """
FROM mined_held AS x
JOIN mined_held AS y ON x.basket = y.basket AND x.prefix = y.prefix AND x.last < y.last
"""


def _count(connection: duckdb.DuckDBPyConnection, items: int, least: int) -> None:
    """Put the sets of the next level in place of those of the present one."""
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE mined_next AS
        WITH counted AS MATERIALIZED (
            SELECT (x.prefix * {items} + x.last) * {items} + y.last AS key, COUNT(*) AS n
            {JOINED} GROUP BY 1 HAVING n >= {int(least)}
        )
        SELECT CAST(row_number() OVER (ORDER BY c.key) - 1 AS BIGINT) AS id, s.id AS prefix,
            c.key % {items} AS last, c.n, c.key
        FROM counted AS c JOIN mined_set AS s ON s.prefix * {items} + s.last = c.key // {items}
        """  # noqa: S608 numbers
    )
    connection.execute("CREATE OR REPLACE TEMP TABLE mined_set AS FROM mined_next")


def _hold(connection: duckdb.DuckDBPyConnection, items: int) -> None:
    """Which baskets hold the sets of the present level."""
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE mined_next AS
        SELECT x.basket, s.prefix, CAST(s.last AS UINTEGER) AS last
        {JOINED}
        JOIN mined_set AS s ON s.key = (x.prefix * {items} + x.last) * {items} + y.last
        """  # noqa: S608 numbers
    )
    connection.execute("CREATE OR REPLACE TEMP TABLE mined_held AS FROM mined_next")


def _read(connection: duckdb.DuckDBPyConnection) -> Level:
    found = connection.execute(
        "SELECT prefix, last, n, key FROM mined_set ORDER BY id"
    ).fetchnumpy()
    return Level(*(found[name].astype(np.int64) for name in ("prefix", "last", "n", "key")))


def _forget(connection: duckdb.DuckDBPyConnection) -> None:
    for table in ("mined_set", "mined_held", "mined_next"):
        connection.execute(f"DROP TABLE IF EXISTS temp.{table}")
