"""The page of a record by role: who says so, in which order, and what several roles come to."""

import pytest
from django.utils.translation import override

from guanxi.platform.actors.models import Role
from guanxi.platform.custom.models import PageArrangement
from guanxi.platform.custom.page_arranging import arrange_page, page_as_declared, parts_of
from guanxi.platform.custom.schema import forget_schema
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.platform.nouns.page import AS_DECLARED, PageOrder, page_order
from guanxi.platform.nouns.registry import noun_named

ORDERS, PAYMENTS, FILES = "list:orders", "list:payments", "files"


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


@pytest.fixture
def account(db):
    return noun_named("account")


def arranged(noun, role, admin, at, *shown, away=(), version=0):
    order = PageOrder(shown, frozenset(away))
    return arrange_page(noun, role, order, version=version, actor=admin, at=at)


def test_what_nobody_arranged_stands_as_it_came(account, seller):
    assert page_order("account", [seller.pk]) == AS_DECLARED
    assert AS_DECLARED.arranged(["a", "b"]) == ["a", "b"]


def test_a_role_finds_its_own_order_and_the_others_everybodys(account, seller, admin, at):
    arranged(account, None, admin, at, PAYMENTS, ORDERS)
    arranged(account, seller, admin, at, ORDERS, away=[PAYMENTS])
    forget_schema()

    own, others = page_order("account", [seller.pk]), page_order("account", admin.roles)
    assert own.arranged([PAYMENTS, ORDERS]) == [ORDERS]
    assert others.arranged([ORDERS, PAYMENTS]) == [PAYMENTS, ORDERS]


def test_with_several_roles_a_part_is_away_only_where_all_put_it_away(account, seller, admin, at):
    arranged(account, seller, admin, at, ORDERS, away=[PAYMENTS, FILES])
    (administers,) = admin.roles
    arranged(account, Role.objects.get(pk=administers), admin, at, FILES, away=[PAYMENTS])

    assert page_order("account", [seller.pk, administers]).away == {PAYMENTS}


def test_a_part_that_came_since_stands_where_it_would_without_an_order():
    order = PageOrder(("c", "a"), frozenset({"b"}))

    assert order.arranged(["new", "a", "newer", "b", "c"]) == ["new", "c", "a", "newer"]


def test_a_fact_says_what_was_and_what_is(account, seller, admin, at):
    arranged(account, seller, admin, at, ORDERS, away=[FILES])

    fact = Fact.objects.get(kind="form.page_arranged")
    assert fact.data == {"key": "account", "role": seller.code}
    assert fact.changes == {"shown": [[], [ORDERS]], "away": [[], [FILES]]}


def test_a_page_is_taken_back_to_everybodys(account, seller, admin, at):
    arranged(account, seller, admin, at, ORDERS, away=[FILES])
    page_as_declared(account, seller, actor=admin, at=at)

    assert page_order("account", [seller.pk]) == AS_DECLARED
    assert Fact.objects.filter(kind="form.page_reset").count() == 1


@pytest.mark.parametrize(
    ("shown", "why"),
    [
        (("list:nothing",), "This page has no such part."),
        ((ORDERS, ORDERS), "Each part of a page stands once."),
    ],
)
def test_an_unsound_order_is_refused(account, admin, at, shown, why):
    with pytest.raises(RuleBroken, match=why):
        arranged(account, None, admin, at, *shown)
    assert not PageArrangement.objects.exists()


def test_two_who_arrange_at_once_do_not_overwrite_each_other(account, admin, at):
    arranged(account, None, admin, at, ORDERS)
    with pytest.raises(RuleBroken, match="Somebody arranged this page meanwhile"):
        arranged(account, None, admin, at, PAYMENTS)
    assert PageArrangement.objects.get().shown == [ORDERS]


def test_only_an_administrator_arranges(account, ana, seller, at):
    with pytest.raises(Denied):
        arranged(account, seller, ana, at, ORDERS)


def test_lists_panels_and_sections_of_a_customer_can_be_arranged(account):
    parts = {one.name: one.place for one in parts_of(account)}
    assert parts[ORDERS] == parts[FILES] == "tabs"
    assert parts["panel:customers.record.people"] == "blocks"
    assert parts["section:d0"] == "sections"
