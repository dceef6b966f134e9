"""What a customer was like on a past day is remembered, and forgotten with the customer."""

from datetime import date

SPANS = """
SELECT tier, owner_id, valid_from, valid_to FROM dim_customer_history
WHERE account_id = 1 ORDER BY valid_from
"""
TIER_IN_JUNE = """
SELECT tier FROM dim_customer_history
WHERE account_id = 1 AND valid_from <= DATE '2025-06-15'
    AND COALESCE(valid_to > DATE '2025-06-15', true)
"""
SECRET = "Geheimnis-Handelskontor"


def saved(books, version: int, **more: object) -> None:
    books.account(1, version=version, **more)


def test_what_a_customer_was_in_june_can_still_be_told_in_august(books, refresh, ask):
    saved(books, 1, tier="gold")
    refresh(today="2025-06-01")
    saved(books, 2, tier="silver")
    refresh(today="2025-08-01")
    created, june, august = date(2024, 1, 1), date(2025, 6, 1), date(2025, 8, 1)
    assert ask(SPANS) == [("gold", None, created, august), ("silver", None, august, None)]
    assert ask(TIER_IN_JUNE) == [("gold",)]
    assert june < august


def test_what_changed_twice_in_a_day_is_one_span(books, refresh, ask):
    saved(books, 1, tier="gold")
    refresh(today="2025-06-01")
    saved(books, 2, tier="silver")
    refresh(today="2025-08-01")
    saved(books, 3, tier="bronze")
    refresh(today="2025-08-01")
    assert [row[0] for row in ask(SPANS)] == ["gold", "bronze"]


def test_a_customer_that_comes_back_from_the_bin_begins_anew(books, refresh, ask):
    saved(books, 1, tier="gold")
    refresh(today="2025-06-01")
    saved(books, 2, tier="gold", deleted_at="2025-06-02 00:00:00")
    refresh(today="2025-06-02")
    saved(books, 3, tier="gold")
    refresh(today="2025-06-09")
    assert [row[2:] for row in ask(SPANS)] == [
        (date(2024, 1, 1), date(2025, 6, 2)),
        (date(2025, 6, 9), None),
    ]


def test_history_outlives_a_full_refresh(books, refresh, ask):
    saved(books, 1, tier="gold")
    refresh(today="2025-06-01")
    saved(books, 2, tier="silver")
    refresh(today="2025-08-01")
    before = ask(SPANS)
    refresh(today="2025-08-02", fresh=True)
    assert ask(SPANS) == before


def test_prices_and_teams_are_remembered_too(books, refresh, ask):
    books.put("catalog_product", id=7, version=1, category="A", list_price=100, is_active=1)
    books.put("platform_team", id=1, name="North")
    books.put("platform_team", id=2, name="South")
    books.put("platform_user", id=3, team_id=1, is_active=1)
    refresh(today="2025-06-01")
    books.put("catalog_product", id=7, version=2, category="A", list_price=120, is_active=1)
    books.put("platform_user", id=3, team_id=2, is_active=1)
    refresh(today="2025-08-01")
    prices = "SELECT list_price FROM dim_product_history ORDER BY valid_from"
    teams = "SELECT team_id FROM dim_staff_history ORDER BY valid_from"
    assert (ask(prices), ask(teams)) == ([(100,), (120,)], [(1,), (2,)])


def test_an_erased_customer_leaves_no_history_nor_those_merged_into_it(books, refresh, ask):
    books.account(2)
    saved(books, 1, tier="gold")
    refresh(today="2025-06-01")
    books.put("customers_mergerecord", id=1, noun="account", kept_id=1, gone_id=2)
    books.put("customers_erasure", id=1, noun="account", record_id=1)
    saved(books, 2, deleted_at="2025-06-02 00:00:00")
    refresh(today="2025-06-02")
    assert ask("SELECT COUNT(*) FROM dim_customer_history") == [(0,)]


def test_no_name_of_a_customer_or_person_ever_enters_the_file(books, refresh, tmp_path):
    saved(books, 1, name=SECRET)
    books.put("customers_person", id=1, name=SECRET, account_id=1, created_at="2025-01-01 00:00:00")
    books.put("platform_user", id=1, name=SECRET, is_active=1)
    refresh()
    assert SECRET.encode() not in (tmp_path / "warehouse.duckdb").read_bytes()
