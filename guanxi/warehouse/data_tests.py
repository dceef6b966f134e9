"""What must be true of the star after every refresh; a star that fails is not swapped in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guanxi.warehouse.spans import TRACKED, Tracked
from guanxi.warehouse.star import Feed

if TYPE_CHECKING:
    import duckdb

UNIQUE, REFERENCE, BOOKS, SPANS, BIN = "unique", "reference", "books", "spans", "bin"
Span = tuple[int, int]
MOST_BITS = 1 << 28
# What a test of this kind finds is worth knowing, and no fault of the warehouse.
NOTICES = {BIN}


class StarBroken(Exception):
    """Some test failed; the message names table, test and column of each."""


@dataclass(frozen=True)
class DataTest:
    """One test: `sql` gives the number of rows that fail it; `about` names column and table."""

    table: str
    kind: str
    about: str
    sql: str


def feed_tests(feed: Feed, totals: Mapping[str, int], spans: Sequence[Span]) -> list[DataTest]:
    """The tests of one table: keys once, references found, sums as the books have them.

    `spans` are the ranges of ids that were read; in the others keys are as they were.
    """
    found = [_once_among(feed, spans)]
    for kind, needs in ((REFERENCE, feed.needs), (BIN, feed.may_need)):
        found += [_found(feed.table, kind, column, there) for column, there in needs.items()]
    for column, total in totals.items():
        held = "COUNT(*)" if column == "*" else f"SUM({column})"
        sql = f"SELECT CAST(ABS(COALESCE({held}, 0) - ({total})) AS HUGEINT) FROM {feed.table}"  # noqa: S608 our own names
        found.append(DataTest(feed.table, BOOKS, column, sql))
    return found


def purchase_tests(rolled: str) -> list[DataTest]:
    """The purchases that were rolled up add up to `rolled`, the query over their lines."""
    table, wanted = "purchase_day", ("revenue", "margin", "returned", "purchase_lines")
    sums = ", ".join(f"COALESCE(SUM({name}), 0) AS {name}" for name in wanted)
    off = " + ".join(f"ABS(a.{name} - b.{name})" for name in wanted)
    sql = f"""
        SELECT CAST({off} AS HUGEINT) FROM (SELECT {sums} FROM purchase_rolled) AS a,
            (SELECT {sums} FROM ({rolled})) AS b
    """  # noqa: S608 our own names
    return [
        _once(table, "purchase_rolled", "account_id", "ordered_on"),
        DataTest(table, BOOKS, ", ".join(wanted), sql),
        _found(table, REFERENCE, "account_id", "dim_customer"),
    ]


def category_tests() -> list[DataTest]:
    """The sums by category are those of their lines, whether counted by category or at all."""
    table, rate = "category_day", "CASE WHEN rate = 1 THEN amount ELSE"
    amount = f"{rate} CAST(ROUND(amount * rate, 0) AS BIGINT) END"
    bought = "NOT is_return AND quantity > 0 AND unit_price > 0"
    living = "account_id IN (SELECT account_id FROM dim_customer)"
    pairs = {
        "revenue": ("SUM(revenue)", f"SUM({amount}) FILTER ({bought})"),
        "returned": ("SUM(returned)", f"SUM(ABS({amount})) FILTER (is_return)"),
        "units": ("SUM(units)", f"SUM(quantity) FILTER ({bought})"),
        "orders_at_all": ("SUM(orders_at_all)", f"COUNT(DISTINCT order_id) FILTER ({bought})"),
        "before_at_all": (
            "COUNT(*) FILTER (before_at_all = CAST('-infinity' AS DATE))",
            f"COUNT(DISTINCT account_id) FILTER ({bought} AND {living})",
        ),
    }
    held = ", ".join(f"COALESCE({one}, 0) AS {name}" for name, (one, _theirs) in pairs.items())
    lines = ", ".join(f"COALESCE({one}, 0) AS {name}" for name, (_ours, one) in pairs.items())
    off = " + ".join(f"ABS(a.{name} - b.{name})" for name in pairs)
    sql = f"""
        SELECT CAST(CEIL({off}) AS HUGEINT) FROM (SELECT {held} FROM category_summed) AS a,
            (SELECT {lines} FROM line_to_roll WHERE is_counted) AS b
    """  # noqa: S608 our own names
    return [
        _once(table, "category_summed", "account_id", "ordered_on", "category_no"),
        DataTest(table, BOOKS, ", ".join(pairs), sql),
    ]


def span_tests(changed: Iterable[Tracked] = TRACKED) -> list[DataTest]:
    """No two spans of what changed last hold on the same day, and none ends before it begins.

    Asked of the past of the tables that have changed, and of classes.
    """
    kept = [(one.history, one.key) for one in changed]
    return [
        _apart(table, key) for table, key in [*kept, ("dim_customer_class", "account_id, measure")]
    ]


def check(connection: duckdb.DuckDBPyConnection, tests: Iterable[DataTest]) -> None:
    """Run the tests and keep what they found beside the tables; StarBroken if any fails."""
    found: dict[DataTest, int] = {
        test: connection.execute(test.sql).fetchall()[0][0] or 0 for test in tests
    }
    _keep(connection, found)
    broken = [
        f"{test.table} {test.kind} {test.about}: {failures}"
        for test, failures in found.items()
        if failures and test.kind not in NOTICES
    ]
    if broken:
        raise StarBroken("; ".join(broken))


def _keep(connection: duckdb.DuckDBPyConnection, found: Mapping[DataTest, int]) -> None:
    """All at once: a statement for each was half of the time of testing small books."""
    names = [[getattr(test, part) for test in found] for part in ("table", "kind", "about")]
    said = ", ".join(f"unnest(CAST(${place} AS VARCHAR[]))" for place in (1, 2, 3))
    connection.execute(
        f"DELETE FROM data_test WHERE (table_name, test, about) IN (SELECT {said})",  # noqa: S608 our own names
        names,
    )
    connection.execute(
        f"INSERT INTO data_test SELECT {said}, unnest(CAST($4 AS BIGINT[]))",  # noqa: S608 our own names
        [*names, list(found.values())],
    )


def _once_among(feed: Feed, spans: Sequence[Span]) -> DataTest:
    """Ids that lie close are counted by one bit each: a twentieth of the time of a hash table."""
    first, last = spans[0][0], spans[-1][1]
    among = " OR ".join(f"{feed.key} BETWEEN {low} AND {high}" for low, high in spans)
    rows = f"{feed.table} WHERE {among}"
    if last - first > MOST_BITS:
        return _once(feed.table, rows, feed.key)
    bits = f"bit_count(bitstring_agg({feed.key}, {first}, {last}))"
    sql = f"SELECT COUNT(*) - COALESCE({bits}, 0) FROM {rows}"  # noqa: S608 our own names
    return DataTest(feed.table, UNIQUE, feed.key, sql)


def _once(table: str, rows: str, *key: str) -> DataTest:
    columns = ", ".join(key)
    distinct = columns if len(key) == 1 else f"({columns})"
    sql = f"SELECT COUNT(*) - COUNT(DISTINCT {distinct}) FROM {rows}"  # noqa: S608 our own names
    return DataTest(table, UNIQUE, columns, sql)


def _found(table: str, kind: str, column: str, there: str) -> DataTest:
    key = {"dim_team": "team_id", "dim_staff": "staff_id", "dim_customer": "account_id"}
    key |= {"dim_person": "person_id", "dim_product": "product_id", "dim_order": "order_id"}
    sql = f"""
        SELECT COUNT(*) FROM {table} AS f ANTI JOIN {there} AS d ON d.{key[there]} = f.{column}
        WHERE f.{column} IS NOT NULL
    """  # noqa: S608 our own names
    return DataTest(table, kind, f"{column} → {there}", sql)


def _apart(table: str, key: str) -> DataTest:
    sql = f"""
        SELECT COUNT(*) FROM (
            SELECT valid_from, valid_to,
                LEAD(valid_from) OVER (PARTITION BY {key} ORDER BY valid_from) AS next_from
            FROM {table}
            SEMI JOIN (SELECT {key} FROM {table} WHERE valid_from = $last) USING ({key})
        ) WHERE valid_to <= valid_from OR COALESCE(valid_to, DATE '9999-12-31') > next_from
    """  # noqa: S608 our own names
    last = f"(SELECT MAX(valid_from) FROM {table})"  # noqa: S608 our own names
    return DataTest(table, SPANS, key, sql.replace("$last", last))
