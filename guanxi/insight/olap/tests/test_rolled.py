"""What the sums by category tell is what the lines tell, whatever is asked."""

import random
from dataclasses import replace

import pytest
from django.db.models import F

from guanxi.catalog.models import Product
from guanxi.customers.models import Account
from guanxi.insight.olap.answering import answer
from guanxi.insight.olap.compiling import Asked
from guanxi.insight.olap.dimensions import SALE
from guanxi.insight.olap.rights import sight_of
from guanxi.insight.olap.rolled import SUMMED, can_tell
from guanxi.insight.olap.spans import span_of
from guanxi.insight.olap.state import UNKNOWN, CubeState
from guanxi.insight.olap.tests.standing_books import *  # noqa: F403 - they stand for the module
from guanxi.sales.models import Order, OrderLine

pytestmark = [pytest.mark.measures("rfm", "abc", "pyramid", "lifecycle"), pytest.mark.alike]

PERIODS = ("year", "quarter", "month", "week")
KEYS = (*PERIODS, "category", "city", "owner", "abc_class", "lifecycle_class")
VALUES = {
    "city": ("Shanghai", "Beijing", UNKNOWN, "'"),
    "category": ("K0", "K1", UNKNOWN),
    "abc_class": ("A", UNKNOWN),
    "quarter": ("2026-04-01", "2025-10-01"),
}
SPANS = (
    {"period": "all"},
    {"period": "12m"},
    {"period": "this_year"},
    {"period": "own", "first": "2025-11-14", "last": "2026-08-20"},
)


def drawn(draw, keys=KEYS, values=VALUES, spans=SPANS):
    chosen = draw.sample(keys, draw.randrange(4))
    filters = draw.sample(sorted(values), draw.choice((0, 0, 1, 2)))
    state = CubeState(
        measure=draw.choice(sorted(SUMMED)),
        rows=tuple(chosen[:2]),
        column=chosen[2] if len(chosen) > 2 else "",
        filters={
            key: tuple(draw.sample(values[key], draw.randrange(1, len(values[key]) + 1)))
            for key in filters
        },
        top=draw.choice((5, 50)),
        **draw.choice(spans),
    )
    compared = draw.choice(("", "period", "year"))
    return state if state.period == "all" else replace(state, compare=compared)


def odd_sales(at):
    """Sales without a customer, without a product or rate, of a customer in the bin."""
    anon = Order.objects.order_by("pk").values_list("pk", flat=True)[:12]
    Order.objects.filter(pk__in=list(anon)).update(account=None, version=F("version") + 1)
    OrderLine.objects.filter(order__in=Order.objects.order_by("-pk")[:5]).update(product=None)
    gone = Account.objects.order_by("pk")[3]
    Account.objects.filter(pk=gone.pk).update(deleted_at=at, version=F("version") + 1)
    foreign = Order.objects.filter(account__isnull=False).order_by("-pk")[:2]
    Order.objects.filter(pk__in=[one.pk for one in foreign]).update(
        currency="EUR", rate=1, version=F("version") + 1
    )
    Product.objects.filter(code="P5").update(category="")


@pytest.mark.parametrize("questions", [30, pytest.param(120, marks=pytest.mark.slow)])
def test_the_sums_tell_what_the_lines_tell(books, by_lines, compute, admin, at, questions):
    odd_sales(at)
    compute(fresh=True)
    compare_all(by_lines, admin, at, questions)


def test_sums_follow_changes_of_lines_customers_and_categories(books, by_lines, compute, admin, at):
    odd_sales(at)
    compute()
    Product.objects.filter(code="P1").update(category="K9", version=F("version") + 1)
    compute()
    compare_all(by_lines, admin, at, 30)


def compare_all(by_lines, admin, at, number):
    draw = random.Random(11)
    told = 0
    for _ in range(number):
        state = drawn(draw)
        found, expected = answer(admin, state, as_of=at.date()), by_lines(admin, state, at.date())
        assert found.cells == pytest.approx(expected.cells), state
        assert found.before == pytest.approx(expected.before), state
        told += tells(admin, state, at)
    assert told > number // 2


def tells(actor, state, at):
    span = span_of(state.period, at.date(), state.first, state.last)
    with sight_of(actor, state) as sight:
        return can_tell(Asked(state, span, sight.limited, sight.columns))


def test_whoever_sees_some_rows_is_answered_from_the_lines(books, ana, admin, at):
    state = CubeState(measure="customers", rows=("city",), period="all")
    assert state.measured.fact == SALE
    assert tells(admin, state, at)
    assert not tells(ana, state, at)
