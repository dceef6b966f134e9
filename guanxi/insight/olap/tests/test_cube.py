"""Figures: over what one may see, adding up to the list behind them, never guessing."""

import datetime as dt
from itertools import product as pairs

import pytest
from django.db.models import Sum

from guanxi.insight.olap.answering import answer, listed
from guanxi.insight.olap.choices import controls
from guanxi.insight.olap.dimensions import DIMENSIONS, SALE
from guanxi.insight.olap.figures import MEASURED
from guanxi.insight.olap.pivot import SHADES, laid_out
from guanxi.insight.olap.rights import is_measured, offered, sight_of
from guanxi.insight.olap.state import OTHERS, TOTAL, UNKNOWN, CubeState
from guanxi.insight.olap.tests.standing_books import *  # noqa: F403 - they stand for the module
from guanxi.platform.actors.compiling import actor_for_user, rights_changed
from guanxi.platform.actors.models import FieldGrant, Grant
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.rights.visibility import visible_to
from guanxi.sales.models import Order, OrderLine

pytestmark = [pytest.mark.measures("rfm", "abc", "pyramid", "lifecycle"), pytest.mark.alike]

SCOPES = ("own", "team", "tree", "all", "shared")


def expected_revenue(actor):
    orders = visible_to(actor, noun_named("order")).filter(
        kind="sale", status__in=("confirmed", "delivered", "closed")
    )
    lines = OrderLine.objects.filter(order__in=orders)
    return lines.aggregate(total=Sum("amount"))["total"] or 0


def test_a_figure_is_over_the_very_rows_that_its_reader_sees(
    books, state, ana, seller, user_of, at
):
    for orders, accounts in pairs(SCOPES, ("own", "all")):
        _check_rights(orders, accounts, state, seller, user_of(ana), at)


def _check_rights(orders, accounts, state, seller, user, at):
    Grant.objects.filter(role=seller, permission="order.read").update(scope=orders)
    Grant.objects.filter(role=seller, permission="account.read").update(scope=accounts)
    rights_changed()
    actor = actor_for_user(user)
    asked = state("measure=revenue&rows=city&column=category&period=all&look=table")
    found = answer(actor, asked, as_of=at.date())
    assert found.total == expected_revenue(actor)
    inner = [value for key, value in found.cells.items() if TOTAL not in key]
    assert sum(value or 0 for value in inner) == (found.total or 0)
    behind = [listed(actor, asked, as_of=at.date(), page=page).rows for page in range(3)]
    assert sum(value for rows in behind for _, value in rows) == (found.total or 0)


def test_every_figure_can_be_divided_by_everything_the_star_holds(books, at, admin):
    for measured in MEASURED:
        _check_divided(measured.key, at, admin, every=measured.key in ("revenue", "interactions"))


def _check_divided(measure, at, admin, *, every):
    state = CubeState(measure=measure, rows=(), period="all")
    with sight_of(admin, state) as sight:
        if not is_measured(state.measured, sight.columns):
            return
        held = [
            one
            for one in DIMENSIONS
            if offered(one, sight.columns) and one.divides(state.measured.fact)
        ]
    assert len(held) >= 10
    for one in held if every else held[-2:]:
        found = answer(admin, state.but(rows=(one.key,)), as_of=at.date())
        assert len(found.cells) >= 2
        parts = [value for key, value in found.cells.items() if key != (TOTAL,)]
        if state.measured.is_additive and None not in parts:
            assert sum(parts) == found.total


def test_each_cell_lists_what_it_adds_up(books, state, admin, at):
    asked = state("measure=revenue&rows=city&column=quarter&period=all")
    found = answer(admin, asked, as_of=at.date())
    for (city, quarter), value in found.cells.items():
        if TOTAL in (city, quarter) or not value:
            continue
        narrow = asked.sliced("city", city).sliced("quarter", quarter).but(rows=(), column="")
        behind = listed(admin, narrow, as_of=at.date())
        assert sum(brings for _, brings in behind.rows) == value


def test_distinct_customers_are_counted_once_in_every_total(books, state, admin, at):
    found = answer(
        admin, state("measure=customers&rows=year&column=category&period=all"), as_of=at.date()
    )
    bought = Order.objects.filter(kind="sale", status="confirmed")
    assert found.total == bought.values("account").distinct().count()
    parts = [value for key, value in found.cells.items() if TOTAL not in key]
    assert sum(parts) > found.total


def test_others_hold_what_the_top_leaves_out(books, state, admin, at):
    found = answer(admin, state("measure=revenue&rows=customer&period=all&top=5"), as_of=at.date())
    parts = {key[0]: value for key, value in found.cells.items() if key != (TOTAL,)}
    assert len(parts) <= 7
    assert parts[OTHERS] > 0
    assert sum(parts.values()) == found.total
    assert min(v for k, v in parts.items() if k not in (OTHERS, UNKNOWN)) > 0


def test_cells_are_as_dark_as_the_number_they_show(books, state, admin, at):
    for share in ("", "row", "column", "total"):
        asked = state(f"measure=revenue&rows=city&column=category&period=all&share={share}")
        table = laid_out(admin, answer(admin, asked, as_of=at.date()), "/insight/cube/")

        cells = [cell for row in table.rows for cell in row.cells if cell.value]
        shown = sorted((cell.share if share else cell.value, cell.shade) for cell in cells)
        shades = [shade for _number, shade in shown]
        assert shades == sorted(shades)
        assert shades[-1] == SHADES


@pytest.mark.parametrize("figure", ["margin_rate", "order_value", "customer_revenue"])
def test_a_mean_is_no_share_of_a_whole(books, state, admin, at, figure):
    asked = state(f"measure={figure}&rows=city&period=all&share=total")
    table = laid_out(admin, answer(admin, asked, as_of=at.date()), "/insight/cube/")

    assert {cell.share for cell in (*(row.total for row in table.rows), table.totals.total)} == {
        None
    }
    assert "share" not in [one.name for one in controls(admin, asked)]


def test_the_year_before_stands_beside_its_own_quarter(books, state, admin, at):
    now = answer(
        admin, state("measure=revenue&rows=quarter&period=12m&compare=year"), as_of=at.date()
    )
    then = answer(
        admin,
        state("measure=revenue&rows=quarter&period=own&first=2024-11-01&last=2025-10-31"),
        as_of=at.date(),
    )
    assert now.before_span.first == dt.date(2024, 11, 1)
    assert now.total_before == then.total
    moved = {
        (dt.date.fromisoformat(key[0]).replace(year=int(key[0][:4]) + 1).isoformat(),): value
        for key, value in then.cells.items()
        if key != (TOTAL,)
    }
    assert moved == {key: value for key, value in now.before.items() if key != (TOTAL,)}


HIDDEN = [
    ("account", "profile_abc_class", "rows=abc_class"),
    ("account", "city", "rows=quarter&f.city=Shanghai"),
    ("order_line", "cost", "measure=margin"),
    ("order_line", "amount", "measure=order_value"),
]


def test_a_hidden_field_neither_divides_nor_filters_nor_counts(
    books, state, ana, seller, user_of, at
):
    for noun, field, query in HIDDEN:
        grant = FieldGrant.objects.create(role=seller, noun=noun, field=field, mode="hidden")
        rights_changed()
        with pytest.raises(Denied):
            answer(actor_for_user(user_of(ana)), state(query), as_of=at.date())
        grant.delete()
    rights_changed()
    answer(actor_for_user(user_of(ana)), state(HIDDEN[0][2]), as_of=at.date())


NONSENSE = [
    "measure=secrets",
    "rows=city;DROP TABLE x",
    "rows=channel",
    "rows=city&column=city",
    "rows=city&rows=year&rows=team",
    "f.customer=one",
    "f.customer=99999999999999999999999",
    "f.month=soon",
    "period=own&first=x&last=y",
    "period=own&first=2026-02-01&last=2026-01-01",
    "period=all&compare=year",
    "top=7",
]


def test_what_makes_no_sense_is_refused_with_a_sentence(books, state, admin, at):
    for query in NONSENSE:
        with pytest.raises(RuleBroken):
            answer(admin, state(query), as_of=at.date())


def test_what_people_type_is_only_ever_a_value(books, state, admin, at):
    for text in ("'", "x'; DROP TABLE dim_customer; --", "\\", "$p0", "~", "*"):
        asked = CubeState(rows=("city",), period="all").sliced("city", text)
        found = answer(admin, asked, as_of=at.date())
        assert set(found.cells) <= {(TOTAL,), (UNKNOWN,)}


def test_the_warehouse_is_read_only_and_closed_to_files(books, admin):
    import duckdb

    state = CubeState()
    with sight_of(admin, state) as sight:
        for statement in ("DROP TABLE dim_customer", "SELECT * FROM read_csv('/etc/passwd')"):
            with pytest.raises(duckdb.Error):
                sight.connection.execute(statement)
    assert state.measured.fact == SALE
