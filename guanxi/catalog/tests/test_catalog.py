"""Products and their prices."""

import datetime as dt
from decimal import Decimal

import pytest

from guanxi.catalog.models import PriceBook, PriceEntry, Product
from guanxi.catalog.queries import cost_of, price_of
from guanxi.platform.errors import RuleBroken
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.reading import ListQuery, read_list
from guanxi.platform.records.writing import create_record, update_record

DAY = dt.date(2026, 11, 19)


@pytest.fixture
def gauge(ana, at):
    values = {"code": "T40", "name": "扭矩传感器", "list_price": 3216, "cost": "0.35"}
    return create_record(noun_named("product"), values, actor=ana, at=at)


@pytest.fixture
def book(ana, at):
    values = {"code": "dealer", "name": "经销商价"}
    return create_record(noun_named("price_book"), values, actor=ana, at=at)


def priced(book, product, quantity, price, ana, at):
    values = {"book": book.pk, "product": product.pk, "min_quantity": quantity, "price": price}
    return create_record(noun_named("price_entry"), values, actor=ana, at=at)


def test_everyone_who_may_read_products_sees_all(gauge, cleo):
    assert [row["code"] for row in read_list(cleo, noun_named("product"), ListQuery()).rows] == [
        "T40"
    ]


def test_names_sort_by_pinyin(gauge, ana, at):
    for number, name in enumerate(("阿基米德天平", "质谱仪", "Zebra printer")):
        values = {"code": str(number), "name": name}
        create_record(noun_named("product"), values, actor=ana, at=at)

    page = read_list(ana, noun_named("product"), ListQuery(sort="name", columns=["name"]))

    assert [row["name"] for row in page.rows] == [
        "阿基米德天平",
        "扭矩传感器",
        "Zebra printer",
        "质谱仪",
    ]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"list_price": -1}, "list_price"), ({"cost": -1}, "cost"), ({"currency": "YY"}, "currency")],
)
def test_what_a_product_cannot_be_is_refused_by_field(gauge, ana, at, wrong, field):
    with pytest.raises(RuleBroken) as refused:
        update_record(noun_named("product"), gauge.pk, wrong, actor=ana, at=at)

    assert set(refused.value.fields) == {field}


def test_two_products_never_share_a_code(gauge, ana, at):
    with pytest.raises(RuleBroken):
        create_record(noun_named("product"), {"code": "T40", "name": "x"}, actor=ana, at=at)


def test_a_book_that_ends_before_it_starts_is_refused(ana, at):
    values = {"code": "b", "name": "b", "starts_on": "2026-02-01", "ends_on": "2026-01-01"}

    with pytest.raises(RuleBroken) as refused:
        create_record(noun_named("price_book"), values, actor=ana, at=at)

    assert set(refused.value.fields) == {"ends_on"}


@pytest.mark.parametrize(("quantity", "price"), [(1, "3216"), (10, "3000"), (99, "2800")])
def test_the_price_follows_the_quantity(gauge, book, ana, at, quantity, price):
    priced(book, gauge, 10, 3000, ana, at)
    priced(book, gauge, 50, 2800, ana, at)

    assert price_of(gauge, "CNY", Decimal(quantity), DAY) == Decimal(price)


def test_a_book_out_of_its_time_or_currency_says_nothing(gauge, book, ana, at):
    priced(book, gauge, 1, 3000, ana, at)
    PriceBook.objects.update(ends_on=dt.date(2026, 11, 18))

    assert price_of(gauge, "CNY", Decimal(1), DAY) == 3216
    assert price_of(gauge, "USD", Decimal(1), DAY) == 0


def test_an_unknown_cost_stays_unknown(gauge):
    assert cost_of(gauge, Decimal(3), "CNY") == 105
    assert cost_of(gauge, Decimal(3), "USD") is None
    assert cost_of(Product(currency="CNY"), Decimal(3), "CNY") is None


def test_a_price_of_less_than_nothing_or_for_nothing_is_refused(gauge, book, ana, at):
    for quantity, price in ((1, -1), (0, 1)):
        with pytest.raises(RuleBroken):
            priced(book, gauge, quantity, price, ana, at)
    assert not PriceEntry.objects.exists()
