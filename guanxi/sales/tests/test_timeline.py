"""Orders and payments among everything that happened with a customer."""

import datetime as dt

import pytest
from django.utils.translation import override

from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.nouns.timeline import events_of
from guanxi.platform.records.writing import create_record


def told(actor, account, **more):
    return events_of(actor, "account", account, kind="trade", **more)


@pytest.fixture
def bought(bohen, ana, at):
    """Two orders on each of four days."""
    return [
        create_record(
            noun_named("order"),
            {"ordered_on": dt.date(2026, 11, day), "account": bohen.pk},
            actor=ana,
            at=at,
        )
        for day in (3, 5, 9, 12)
        for _ in range(2)
    ]


def test_orders_and_payments_are_told_newest_first(delivered, bohen, ana, call):
    call("record_payment", delivered, ana, amount=100)

    events = told(ana, bohen).events

    assert [one.source for one in events] == ["payment", "order"]
    assert (events[1].slip, events[1].money) == (delivered.number, 643_200)
    with override("en"):
        assert str(events[1].badge) == "Delivered"


@pytest.mark.parametrize("limit", [1, 2, 3, 5])
def test_paging_meets_every_order_once(bought, bohen, ana, limit):
    seen, cursor = [], ""
    while True:
        page = told(ana, bohen, limit=limit, cursor=cursor)
        seen += [one.key for one in page.events]
        cursor = page.next
        if not cursor:
            break

    assert seen == [one.pk for one in reversed(bought)]


def test_a_stranger_is_told_nothing(bought, bohen, cleo):
    assert told(cleo, bohen).events == []
    assert len(told(SYSTEM, bohen).events) == 8
