"""My day: what changed about my customers; and the customer beside what concerns them."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils.translation import override

from guanxi.insight.registry import MEASURES
from guanxi.insight.run import Order as Asked
from guanxi.insight.run import run
from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record
from guanxi.sales.models import Order, OrderLine
from guanxi.web.home.changes import class_changes
from guanxi.web.home.greeting import summary

OTHERS = frozenset(one.key for one in MEASURES) - {"rfm", "abc", "pyramid", "lifecycle"}


@pytest.fixture(autouse=True)
def own_warehouse(tmp_path, settings):
    settings.WAREHOUSE_FILE = tmp_path / "warehouse.duckdb"


@pytest.fixture
def acme(ana, at):
    return create_record(noun_named("account"), {"name": "苏州博衡"}, actor=ana, at=at)


def buy(account, days_ago, at):
    order = Order.objects.create(
        number=f"SO{days_ago}",
        account=account,
        status="confirmed",
        ordered_on=at.date() - dt.timedelta(days_ago),
        owner_id=account.owner_id,
        team_id=account.team_id,
        created_at=at,
        updated_at=at,
    )
    OrderLine.objects.create(
        order=order, line_no=1, quantity=Decimal(1), unit_price=Decimal(100), amount=10_000
    )
    return order


@pytest.fixture
def faded(acme, at):
    """Bought every month until half a year ago: other classes then than now."""
    for days_ago in range(200, 560, 30):
        buy(acme, days_ago, at)
    for days_back in (200, 0):
        asked = Asked(as_of=at.date() - dt.timedelta(days_back), overrides={}, off=OTHERS)
        run(asked, actor=SYSTEM, at=at, progress=lambda step: None)
    return acme


def test_a_class_that_changed_says_from_what_to_what_why_and_what_to_do(faded, ana, at):
    (change,) = class_changes(ana, at)
    assert (change.customer, change.href) == ("苏州博衡", f"/account/{faded.pk}/")
    assert change.was != change.now
    assert change.reason
    assert change.advice


def test_only_ones_own_customers_stand_on_the_day(faded, ben, cleo, at):
    assert class_changes(ben, at) == []
    assert class_changes(cleo, at) == []


def test_what_changed_long_ago_is_no_news(faded, ana, at):
    assert class_changes(ana, at + dt.timedelta(days=15)) == []


def test_the_customer_stands_beside_its_order_with_its_classes(anas, faded):
    order = Order.objects.order_by("pk").first()
    html = anas.get(f"/order/{order.pk}/").content.decode()
    assert f'href="/account/{faded.pk}/"' in html
    assert 'class="class-card"' in html


def test_a_customer_one_may_not_see_does_not_stand_beside_the_order(browser_of, cleo, faded, at):
    order = buy(faded, 3, at)
    Order.objects.filter(pk=order.pk).update(owner=cleo.user_id, team=cleo.team_id)
    html = browser_of(cleo).get(f"/order/{order.pk}/").content.decode()
    assert "苏州博衡" not in html


@pytest.mark.parametrize(
    ("counts", "chinese", "english"),
    [
        ((0, 0, 0), "今天没有会面，没有要做的事。", "No meetings today, nothing to do."),
        ((1, 0, 0), "今天 1 场会面，没有要做的事。", "1 meeting today, nothing to do."),
        (
            (0, 3, 1),
            "今天没有会面，3 件要做的事，其中 1 件逾期。",
            "No meetings today, 3 things to do, 1 of them late.",
        ),
    ],
)
def test_an_empty_day_is_said_in_words(counts, chinese, english):
    with override("zh-hans"):
        assert summary(*counts) == chinese
    with override("en"):
        assert summary(*counts) == english
