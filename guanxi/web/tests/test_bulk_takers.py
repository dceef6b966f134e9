"""The bar over a list offers what at least one of the ticked rows can take, and says how many."""

import json

import pytest

from guanxi.platform.actors.compiling import actor_for_user
from guanxi.platform.actors.models import User
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record
from guanxi.platform.verbs.verb import run_verb, verb_named
from guanxi.sales.models import Order

HTMX = {"HX-Request": "true"}


@pytest.fixture
def orders(ana, seller, grant, at):
    """Three drafts and one order that is confirmed."""
    grant(seller, only=("order.confirm", "order.deliver", "order.close"))
    ana = actor_for_user(User.objects.get(pk=ana.user_id))
    firm = create_record(noun_named("account"), {"name": "甲"}, actor=ana, at=at)
    lamp = create_record(noun_named("product"), {"code": "P1", "name": "灯"}, actor=ana, at=at)
    made = []
    for _turn in range(4):
        head = {"account": firm.pk, "ordered_on": "2026-11-01"}
        order = create_record(noun_named("order"), head, actor=ana, at=at)
        bought = {"product": lamp.pk, "quantity": "1", "unit_price": "9"}
        run_verb(verb_named("add_order_line"), order.pk, bought, actor=ana, at=at)
        made.append(order.pk)
    run_verb(verb_named("confirm_order"), made[3], {}, actor=ana, at=at)
    return made


def asked(browser, act, ids, **more):
    return browser.post(f"/order/bulk/{act}/", {"id": ids, **more}, headers=HTMX).content.decode()


def test_of_each_act_is_told_how_many_of_the_ticked_can_take_it(anas, orders):
    told = json.loads(anas.get("/order/bulk/", {"id": orders}).content)

    assert (told["confirm_order"], told["deliver_order"], told["close_order"]) == (3, 1, 0)
    assert "assign" not in told


def test_what_a_stranger_does_not_see_takes_nothing(browser_of, cleo, orders):
    told = json.loads(browser_of(cleo).get("/order/bulk/", {"id": orders}).content)

    assert set(told.values()) == {0}


def test_however_many_are_ticked_the_queries_stay_the_same(
    anas, orders, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12) as few:
        anas.get("/order/bulk/", {"id": orders[:1]})

    with django_assert_max_num_queries(len(few)):
        anas.get("/order/bulk/", {"id": orders})


def test_the_dialog_says_before_how_many_can(anas, orders):
    assert "3 of 4 can take this" in asked(anas, "confirm_order", orders)
    assert "can take this" not in asked(anas, "confirm_order", orders[:3])
    assert "1 of 4 can take this" in asked(anas, "deliver_order", orders)


def test_all_that_match_are_counted_as_well(anas, orders):
    told = asked(anas, "confirm_order", [], everything="1", state="/order/")

    assert "3 of 4 can take this" in told


def test_an_act_that_none_can_take_is_not_begun(anas, orders):
    told = asked(anas, "close_order", orders)

    assert "None of these rows can take this" in told
    assert " disabled>" in told


def test_the_others_are_still_answered_row_by_row(anas, orders):
    told = asked(anas, "confirm_order", orders, go="1")

    assert "3 rows done" in told
    assert Order.objects.filter(status="confirmed").count() == 4
