"""The star follows the books: in whole, in part, and not at all when a refresh is cut short."""

from datetime import date

import duckdb
import pytest

from guanxi.warehouse.engine import Limits, WarehouseBusy, connect, writing

LINES = """
SELECT line_id, account_id, ordered_on, amount, is_return, is_counted
FROM fact_order_line ORDER BY line_id
"""


@pytest.fixture
def firm(books):
    """Two customers, three orders."""
    books.account(1)
    books.account(2)
    books.order(10, 1, "2025-01-05")
    books.line(100, 10, 5_000, cost=3_000)
    books.line(101, 10, 2_000)
    books.order(11, 2, "2025-02-01")
    books.line(102, 11, 900)
    books.order(12, None, "2025-02-02")
    books.line(103, 12, 70)
    return books


def test_every_line_carries_what_its_order_says(firm, refresh, ask):
    refresh()
    assert ask(LINES) == [
        (100, 1, date(2025, 1, 5), 5_000, False, True),
        (101, 1, date(2025, 1, 5), 2_000, False, True),
        (102, 2, date(2025, 2, 1), 900, False, True),
        (103, None, date(2025, 2, 2), 70, False, True),
    ]


def test_a_second_refresh_reads_nothing_and_changes_nothing(firm, refresh, ask):
    refresh()
    before = ask(LINES)
    assert set(refresh().ranges.values()) == {0}
    assert ask(LINES) == before


def test_new_changed_and_deleted_lines_are_followed(firm, refresh, ask):
    refresh()
    firm.line(100, 10, 5_500, cost=3_000)
    firm.line(104, 11, 40)
    firm.run("DELETE FROM sales_orderline WHERE id = 101")
    refresh()
    assert [(row[0], row[3]) for row in ask(LINES)] == [
        (100, 5_500),
        (102, 900),
        (103, 70),
        (104, 40),
    ]


def test_lines_follow_their_order_to_another_customer_and_day(firm, refresh, ask):
    refresh()
    firm.order(10, 2, "2025-03-09", updated_at="2025-03-09 00:00:00")
    report = refresh()
    assert report.ranges["fact_order_line"] == 0
    assert [row[1:3] for row in ask(LINES)[:2]] == [(2, date(2025, 3, 9))] * 2


def test_lines_far_from_new_lines_follow_their_order_too(firm, refresh, ask):
    refresh()
    firm.order(10, 2, "2025-03-09", updated_at="2025-03-09 00:00:00")
    firm.line(5_000, 11, 40)
    firm.line(9_000, 11, 40)
    refresh()
    assert [row[1:3] for row in ask(LINES)[:2]] == [(2, date(2025, 3, 9))] * 2


def test_lines_of_a_deleted_order_leave_the_books_and_come_back_with_it(firm, refresh, ask):
    refresh()
    firm.run("UPDATE sales_order SET deleted_at = '2025-03-01 00:00:00' WHERE id = 10")
    refresh()
    assert [row[5] for row in ask(LINES)] == [False, False, True, True]
    firm.run("UPDATE sales_order SET deleted_at = NULL WHERE id = 10")
    refresh()
    assert [row[5] for row in ask(LINES)] == [True, True, True, True]


def test_a_cancelled_order_is_not_counted_and_a_return_is_marked(firm, refresh, ask):
    firm.order(11, 2, "2025-02-01", status="cancelled")
    firm.order(10, 1, "2025-01-05", kind="return")
    refresh()
    assert [row[4:] for row in ask(LINES)] == [
        (True, True),
        (True, True),
        (False, False),
        (False, True),
    ]


def test_incremental_and_full_refresh_agree(firm, refresh, ask):
    refresh()
    firm.line(102, 11, 901)
    firm.order(12, 1, "2025-02-03", updated_at="2025-02-03 10:00:00")
    firm.account(2, deleted_at="2025-02-03 10:00:00")
    refresh()
    everything = [LINES, "FROM dim_customer ORDER BY 1", "FROM purchase_day ORDER BY 1, 2"]
    stepwise = [ask(sql) for sql in everything]
    refresh(fresh=True)
    assert [ask(sql) for sql in everything] == stepwise


def test_purchases_add_up_by_customer_and_day(firm, refresh, ask):
    firm.order(13, 1, "2025-01-05", kind="return")
    firm.line(105, 13, -1_000, cost=-600)
    refresh()
    columns = "revenue, margin, costed_revenue, returned, returned_margin, purchase_lines"
    assert ask(f"SELECT {columns} FROM purchase_day WHERE account_id = 1") == [
        (7_000, 4_000, 5_000, 1_000, 400, 2)
    ]


def test_foreign_money_is_flagged_and_never_added(firm, refresh, ask):
    firm.order(11, 2, "2025-02-01", currency="USD")
    refresh()
    assert ask("SELECT revenue, has_foreign FROM purchase_day WHERE account_id = 2") == [(0, 1)]


@pytest.mark.parametrize(
    ("currency", "rate", "revenue"),
    [("USD", "7.1234", 6_411), ("JPY", "0.0478", 4_302), ("KWD", "23.5", 2_115)],
)
def test_foreign_money_with_a_rate_is_added_in_the_firms_own(
    firm, refresh, ask, currency, rate, revenue
):
    firm.order(11, 2, "2025-02-01", currency=currency, rate=rate)
    refresh()
    found = ask("SELECT revenue, has_foreign FROM purchase_day WHERE account_id = 2")
    assert found == [(revenue, 0)]


def test_an_instant_falls_on_the_firms_own_day(firm, refresh, ask):
    firm.contact(1, 1, "2025-01-01 20:00:00")
    refresh()
    assert ask("SELECT happened_on FROM fact_interaction") == [(date(2025, 1, 2),)]


def test_empty_books_make_an_empty_warehouse(books, refresh, ask):
    refresh()
    assert ask(LINES) == []


def test_a_refresh_that_fails_leaves_the_warehouse_as_it_was(firm, refresh, ask, tmp_path):
    refresh()
    before = ask(LINES)
    firm.line(104, 11, 40)
    with pytest.raises(duckdb.Error):
        refresh(("broken", "SELECT nonsense FROM nowhere"))
    assert ask(LINES) == before
    assert not (tmp_path / "warehouse.next").exists()
    refresh()
    assert len(ask(LINES)) == 5


def test_what_a_killed_refresh_left_behind_is_thrown_away(firm, refresh, ask, tmp_path):
    refresh()
    (tmp_path / "warehouse.next").write_bytes(b"half a file")
    refresh()
    assert len(ask(LINES)) == 4


def test_only_one_process_writes(tmp_path):
    file = tmp_path / "warehouse.duckdb"
    with writing(file), pytest.raises(WarehouseBusy), writing(file):
        pass


def test_readers_go_on_while_one_writes(firm, refresh, ask, tmp_path):
    refresh()
    with writing(tmp_path / "warehouse.duckdb") as connection:
        connection.execute("DELETE FROM fact_order_line")
        assert len(ask(LINES)) == 4
    assert ask(LINES) == []


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "ATTACH '/tmp/other.duckdb'",
        "COPY (SELECT 1) TO '/tmp/out.csv'",
        "SET enable_external_access = true",
        "INSTALL httpfs",
    ],
)
def test_no_query_reaches_out_of_the_warehouse(tmp_path, sql):
    connection = connect(tmp_path / "w.duckdb", Limits(), read_only=False)
    with pytest.raises(duckdb.Error):
        connection.execute(sql)
    connection.close()


def answered(books, pk: int, **more) -> None:
    row = {"account_id": 1, "kind": "nps", "item": "", "value": 9, "scale_low": 0}
    row |= {
        "scale_high": 10,
        "answered_on": "2025-03-01",
        "instrument": "",
        "sheet": "",
        "firm": "",
    }
    books.put("surveys_surveyanswer", id=pk, updated_at="2025-03-01 00:00:00", **(row | more))


def test_answers_stand_on_one_scale_and_sheets_are_digests(firm, refresh, ask):
    answered(firm, 1)
    answered(firm, 2, kind="satisfaction", value=4, scale_low=1, scale_high=5, sheet="a@b.cn")
    answered(firm, 3, account_id=None, kind="ces", value=1, scale_low=1, scale_high=7)
    refresh()

    rows = ask("SELECT answer_id, account_id, points, sheet FROM fact_score ORDER BY answer_id")

    assert [row[:3] for row in rows] == [(1, 1, 9_000), (2, 1, 7_500), (3, None, 0)]
    assert all("@" not in row[3] and len(row[3]) == 32 for row in rows)


def test_answers_of_one_day_without_a_number_are_one_sheet(firm, refresh, ask):
    answered(firm, 1)
    answered(firm, 2, kind="ces", value=2)
    answered(firm, 3, answered_on="2025-03-02")
    answered(firm, 4, person_id=7)
    refresh()

    assert ask("SELECT COUNT(DISTINCT sheet) FROM fact_score") == [(3,)]


def test_a_changed_answer_and_a_note_on_switching_are_followed(firm, refresh, ask):
    answered(firm, 1)
    refresh()
    answered(firm, 1, value=3, version=2)
    note = {"account_id": 1, "noted_on": "2025-03-01", "yearly_need": 5_000, "money": "high"}
    firm.put("surveys_switchingnote", id=1, **note)
    refresh()

    assert ask("SELECT points FROM fact_score") == [(3_000,)]
    assert ask("SELECT yearly_need, alternatives, money FROM fact_switching_note") == [
        (5_000, "", "high")
    ]
