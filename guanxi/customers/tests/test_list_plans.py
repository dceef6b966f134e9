"""A page is found by walking its order or by gathering what matches, whichever reads less."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guanxi.customers.models import Account
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records import reading, walking
from guanxi.platform.records.reading import ListQuery, planned, read_list, read_total
from guanxi.platform.records.walking import MANY

on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="how SQLite is told")
on_postgresql = pytest.mark.skipif(connection.vendor == "sqlite", reason="how PostgreSQL is told")
SUZHOU = {"field": "city", "op": "is", "value": "苏州"}


@pytest.fixture
def many(ana, at):
    """More customers of ana's than are gathered for her rights alone."""
    Account.objects.bulk_create(
        Account(
            name=f"苏州 {n}",
            name_key=f"suzhou {n:05}",
            city="苏州",
            owner_id=ana.user_id,
            team_id=ana.team_id,
            created_at=at,
            updated_at=at,
        )
        for n in range(MANY + 50)
    )


def is_walked(actor, query: ListQuery) -> bool:
    return "+(" in str(planned(actor, noun_named("account"), query).query)


@on_sqlite
def test_what_one_may_see_is_walked_where_it_is_much(many, ana):
    assert is_walked(ana, ListQuery(sort="name"))


@on_sqlite
def test_a_filter_that_goes_with_the_order_is_gathered(many, ana):
    query = ListQuery(filter=SUZHOU, sort="name")
    assert not is_walked(ana, query)
    assert len(read_list(ana, noun_named("account"), query).rows) == 50
    assert read_total(ana, noun_named("account"), query).number == MANY + 50


@on_sqlite
@pytest.mark.parametrize(("sort", "walks"), [("name", True), ("-name", False)])
def test_beyond_that_the_order_is_walked_where_its_start_holds_a_page(
    many, ana, at, monkeypatch, sort, walks
):
    monkeypatch.setattr(walking, "MANY_OF_A_FILTER", MANY)
    monkeypatch.setattr(reading, "TRIED_ROWS", 60)
    Account.objects.bulk_create(
        Account(name=f"无锡{n}", name_key=f"wuxi {n:05}", city="无锡", created_at=at, updated_at=at)
        for n in range(60)
    )
    assert is_walked(ana, ListQuery(filter=SUZHOU, sort=sort)) is walks


@on_postgresql
def test_what_few_rows_match_is_sorted_by_keys_and_not_walked(many, ana):
    query = ListQuery(filter=SUZHOU, sort="name")
    with CaptureQueriesContext(connection) as captured:
        first = read_list(ana, noun_named("account"), query)
    second = read_list(ana, noun_named("account"), replace(query, cursor=first.next))

    page = next(one["sql"] for one in captured if "sort_value" in one["sql"])
    assert 'COALESCE(U0."name_key", U0."name_key")' in page
    names = [row["name"] for row in (*first.rows, *second.rows)]
    assert names == [f"苏州 {n}" for n in range(100)]
