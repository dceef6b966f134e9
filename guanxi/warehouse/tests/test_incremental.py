"""However the books change, reading what changed gives what reading everything gives."""

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guanxi.warehouse.build import Report, Request, build
from guanxi.warehouse.engine import reading
from guanxi.warehouse.extraction import House
from guanxi.warehouse.refresh import roll_ups
from guanxi.warehouse.source import open_source
from guanxi.warehouse.star import FEEDS
from guanxi.warehouse.tests.books import THEN, Books

# Ids on both sides of a range's end, so that some changes fall into one range and some into two.
ACCOUNTS, ORDERS = st.sampled_from([1, 2, 5_000]), st.sampled_from([1, 2, 4_095, 4_096])
LINES, AMOUNTS = st.sampled_from([1, 2, 3, 4_096, 9_000]), st.integers(-500, 900)
DAYS = st.sampled_from(["2025-01-05", "2025-01-06", "2025-03-01"])
MORE = st.fixed_dictionaries(
    {
        "status": st.sampled_from(["confirmed", "draft", "cancelled"]),
        "kind": st.sampled_from(["sale", "return"]),
        "currency": st.sampled_from(["CNY", "USD"]),
        "rate": st.sampled_from(["1", "7.1234"]),
        "deleted_at": st.sampled_from([None, None, THEN]),
    }
)
ACTS = st.one_of(
    st.tuples(st.just("account"), ACCOUNTS, st.sampled_from([None, None, THEN])),
    st.tuples(st.just("order"), ORDERS, st.one_of(st.none(), ACCOUNTS), DAYS, MORE),
    st.tuples(st.just("line"), LINES, ORDERS, AMOUNTS, st.one_of(st.none(), st.just(100))),
    st.tuples(st.just("gone"), st.sampled_from(["sales_order", "sales_orderline"]), ORDERS),
)


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(days=st.lists(st.lists(ACTS, max_size=6), min_size=2, max_size=3))
def test_reading_what_changed_gives_what_reading_everything_gives(days):
    with tempfile.TemporaryDirectory() as folder:
        books, version = Books(Path(folder) / "books.sqlite3"), 0
        for acts in days:
            for act in acts:
                version += 1
                _done(books, version, *act)
            books.followed(_refreshed(books, Path(folder) / "stepwise.duckdb"))
        _refreshed(books, Path(folder) / "whole.duckdb")
        assert _told(Path(folder) / "stepwise.duckdb") == _told(Path(folder) / "whole.duckdb")


def _done(books: Books, version: int, what: str, pk: Any, *rest: Any) -> None:
    if what == "account":
        books.account(pk, version=version, deleted_at=rest[0])
    elif what == "order":
        account, on, more = rest
        books.order(pk, account, on, version=version, **more)
    elif what == "line":
        books.line(pk, *rest)
    else:
        books.run(f"DELETE FROM {pk} WHERE id = {rest[0]}")


def _refreshed(books: Books, file: Path) -> Report:
    house = House("Asia/Shanghai", "CNY", "2025-06-01", *roll_ups())
    request = Request(source=books.url, file=str(file), house=house, at="2025-06-01T10:00:00Z")
    with open_source(books.url) as source:
        return build(request, source, lambda step: None)


def _told(file: Path) -> dict[str, list[Any]]:
    with reading(file) as connection:
        tables = [*(feed.table for feed in FEEDS), "purchase_day", "category_day"]
        return {
            table: connection.execute(f"FROM {table} ORDER BY ALL").fetchall() for table in tables
        }
