"""Money of other currencies: never added without a rate, watched in its own units."""

import pytest

from guanxi.insight.olap.answering import answer
from guanxi.insight.olap.keeping import keep_cube, watch
from guanxi.insight.olap.state import TOTAL
from guanxi.insight.olap.telling import check_lines
from guanxi.platform.messages.tests.hearing import heard_by

pytestmark = [pytest.mark.measures(), pytest.mark.alike]


def test_currencies_without_a_rate_are_unknown_not_added(
    customer, sale, compute, ana, admin, state, at
):
    account = customer("one", ana)
    sale(account, 40, 10_000)
    sale(account, 40, 10_000, currency="USD", rate=7)
    sale(account, 41, 500, currency="EUR")
    compute()
    by = answer(admin, state("measure=revenue&rows=currency&period=all"), as_of=at.date())
    assert by.cells[("CNY",)] == 10_000
    assert by.cells[("USD",)] == 70_000
    assert by.cells[("EUR",)] is None
    assert by.total is None
    own = answer(admin, state("measure=own_revenue&rows=currency&period=all"), as_of=at.date())
    assert own.cells == {("CNY",): 10_000, ("USD",): 10_000, ("EUR",): 500, (TOTAL,): None}
    assert own.currencies[("EUR",)] == "EUR"


@pytest.mark.parametrize(("currency", "line", "beyond"), [("USD", 100, 99), ("JPY", 10_000, 9_999)])
def test_a_line_in_the_orders_currency_is_in_whole_units(
    customer, sale, compute, state, ana, at, currency, line, beyond
):
    sale(customer("one", ana), 40, 10_000, currency=currency, owner_id=ana.user_id)
    compute()
    query = state("measure=own_revenue&rows=month&period=all")
    cube = keep_cube("Own", query, "private", actor=ana, at=at)

    watch(cube, str(line), is_above=True, actor=ana)
    assert check_lines(at=at) == 0
    watch(cube, str(beyond), is_above=True, actor=ana)
    assert check_lines(at=at) == 1
    (told,) = heard_by(ana)
    assert f"{beyond:,}" in told
    assert told.endswith(f"{beyond:,}")
