"""An amount is told in the currency of its order, wherever it is read."""

from decimal import Decimal

from guanxi.catalog.models import Product
from guanxi.platform.money.amounts import currency_of
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.reading import ListQuery, read_list
from guanxi.platform.records.writing import create_record
from guanxi.sales.verbs import add_order_line

TWO = Decimal(2)


def test_each_row_of_a_list_has_its_own_currency(bohen, ana, at):
    noun = noun_named("order")
    for currency in ("CNY", "EUR"):
        values = {"account": bohen.pk, "ordered_on": "2026-11-19", "currency": currency}
        create_record(noun, {**values, "rate": "1"}, actor=ana, at=at)

    page = read_list(ana, noun, ListQuery(sort="id", columns=["number", "total_amount"]))

    assert [currency_of(row["total_amount"]) for row in page.rows] == ["CNY", "EUR"]
    assert [row["total_amount"] for row in page.rows] == [0, 0]


def test_a_rate_is_between_whole_units_whatever_the_decimals_of_a_currency(bohen, ana, at):
    noun = noun_named("order")
    values = {"account": bohen.pk, "ordered_on": "2026-11-19", "currency": "JPY", "rate": "0.0478"}

    order = create_record(noun, values, actor=ana, at=at)
    product = Product.objects.create(code="J1", name="Seal", created_at=at, updated_at=at)
    add_order_line(order, product=product, quantity=TWO, unit_price=250 * TWO, actor=ana, at=at)
    order.refresh_from_db()

    assert (order.total_amount, order.rate, order.base_amount) == (1_000, Decimal("0.0478"), 4_780)


def test_a_single_order_tells_its_currency(bohen, ana, at):
    noun = noun_named("order")
    values = {"account": bohen.pk, "ordered_on": "2026-11-19", "currency": "EUR", "rate": "8"}

    order = create_record(noun, values, actor=ana, at=at)

    assert currency_of(noun.field("total_amount").value_of(order)) == "EUR"
    assert currency_of(noun.field("base_amount").value_of(order)) == "CNY"
