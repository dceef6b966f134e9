"""Lines of a draft, and what the order comes to."""

import pytest

from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.sales.models import Order, OrderLine


def amounts(order):
    order.refresh_from_db()
    return order.tax_amount, order.total_amount, order.base_amount


def test_a_line_takes_the_price_and_cost_of_the_catalogue(ordered):
    line = ordered.lines.get()

    assert (line.unit_price, line.amount, line.cost) == (3216, 643_200, 402_100)
    assert amounts(ordered) == (0, 643_200, 643_200)


def test_a_price_below_a_cent_is_kept_and_the_amount_rounded_once(order, screw, ana, call):
    line = call("add_order_line", order, ana, product=screw.pk, quantity=1000, unit_price="0.0355")

    line.refresh_from_db()
    assert (str(line.unit_price), line.amount) == ("0.0355", 3_550)


def test_tax_that_is_not_included_comes_on_top(order, screw, ana, call):
    call("add_order_line", order, ana, product=screw.pk, quantity=100)

    assert amounts(order) == (1_300, 11_300, 11_300)


def test_a_foreign_order_is_also_told_in_the_firms_currency(order, gauge, ana, call):
    Order.objects.filter(pk=order.pk).update(currency="USD", rate="7.10000000")

    call("add_order_line", order, ana, product=gauge.pk, quantity=1, unit_price=10)

    assert amounts(order) == (0, 1_000, 7_100)


def test_changing_a_line_changes_the_total_and_says_what_it_was(ordered, ana, call):
    line = call("change_order_line", ordered.lines.get(), ana, quantity=3, discount=100)

    assert line.amount == 954_800
    assert amounts(ordered)[1] == 954_800
    fact = Fact.objects.get(kind="order.line_changed")
    assert fact.changes["total_amount"] == [643_200, 954_800]
    assert fact.data["was"]["quantity"] == "2.0000"


def test_removing_the_line_leaves_nothing(ordered, ana, call):
    call("remove_order_line", ordered.lines.get(), ana)

    assert amounts(ordered) == (0, 0, 0)
    assert Fact.objects.filter(kind="order.line_removed").count() == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"quantity": 0}, "quantity"),
        ({"quantity": -1}, "quantity"),
        ({"quantity": 1, "unit_price": -1}, "unit_price"),
    ],
)
def test_a_line_of_nothing_is_refused_and_nothing_is_kept(order, gauge, ana, call, given, field):
    with pytest.raises(RuleBroken) as refused:
        call("add_order_line", order, ana, product=gauge.pk, **given)

    assert set(refused.value.fields) == {field}
    assert not OrderLine.objects.exists()


def test_a_confirmed_order_takes_no_more_lines(confirmed, gauge, ana, call):
    with pytest.raises(RuleBroken):
        call("add_order_line", confirmed, ana, product=gauge.pk, quantity=1)
    with pytest.raises(RuleBroken):
        call("change_order_line", confirmed.lines.get(), ana, quantity=1)


def test_who_may_only_read_adds_no_line(order, gauge, visitor, call):
    with pytest.raises(Denied):
        call("add_order_line", order, visitor, product=gauge.pk, quantity=1)


def test_a_stranger_finds_neither_order_nor_line(ordered, gauge, cleo, call):
    with pytest.raises(Order.DoesNotExist):
        call("add_order_line", ordered, cleo, product=gauge.pk, quantity=1)
    with pytest.raises(OrderLine.DoesNotExist):
        call("remove_order_line", ordered.lines.get(), cleo)
