"""Orders by stage on a board: sums in the firm's money, moved by what is done with them."""

import datetime as dt

import pytest

from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record
from guanxi.sales.models import Order

HTMX = {"HX-Request": "true"}


@pytest.fixture
def order(ana, seller, grant, at):
    grant(seller, only=("order.confirm", "order.cancel"))
    bohen = create_record(noun_named("account"), {"name": "博衡传感"}, actor=ana, at=at)
    values = {"account": bohen.pk, "ordered_on": dt.date(2026, 11, 18)}
    return create_record(noun_named("order"), values, actor=ana, at=at)


def test_orders_stand_on_a_board_by_their_stage(anas, order):
    Order.objects.filter(pk=order.pk).update(total_amount=643_200, base_amount=643_200)
    html = anas.get("/order/board/").content.decode()

    stages = ("Draft", "Confirmed", "Delivered", "Closed", "Cancelled")
    places = [html.index(f'lane-name">{stage} ') for stage in stages]
    assert places == sorted(places)
    assert order.number in html
    assert "6,432" in html
    card = html[html.index('class="deal"') :]
    card = card[: card.index("</a>")]
    assert "CNY" not in card, "the amount shows it"
    assert card.count('class="money"') == 1, "a second one would need its head"


def test_an_order_is_moved_by_what_is_done_with_it(anas, order):
    offered = anas.get(f"/order/{order.pk}/move/?as=board", headers=HTMX).content.decode()

    assert f"/order/{order.pk}/do/confirm_order/" in offered
    assert f"/order/{order.pk}/do/cancel_order/" in offered
    assert "menuitemradio" not in offered
    assert "add_order_line" not in offered, "it leaves the order where it is"
    assert anas.post(f"/order/{order.pk}/move/", {"to": "closed"}, headers=HTMX).status_code >= 400
    assert Order.objects.get(pk=order.pk).status == "draft"


def test_a_card_that_nothing_moves_says_so(anas, order, seller):
    Order.objects.filter(pk=order.pk).update(status="cancelled")
    offered = anas.get(f"/order/{order.pk}/move/?as=board", headers=HTMX).content.decode()
    assert "Nothing that you may do moves this." in offered
