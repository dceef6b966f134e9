"""A cuboid tells exactly what the lines tell, or it is not asked."""

import datetime as dt
import random
from dataclasses import replace

import pytest
from django.db.models import F

from guanxi.catalog.models import Product
from guanxi.customers.models import Account
from guanxi.insight.olap import cuboids, sources
from guanxi.insight.olap.answering import answer
from guanxi.insight.olap.compiling import Asked
from guanxi.insight.olap.cuboids import Budget, chosen, make_cuboids
from guanxi.insight.olap.models import CubeUse, SavedCube
from guanxi.insight.olap.rights import sight_of
from guanxi.insight.olap.rolled import can_tell
from guanxi.insight.olap.spans import compared_with, span_of
from guanxi.insight.olap.state import UNKNOWN, CubeState
from guanxi.insight.olap.tests.standing_books import *  # noqa: F403 - they stand for the module
from guanxi.insight.olap.tests.test_rolled import drawn, odd_sales
from guanxi.insight.olap.wanted import note_use, wanted_traits
from guanxi.warehouse.engine import writing
from guanxi.warehouse.refresh import warehouse_file

pytestmark = [pytest.mark.measures("rfm", "abc", "pyramid", "lifecycle"), pytest.mark.alike]

ANY_SIZE = {"least_sums": 0, "least_gain": 0.0001}
KEYS = ("year", "quarter", "month", "category", "city", "owner", "abc_class", "lifecycle_class")
VALUES = {
    "city": ("Shanghai", "Beijing", UNKNOWN, "'"),
    "category": ("K0", "K1", UNKNOWN),
    "abc_class": ("A", UNKNOWN),
    "quarter": ("2026-04-01", "2025-10-01"),
}
SPANS = (
    {"period": "all"},
    {"period": "12m"},
    {"period": "24m"},
    {"period": "this_year"},
    {"period": "this_month"},
    {"period": "last_quarter"},
    {"period": "own", "first": "2025-11-01", "last": "2026-08-20"},
    {"period": "own", "first": "2025-11-14", "last": "2026-08-31"},
)


@pytest.fixture
def stand_ready():
    """Make cuboids for these sets of traits, however few the sums are."""

    def make(*wanted, **budget):
        with writing(warehouse_file()) as connection:
            make_cuboids(connection, {"wanted": wanted, "budget": ANY_SIZE | budget})
            return connection.execute("SELECT traits FROM cuboid ORDER BY name").fetchall()

    return make


def cuboid_of(actor, state, as_of):
    """The cuboid that answers; empty where none does."""
    span = span_of(state.period, as_of, state.first, state.last)
    with sight_of(actor, state) as sight:
        asked = Asked(state, span, sight.limited, sight.columns)
        if state.compare:
            asked = replace(asked, compared=compared_with(state.compare, span))
        return sources.cuboid_for(asked) if can_tell(asked) else ""


@pytest.mark.parametrize("questions", [40, pytest.param(240, marks=pytest.mark.slow)])
def test_a_cuboid_tells_what_the_lines_tell(
    questions,
    books,
    by_lines,
    compute,
    stand_ready,
    admin,
    at,
):
    odd_sales(at)
    compute(fresh=True)
    assert stand_ready(["abc_class", "city"], ["owner", "city", "lifecycle_class"])
    draw = random.Random(questions)
    told = 0
    for _ in range(questions):
        state = drawn(draw, KEYS, VALUES, SPANS)
        found, expected = answer(admin, state, as_of=at.date()), by_lines(admin, state, at.date())
        assert found.cells == pytest.approx(expected.cells), state
        assert found.before == pytest.approx(expected.before), state
        told += bool(cuboid_of(admin, state, at.date()))
    assert told > questions // 3


def test_whoever_sees_some_rows_is_never_answered_from_a_cuboid(
    books,
    by_lines,
    stand_ready,
    ana,
    ben,
    cleo,
    admin,
    at,
):
    stand_ready(["city"])
    state = CubeState(measure="customers", rows=("city", "quarter"), period="all")
    everything = answer(admin, state, as_of=at.date())

    assert cuboid_of(admin, state, at.date())
    for one in (ana, ben, cleo):
        assert not cuboid_of(one, state, at.date())
        found = answer(one, state, as_of=at.date())
        assert found.cells == by_lines(one, state, at.date()).cells
        assert found.total < everything.total


def test_a_cuboid_answers_only_within_months(books, stand_ready, admin, at):
    stand_ready(["city"])
    state = CubeState(measure="customers", rows=("city", "quarter"))
    begun_within = state.but(period="own", first="2026-01-02", last="2026-03-31")
    day_by_day = state.but(period="own", first="2026-01-01", last="2026-03-15", compare="period")

    assert cuboid_of(admin, state, at.date())
    assert cuboid_of(admin, state.but(rows=("city",), period="this_year"), at.date())
    assert not cuboid_of(admin, begun_within, at.date())
    assert not cuboid_of(admin, day_by_day, at.date())
    assert not cuboid_of(admin, state.but(rows=("city", "week")), at.date())
    assert not cuboid_of(admin, state.but(rows=("abc_class",)), at.date())
    assert not cuboid_of(admin, state.but(rows=("product",)), at.date())


def test_no_cuboid_outlives_the_refresh_it_was_made_in(
    books,
    by_lines,
    compute,
    stand_ready,
    admin,
    at,
):
    stand_ready(["city"])
    state = CubeState(measure="customers", rows=("city",), period="all")
    Account.objects.filter(city="Beijing").update(city="Chengdu", version=F("version") + 1)
    Product.objects.filter(code="P1").update(category="K9", version=F("version") + 1)
    compute()

    assert not cuboid_of(admin, state, at.date())
    found = answer(admin, state, as_of=at.date())
    assert found.cells == by_lines(admin, state, at.date()).cells
    assert ("Beijing",) not in found.cells


def test_the_night_makes_what_was_asked_and_kept(books, compute, monkeypatch, admin, ana, at):
    monkeypatch.setattr(cuboids, "USUAL", Budget(**ANY_SIZE))
    state = CubeState(measure="orders", rows=("city", "category"), column="quarter")
    compute()
    assert not cuboid_of(admin, state, at.date())

    note_use(admin, state, on=at.date())
    query = CubeState(measure="revenue", rows=("abc_class",)).query()
    SavedCube.objects.create(label="ABC", owner_id=ana.user_id, query=query, created_at=at)
    compute()
    assert cuboid_of(admin, state, at.date())
    assert cuboid_of(admin, CubeState(rows=("abc_class",)), at.date())


def test_a_use_is_noted_once_a_day_and_forgotten_after_a_month(books, admin, ana, at):
    state = CubeState(measure="orders", rows=("city", "category"), column="quarter")
    later = at.date() + dt.timedelta(days=20)
    for on in (at.date(), at.date(), later):
        note_use(admin, state, on=on)

    assert CubeUse.objects.get().days == 2
    assert wanted_traits(later) == [("city",)]
    assert wanted_traits(later + dt.timedelta(days=32)) == []


def test_questions_that_no_cuboid_could_answer_are_not_noted(books, admin, ana, at):
    state = CubeState(measure="orders", rows=("city",))
    note_use(ana, state, on=at.date())
    note_use(admin, state.but(rows=("product",)), on=at.date())
    note_use(admin, state.but(measure="interactions"), on=at.date())
    note_use(admin, state.but(rows=("week",)), on=at.date())

    assert not CubeUse.objects.exists()


def test_a_firm_with_few_sums_has_no_cuboids(books, compute, stand_ready, admin, at):
    assert stand_ready(["city"], least_sums=10**6) == []


class Sizes:
    """A firm with ten members to each trait."""

    sums = 9_000_000

    def has(self, traits):
        return "gone" not in traits

    def rows(self, traits):
        return 10_000 * 10 ** len(traits)


def test_one_cuboid_answers_for_several_sets_while_it_stays_small():
    wanted = [(), ("city",), ("city", "kind"), ("gone",), ("owner",), ("kind",)]

    assert chosen(wanted, Sizes(), Budget()) == [("city", "kind"), ("owner",)]
    assert chosen(wanted, Sizes(), Budget(most_together=0, most_read=90_000_000)) == [
        (),
        ("city",),
        ("city", "kind"),
        ("owner",),
    ]


def test_a_night_makes_no_more_cuboids_than_it_can_pay():
    wanted = [("city", "kind"), ("owner", "team"), ("source",)]

    assert chosen(wanted, Sizes(), Budget(most_read=9_000_000)) == wanted[:2]
    assert chosen(wanted, Sizes(), Budget(most_read=27_000_000)) == wanted
    assert chosen(wanted, Sizes(), Budget(most_cuboids=1)) == wanted[:1]
    assert chosen(wanted, Sizes(), Budget(most_rows=1_000)) == []
    assert chosen(wanted, Sizes(), Budget(least_sums=10_000_000)) == []
