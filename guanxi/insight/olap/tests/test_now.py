"""Customers and what they are worth now, by any trait, over those one may see."""

import re

import pytest
from django.core import mail
from django.db.models import Sum
from django.http import QueryDict
from django.test import Client
from django.utils.translation import override

from guanxi.customers.models import Account
from guanxi.insight.models import Profile
from guanxi.insight.olap.answering import answer, listed
from guanxi.insight.olap.keeping import keep_cube, subscribe_to, watch
from guanxi.insight.olap.letters import send_one
from guanxi.insight.olap.models import CubeLetter
from guanxi.insight.olap.state import state_from
from guanxi.insight.olap.telling import check_lines
from guanxi.insight.olap.tests.standing_books import *  # noqa: F403 - they stand for the module
from guanxi.platform.actors.compiling import actor_for_user, rights_changed
from guanxi.platform.actors.models import FieldGrant
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.rights.visibility import visible_to

pytestmark = [pytest.mark.measures("rfm", "abc", "churn", "clv"), pytest.mark.alike]

BY_CLASS = "measure=accounts&rows=abc_class"
WORTH = {
    "value_at_risk": "churn_at_risk",
    "contribution": "abc_contribution",
}


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


def seen(actor):
    """The customers that the actor may see."""
    return visible_to(actor, noun_named("account"))


def test_customers_by_class_are_those_one_sees(books, state, admin, ana, cleo, at):
    for actor in (admin, ana, cleo):
        found = answer(actor, state(BY_CLASS), as_of=at.date())
        assert found.total == seen(actor).count()
        for (key,), number in found.cells.items():
            if key:
                wanted = "unknown" if key == "~" else key
                assert seen(actor).filter(profile__abc_class=wanted).count() == number


@pytest.mark.parametrize(("key", "column"), WORTH.items())
def test_worth_adds_up_as_on_the_customers(books, state, admin, ana, at, key, column):
    for actor in (admin, ana):
        found = answer(actor, state(f"measure={key}&rows=city&column=owner"), as_of=at.date())
        profiles = Profile.objects.filter(account__in=seen(actor))
        assert found.total == profiles.aggregate(sum=Sum(column))["sum"]
        parts = [value for (row, across), value in found.cells.items() if row and across]
        assert sum(value or 0 for value in parts) == found.total


def test_every_cell_leads_to_its_customers(books, state, ana, at):
    found = answer(ana, state("measure=contribution&rows=customer&top=10"), as_of=at.date())
    assert len(found.cells) == 12
    for query in ("measure=accounts&f.abc_class=A", "measure=contribution&f.city=Beijing"):
        asked = state(f"{query}&rows=")
        behind = listed(ana, asked, as_of=at.date())
        assert sum(value for _pk, value in behind.rows) == answer(ana, asked, as_of=at.date()).total
        assert {pk for pk, _ in behind.rows} <= set(seen(ana).values_list("pk", flat=True))


def test_a_member_that_nobody_has_finds_nobody(books, state, admin, at):
    for query in ("f.city=Nowhere", "f.abc_class=Z&rows=city", "f.owner=999&rows=abc_class"):
        found = answer(admin, state(f"measure=accounts&rows=kind&{query}"), as_of=at.date())
        assert not found.total


def test_at_most_so_many_members_are_kept_apart(books, state, admin, at):
    found = answer(admin, state("measure=accounts&rows=city&column=owner&top=5"), as_of=at.date())
    apart = [value for (city, owner), value in found.cells.items() if city and owner]
    assert sum(apart) == found.total == 40


def test_what_customers_are_now_has_no_period_and_nothing_before_it(books, state):
    with pytest.raises(RuleBroken, match="not kept to compare"):
        state(f"{BY_CLASS}&compare=year")
    for wrong in ("rows=month", "rows=category", "rows=abc_class&f.channel=phone"):
        with pytest.raises(RuleBroken, match="cannot be divided"):
            state(f"measure=accounts&{wrong}")


def test_choosing_another_figure_leaves_out_what_does_not_fit(books):
    before = "rows=quarter&column=abc_class&compare=year&f.category=K1&was=revenue"
    found = state_from(QueryDict(f"measure=accounts&{before}"))
    assert (found.rows, found.column, found.compare) == (("industry",), "abc_class", "")
    assert not found.filters
    assert state_from(QueryDict("measure=revenue&rows=abc_class&was=accounts")).rows == (
        "abc_class",
    )


def test_who_may_not_read_a_worth_gets_none_of_it(books, state, ana, seller, user_of, at):
    FieldGrant.objects.create(
        role=seller, noun="account", field="profile_churn_at_risk", mode="hidden"
    )
    rights_changed()
    with pytest.raises(Denied):
        asking = actor_for_user(user_of(ana))
        answer(asking, state("measure=value_at_risk&rows=city"), as_of=at.date())


def test_a_figure_that_the_warehouse_does_not_hold_is_not_offered(books, state, admin, user_of, at):
    with pytest.raises(RuleBroken, match="refresh it first"):
        answer(admin, state("measure=serve_cost&rows=city"), as_of=at.date())
    client = Client()
    client.force_login(user_of(admin))
    page = client.get("/insight/cube/").content.decode()
    assert 'value="accounts"' in page
    assert 'value="serve_cost"' not in page


def test_the_page_tells_the_day_and_offers_no_period(books, admin, user_of, at):
    client = Client()
    client.force_login(user_of(admin))
    page = client.get(f"/insight/cube/?{BY_CLASS}").content.decode()
    assert 'id="cube-period"' not in page
    assert 'id="cube-compare"' not in page
    assert "19 Nov 2026" in page
    links = re.findall(r'href="(/insight/cube/rows/\?[^"]+)"', page)
    behind = client.get(links[0].replace("&amp;", "&")).content.decode()
    assert re.search(r'href="/account/\d+/"', behind)
    assert client.get("/insight/dashboard/tile/s-ahead/").status_code == 200


def test_customers_can_be_watched_and_sent(books, state, ana, at):
    cube = keep_cube("Mine", state(BY_CLASS), "private", actor=ana, at=at)
    watch(cube, str(seen(ana).count() - 1), is_above=True, actor=ana)
    assert check_lines(at=at) == 1
    subscribe_to(cube, "day", actor=ana, at=at)
    assert send_one(CubeLetter.objects.get().pk, at=at) == 1
    assert "as of 19 Nov 2026" in mail.outbox[0].body


def test_nobody_is_counted_from_the_bin(books, compute, state, admin, at):
    Account.objects.filter(code="C1").update(deleted_at=at)
    compute(fresh=True)
    assert answer(admin, state(BY_CLASS), as_of=at.date()).total == 39
