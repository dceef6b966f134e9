"""An order from its first draft on, through the doors that every noun has."""

import datetime as dt

import pytest

from guanxi.platform.errors import RuleBroken
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.reading import ListQuery, read_list
from guanxi.platform.records.writing import create_record, update_record

DAY = dt.date(2026, 11, 18)


@pytest.fixture
def order(ana, at):
    return create_record(noun_named("order"), {"ordered_on": DAY}, actor=ana, at=at)


def test_a_new_order_is_a_draft_with_the_next_number(order, ana, at):
    second = create_record(noun_named("order"), {"ordered_on": DAY}, actor=ana, at=at)

    assert (order.number, second.number) == ("SO-26-00001", "SO-26-00002")
    assert (order.status, order.currency, order.total_amount) == ("draft", "CNY", 0)


def test_a_return_is_counted_apart(ana, at):
    back = create_record(
        noun_named("order"), {"ordered_on": DAY, "kind": "return"}, actor=ana, at=at
    )

    assert back.number == "RT-26-00001"


def test_an_order_imported_with_a_number_keeps_it(ana, at):
    order = create_record(
        noun_named("order"), {"ordered_on": DAY, "number": "536365"}, actor=ana, at=at
    )

    assert order.number == "536365"


def test_a_team_mate_lists_it_and_a_stranger_does_not(order, ben, cleo):
    noun = noun_named("order")

    assert [row["id"] for row in read_list(ben, noun, ListQuery()).rows] == [order.pk]
    assert read_list(cleo, noun, ListQuery()).rows == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"currency": "XYZ"}, "currency"),
        ({"rate": 0}, "rate"),
        ({"discount": -1}, "discount"),
        ({"status": "closed"}, "status"),
    ],
)
def test_what_an_order_cannot_be_is_refused_by_field(order, ana, at, wrong, field):
    with pytest.raises(RuleBroken) as refused:
        update_record(noun_named("order"), order.pk, wrong, actor=ana, at=at)

    assert set(refused.value.fields) == {field}


def test_a_discount_on_the_order_changes_its_total(order, ana, at):
    changed = update_record(noun_named("order"), order.pk, {"discount": 5}, actor=ana, at=at)

    assert (changed.discount, changed.total_amount, changed.base_amount) == (500, -500, -500)


def test_yen_have_no_cents_however_they_are_given(order, ana, at):
    noun = noun_named("order")

    both = update_record(noun, order.pk, {"currency": "JPY", "discount": 500}, actor=ana, at=at)
    assert both.discount == 500
    later = update_record(noun, order.pk, {"discount": "700"}, actor=ana, at=at)
    assert (later.discount, noun.field("discount").value_of(later).currency) == (700, "JPY")
