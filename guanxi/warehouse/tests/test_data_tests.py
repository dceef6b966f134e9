"""A star that contradicts the books is mended or refused, never shown."""

import pytest

from guanxi.warehouse.data_tests import StarBroken, check, span_tests
from guanxi.warehouse.engine import writing
from guanxi.warehouse.star import FEEDS

FAILED = "SELECT table_name, test, about FROM data_test WHERE failures > 0 ORDER BY ALL"


@pytest.fixture
def firm(books):
    """A customer with an order of two lines."""
    books.account(1)
    books.order(10, 1, "2025-01-05", total_amount=7_000)
    books.line(100, 10, 5_000, cost=3_000)
    books.line(101, 10, 2_000)
    return books


def spoil(tmp_path, sql: str) -> None:
    with writing(tmp_path / "warehouse.duckdb") as connection:
        connection.execute(sql)


def test_every_table_of_the_star_is_tested_for_its_key_and_its_sums(firm, refresh, ask):
    for feed in FEEDS:
        if feed.table not in {"dim_customer", "dim_order", "fact_order_line"}:
            row = {"created_at": "2025-01-01 00:00:00"} if "created_at" in feed.columns else {}
            firm.put(feed.source, id=1, **row)
    refresh()
    tested = set(ask("SELECT table_name, test FROM data_test"))
    assert {(feed.table, kind) for feed in FEEDS for kind in ("unique", "books")} <= tested
    assert ask(FAILED) == []


def test_lines_that_were_lost_are_noticed_and_read_again(firm, refresh, ask, tmp_path):
    refresh()
    spoil(tmp_path, "DELETE FROM fact_order_line WHERE line_id = 100")
    firm.line(5_000, 10, 40)
    refresh()
    assert ask("SELECT SUM(amount), COUNT(*) FROM fact_order_line") == [(7_040, 3)]
    assert ask("SELECT revenue FROM purchase_day") == [(7_040,)]


def test_lines_that_are_there_twice_are_noticed_and_read_again(firm, refresh, ask, tmp_path):
    refresh()
    spoil(tmp_path, "INSERT INTO fact_order_line FROM fact_order_line WHERE line_id = 100")
    firm.line(5_000, 10, 40)
    refresh()
    assert ask("SELECT COUNT(*) FROM fact_order_line") == [(3,)]


def test_a_reference_to_nothing_refuses_the_refresh(firm, refresh, ask):
    refresh()
    firm.put("sales_orderline", id=102, order_id=10, product_id=99, amount=5, discount=0)
    with pytest.raises(StarBroken, match="fact_order_line reference product_id → dim_product: 1"):
        refresh()
    assert ask("SELECT COUNT(*) FROM fact_order_line") == [(2,)]


def test_orders_of_a_customer_in_the_bin_are_told_and_no_fault(firm, refresh, ask):
    firm.account(1, version=2, deleted_at="2025-02-01 00:00:00")
    refresh()
    assert ("dim_order", "bin", "account_id → dim_customer") in ask(FAILED)


def test_two_spans_of_one_day_are_refused(firm, refresh, tmp_path):
    refresh()
    twice = """
        INSERT INTO dim_customer_history BY NAME
        SELECT 1 AS account_id, DATE '2025-01-01' AS valid_from
    """
    with writing(tmp_path / "warehouse.duckdb") as connection:
        connection.execute(twice)
        with pytest.raises(StarBroken, match="dim_customer_history spans"):
            check(connection, span_tests())


def test_a_file_of_another_schema_is_read_anew_and_keeps_its_history(firm, refresh, ask, tmp_path):
    refresh(today="2025-06-01")
    spoil(tmp_path, "UPDATE made_with SET schema_print = 'older'; DROP TABLE fact_payment")
    refresh(today="2025-06-02")
    assert ask("SELECT COUNT(*) FROM fact_payment") == [(0,)]
    assert ask("SELECT COUNT(*) FROM dim_customer_history") == [(1,)]


def test_freshness_tells_when_each_table_was_compared_and_when_it_changed(firm, refresh, ask):
    refresh(today="2025-06-01")
    refresh(today="2025-06-02")
    row = "SELECT row_count, compared_at::DATE::VARCHAR, changed_at::DATE::VARCHAR FROM freshness"
    assert ask(f"{row} WHERE table_name = 'fact_order_line'") == [(2, "2025-06-02", "2025-06-01")]
    assert ask("SELECT COUNT(*) FROM freshness") == [(len(FEEDS),)]
