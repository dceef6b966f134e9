"""Bringing the star in step with the books: all of them, or only the ranges of ids that changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guanxi.platform.money.amounts import exponent, exponents
from guanxi.warehouse import spans
from guanxi.warehouse.categories import number_categories
from guanxi.warehouse.changes import FOLLOWED, Changes, named
from guanxi.warehouse.digests import read_digests
from guanxi.warehouse.looking import Books
from guanxi.warehouse.orders import Followers
from guanxi.warehouse.prints import differing, keep_prints, kept_prints, runs, totals_of
from guanxi.warehouse.roll_up import Touched
from guanxi.warehouse.star import CUSTOMER, LINE, ORDER, PAYMENT, PLAIN, RANGE, Feed

if TYPE_CHECKING:
    import duckdb

# Past this share of changed ranges, reading the whole table once is quicker than range by range.
REREAD_WHOLE = 0.5
Notice = Callable[[int, int], None]


@dataclass(frozen=True)
class Changed:
    """Which ranges of ids of one table were read, whether that was all, and the books' totals."""

    buckets: tuple[int, ...]
    whole: bool
    totals: dict[str, int]

    @property
    def spans(self) -> list[tuple[int, int]]:
        """The first and last id of each stretch of ranges."""
        return [(first * RANGE, (last + 1) * RANGE - 1) for first, last in runs(self.buckets)]


@dataclass(frozen=True)
class House:
    """What reading the books needs to know of the firm: its zone, money and day today.

    `purchase_day` is the query of daily purchases, `category_day` that of the sums by category.
    """

    zone: str
    currency: str
    today: str
    purchase_day: str
    category_day: str


def extract_all(
    connection: duckdb.DuckDBPyConnection, books: Books, house: House
) -> dict[str, Changed]:
    """Read what changed in every table of the star; what was read of each, by its name."""
    connection.execute(
        "CREATE TEMP MACRO local_day(instant) AS"
        f" CAST(timezone('{house.zone}', CAST(instant AS TIMESTAMPTZ)) AS DATE);"
        f"CREATE TEMP MACRO home_currency() AS '{house.currency}';"
        f"CREATE TEMP MACRO in_minor_units(rate, currency) AS rate * {_scales(house.currency)}"
    )
    touched, followers = Touched(connection, house.purchase_day), Followers(connection)
    changes = Changes(connection)
    read = {feed.table: extract(connection, books, feed, changes.of(feed)) for feed in PLAIN}
    customers = extract(
        connection, books, CUSTOMER, lambda *ids: touched.add(named(CUSTOMER, *ids))
    )
    orders = extract(connection, books, ORDER, followers.remember, changes.of(ORDER))
    lines = extract(connection, books, LINE, lambda *ids: touched.add(named(LINE, *ids)))
    payments = extract(connection, books, PAYMENT, changes.of(PAYMENT))
    touched.everybody |= customers.whole or lines.whole
    if not lines.whole:
        followers.follow(touched.add)
    number_categories(connection, touched.add)
    touched.roll_up()
    touched.sum_up(house.category_day)
    read_digests(connection, books)
    read |= {CUSTOMER.table: customers, ORDER.table: orders, LINE.table: lines}
    read[PAYMENT.table] = payments
    if touched.everybody or any(read[table].whole for table in FOLLOWED):
        changes.everybody()
    changes.add("SELECT account_id FROM account_touched")
    _remember(connection, books, house, read)
    return read


def _scales(home: str) -> str:
    """What turns a rate between whole units into one between minor units, by the currency."""
    most, others = exponents()
    scale = {code: f"1e{exponent(home) - places}" for code, places in others.items()}
    cases = " ".join(f"WHEN '{code}' THEN {power}" for code, power in scale.items())
    return f"CASE currency {cases} ELSE 1e{exponent(home) - most} END"


def extract(
    connection: duckdb.DuckDBPyConnection,
    books: Books,
    feed: Feed,
    *notices: Notice,
) -> Changed:
    """Read what changed of one table since its prints were kept.

    `notices` are called with each range of ids before and after it is read.
    """
    before = kept_prints(connection, feed.source)
    now = books.prints(feed, before)
    changed = differing(now, before)
    whole = len(changed) > REREAD_WHOLE * len(before)
    known = now.keys() | before.keys()
    stretches = [(min(known), max(known))] if whole and changed else runs(changed)
    for first, last in stretches:
        low, high = first * RANGE, (last + 1) * RANGE
        for notice in notices:
            notice(low, high)
        connection.execute(
            f"DELETE FROM {feed.table} WHERE {feed.key} >= {low} AND {feed.key} < {high}"  # noqa: S608 our own names
        )
        if any(first <= bucket <= last for bucket in now):
            among = f"{feed.condition} AND id >= {low} AND id < {high}"
            query = f"SELECT {feed.columns} FROM {feed.source} WHERE {among}"  # noqa: S608 our own names
            books.copy(connection, query, feed.table, feed.keep)
        for notice in notices:
            notice(low, high)
    keep_prints(connection, feed.source, {n: now.get(n) for n in changed})
    return Changed(tuple(changed), whole, totals_of(feed, now))


def _remember(
    connection: duckdb.DuckDBPyConnection, books: Books, house: House, read: dict[str, Changed]
) -> None:
    changed = [one for one in spans.TRACKED if read[one.table].buckets]
    spans.keep_spans(connection, house.today, changed)
    connection.execute("CREATE OR REPLACE TEMP TABLE erased (id BIGINT)")
    books.copy(connection, spans.ERASED, "erased")
    spans.forget(connection, "erased")
    books.remember(connection)
