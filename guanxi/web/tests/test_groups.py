"""A list in groups: counted and added up by SQL, opened one by one, within rights."""

import datetime as dt

import pytest

from guanxi.platform.actors.compiling import rights_changed
from guanxi.platform.actors.models import FieldGrant
from guanxi.platform.money.amounts import Money
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.grouping import grouping_of, read_groups
from guanxi.platform.records.reading import ListQuery, matching, read_list
from guanxi.platform.records.writing import create_record
from guanxi.platform.views.models import SavedView
from guanxi.sales.models import Order

HTMX = {"HX-Request": "true"}


@pytest.fixture
def five(machine, ana, at):
    made = [
        ("a", "苏州", "100", "2026-01-31"),
        ("b", "苏州", "20.50", "2026-02-01"),
        ("c", "无锡", "7", "2026-02-28"),
        ("d", "无锡", None, "2025-12-31"),
        ("e", "", "1", None),
    ]
    for name, city, bought, touched in made:
        values = {"name": name, "city": city, "bought": bought, "touched": touched}
        create_record(machine, values, actor=ana, at=at)


def groups(actor, noun, by, *summed, query=None):
    rows = matching(actor, noun, query or ListQuery())
    fields = [noun.field(name) for name in summed]
    found, _more = read_groups(rows, grouping_of(actor, noun, by), fields)
    return found


def page(browser, address, **more):
    answer = browser.get(address, **more)
    assert answer.status_code == 200
    return answer.content.decode()


def test_each_group_has_its_count_and_its_sum(machine, five, ana):
    found = groups(ana, machine, "city", "bought")
    assert {one.key: one.count for one in found} == {"苏州": 2, "无锡": 2, "": 1}
    sums = {one.key: one.money("bought") for one in found}
    assert sums["苏州"] == [Money(12_050, "CNY")]
    assert found[-1].key == ""


@pytest.mark.parametrize(
    ("unit", "keys"),
    [
        ("month", ["2026-02-01", "2026-01-01", "2025-12-01", ""]),
        ("quarter", ["2026-01-01", "2025-10-01", ""]),
        ("year", ["2026-01-01", "2025-01-01", ""]),
        ("week", ["2026-02-23", "2026-01-26", "2025-12-29", ""]),
    ],
)
def test_days_are_put_into_periods_the_latest_first(machine, five, ana, unit, keys):
    assert [one.key for one in groups(ana, machine, f"touched:{unit}")] == keys


@pytest.mark.parametrize("by", ["city", "touched:month", "vip", "owner", "tier", "created_at:day"])
def test_the_rows_of_every_group_are_those_its_condition_finds(machine, five, ana, by):
    grouping = grouping_of(ana, machine, by)
    found = groups(ana, machine, by)
    assert sum(one.count for one in found) == 5
    for one in found:
        query = ListQuery(filter=grouping.condition(one.key))
        assert len(read_list(ana, machine, query).rows) == one.count, one.key


def test_sums_keep_currencies_apart(ana, at):
    noun, account = noun_named("order"), noun_named("account")
    firm = create_record(account, {"name": "远东"}, actor=ana, at=at)
    for currency, amount in (("CNY", 100), ("CNY", 50), ("USD", 700)):
        values = {"account": firm.pk, "ordered_on": dt.date(2026, 11, 1), "currency": currency}
        values |= {"rate": "7"} if currency == "USD" else {}
        made = create_record(noun, values, actor=ana, at=at)
        Order.objects.filter(pk=made.pk).update(total_amount=amount)
    (found,) = groups(ana, noun, "account", "total_amount")
    assert found.count == 3
    sums = [(int(one), one.currency) for one in found.money("total_amount")]
    assert sums == [(150, "CNY"), (700, "USD")]


def test_groups_stand_on_screen_and_open_by_address(anas, five):
    html = page(anas, "/machine/?group=city&columns=name,bought")
    assert html.count('class="group-head"') == 3
    assert "<tr data-id" not in html
    html = page(anas, "/machine/?group=city&columns=name,bought&open=苏州")
    assert html.count("<tr data-id") == 2
    assert 'aria-expanded="true"' in html


def test_a_stranger_sees_no_groups(browser_of, cleo, five):
    assert "group-head" not in page(browser_of(cleo), "/machine/?group=city")


def test_what_one_may_not_read_cannot_be_grouped_by(anas, machine, seller):
    FieldGrant.objects.create(role=seller, noun="machine", field="city", mode="hidden")
    rights_changed()
    assert anas.get("/machine/?group=city").status_code == 400
    assert anas.get("/machine/?group=bought").status_code == 400
    assert "City" not in page(anas, "/machine/group/?state=/machine/", headers=HTMX)


def test_grouping_asks_no_more_queries_than_listing(anas, five, django_assert_max_num_queries):
    page(anas, "/machine/?group=city")
    with django_assert_max_num_queries(12):
        page(anas, "/machine/?group=city")


def test_a_view_keeps_its_grouping(anas, machine, five):
    anas.post("/machine/views/save/", {"state": "/machine/?group=city", "label": "By city"})
    view = SavedView.objects.get()
    assert view.group == "city"
    assert 'class="group-head"' in page(anas, f"/machine/?view={view.pk}")
    assert "group-head" not in page(anas, f"/machine/?view={view.pk}&group=none")
