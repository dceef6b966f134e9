"""Customers as they were then: last June's sales under last June's class, owner and tier."""

import datetime as dt

import pytest
from django.utils.translation import override

from guanxi.insight.olap.answering import answer, listed
from guanxi.insight.olap.choices import title_of
from guanxi.insight.olap.compiling import Asked, cube_query
from guanxi.insight.olap.keeping import keep_cube, state_of_cube
from guanxi.insight.olap.rolled import can_tell
from guanxi.insight.olap.spans import Span
from guanxi.insight.olap.state import TOTAL, UNKNOWN, CubeState
from guanxi.insight.olap.wanted import traits_of
from guanxi.insight.registry import MEASURES
from guanxi.insight.run import Order, run
from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.actors.compiling import actor_for_user, rights_changed
from guanxi.platform.actors.models import FieldGrant, Grant
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import update_record

pytestmark = [pytest.mark.measures("rfm", "abc", "pyramid", "lifecycle"), pytest.mark.alike]
LATER = dt.timedelta(60)


@pytest.fixture
def risen(customer, sale, ana, ben, at, compute):
    """A customer of C that bought 10 before anybody remembers, 20 as C, and 90,000 since it is A.

    It went from ana to ben on the day on which it became A.
    """
    sale(customer("big", ana), 100, 500_000)
    small = customer("small", ana)
    sale(small, 20, 10)
    compute()
    later = at + LATER
    sale(small, -30, 20)
    sale(small, -60, 90_000_000)
    update_record(noun_named("account"), small.pk, {"owner": ben.user_id}, actor=ana, at=later)
    wanted = {"rfm", "abc", "pyramid", "lifecycle"}
    off = frozenset(one.key for one in MEASURES if one.key not in wanted)
    run(Order(later.date(), {}, off=off), actor=SYSTEM, at=later)
    return small


def asked(query, state):
    return state(f"{query}&period=all&standing=then")


def cells_of(actor, asked, at):
    return answer(actor, asked, as_of=(at + LATER).date()).cells


def test_a_sale_stands_under_the_class_of_its_day(risen, state, admin, at):
    then = cells_of(admin, asked("measure=revenue&rows=abc_class", state), at)
    today = cells_of(admin, state("measure=revenue&rows=abc_class&period=all"), at)

    assert then == {("A",): 90_000_000, ("C",): 20, (UNKNOWN,): 500_010, (TOTAL,): 90_500_030}
    assert today[("A",)] == 90_000_030


def test_a_sale_stands_under_the_owner_and_tier_of_its_day(risen, state, admin, ana, ben, at):
    owners = cells_of(admin, asked("measure=revenue&rows=owner", state), at)
    tiers = cells_of(admin, asked("measure=revenue&rows=tier", state), at)

    assert owners[(str(ben.user_id),)] == 90_000_000
    assert owners[(str(ana.user_id),)] == 20
    assert sum(value for key, value in owners.items() if key != (TOTAL,)) == owners[(TOTAL,)]
    assert tiers[(TOTAL,)] == 90_500_030


def test_who_was_in_two_classes_is_one_customer(risen, state, admin, at):
    found = cells_of(admin, asked("measure=customers&rows=abc_class", state), at)
    assert (found[("A",)], found[("C",)], found[(TOTAL,)]) == (1, 1, 2)


def test_the_list_behind_a_cell_adds_up_to_it(risen, state, admin, at):
    narrow = asked("measure=revenue&rows=", state).sliced("abc_class", "C")
    behind = listed(admin, narrow, as_of=(at + LATER).date())
    assert [value for _pk, value in behind.rows] == [20]


def test_the_choice_is_in_the_address_the_title_and_a_kept_cube(risen, state, admin, at):
    then = asked("measure=revenue&rows=abc_class", state)
    kept = keep_cube("Then", then, "private", actor=admin, at=at)

    assert "standing=then" in then.query()
    assert state_of_cube(kept) == then
    with override("en"):
        assert title_of(then) == "Revenue by ABC class, customers as they were then"
        assert title_of(then.but(standing="")) == "Revenue by ABC class"


def test_what_is_not_remembered_is_refused_with_its_name(state):
    with override("en"), pytest.raises(RuleBroken, match="RFM segment"):
        state("measure=revenue&rows=rfm_segment&standing=then")
    with pytest.raises(RuleBroken):
        state("measure=revenue&rows=abc_class&standing=tomorrow")


def test_rights_are_those_of_today(risen, state, ana, seller, user_of, at):
    then = asked("measure=revenue&rows=abc_class", state)
    Grant.objects.filter(role=seller, permission="account.read").update(scope="own")
    rights_changed()
    theirs = cells_of(actor_for_user(user_of(ana)), then, at)
    assert ("A",) not in theirs

    FieldGrant.objects.create(role=seller, noun="account", field="profile_abc_class", mode="hidden")
    rights_changed()
    with pytest.raises(Denied):
        cells_of(actor_for_user(user_of(ana)), then, at)


def test_without_the_choice_sums_go_on_to_tell(risen, at):
    columns = frozenset(
        [("category_day", "units"), ("cube_customer", "abc_class"), ("measure_abc", "class")]
    )
    today = CubeState(rows=("abc_class",), period="all")
    then = today.but(standing="then")
    plain, of_then = (Asked(one, Span(None, None), frozenset(), columns) for one in (today, then))

    assert can_tell(plain) and not can_tell(of_then)
    assert (traits_of(today), traits_of(then)) == (("abc_class",), None)
    assert "dim_customer_class" not in cube_query(plain)[0]
    assert "dim_customer_class" in cube_query(of_then)[0]
