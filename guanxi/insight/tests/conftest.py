"""A firm whose books insight reads: customers with orders, and a warehouse of each test's own."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from guanxi.customers.models import Account
from guanxi.insight.registry import MEASURES
from guanxi.insight.run import Finished, Order, run
from guanxi.platform.actors.actor import SYSTEM, Actor
from guanxi.sales.models import Order as SalesOrder
from guanxi.sales.models import OrderLine


@pytest.fixture(autouse=True)
def _own_warehouse(tmp_path: Path, settings: Any) -> None:
    """Each test has a warehouse of its own."""
    settings.WAREHOUSE_FILE = tmp_path / "warehouse.duckdb"


def making(at: dt.datetime) -> Callable[..., Account]:
    """A customer of an actor's."""

    def make(name: str, actor: Actor) -> Account:
        return Account.objects.create(
            name=name,
            code=name,
            owner_id=actor.user_id,
            team_id=actor.team_id,
            created_at=at,
            updated_at=at,
        )

    return make


def selling(at: dt.datetime) -> Callable[..., SalesOrder]:
    """A confirmed sale of one line, so many days before the present moment of the test."""

    def make(account: Account | None, days_ago: int, amount: int, **more: Any) -> SalesOrder:
        order = SalesOrder.objects.create(
            number=f"SO{SalesOrder.objects.count() + 1}",
            account=account,
            status=more.pop("status", "confirmed"),
            ordered_on=at.date() - dt.timedelta(days_ago),
            created_at=at,
            updated_at=at,
            **more,
        )
        OrderLine.objects.create(
            order=order,
            line_no=1,
            quantity=Decimal(1),
            unit_price=Decimal(amount) / 100,
            amount=amount,
        )
        return order

    return make


customer, sale = pytest.fixture(making), pytest.fixture(selling)


@pytest.fixture
def compute(at: dt.datetime, request: pytest.FixtureRequest) -> Callable[..., Finished]:
    """Compute all measures as of the present moment of the test; those of `measures` if marked."""
    return computing(at, request.node)


def computing(at: dt.datetime, node: pytest.Item | pytest.Module) -> Callable[..., Finished]:
    """What computes the measures that a test, or a module of them, is marked with."""
    wanted = node.get_closest_marker("measures")
    off = {one.key for one in MEASURES} - set(wanted.args) if wanted else set()

    def go(**more: Any) -> Finished:
        progress = more.pop("progress", lambda step: None)
        more.setdefault("off", frozenset(off))
        order = Order(
            as_of=more.pop("as_of", at.date()), overrides=more.pop("overrides", {}), **more
        )
        return run(order, actor=SYSTEM, at=at, progress=progress)

    return go
