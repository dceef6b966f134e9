"""A firm with sales in several cities, currencies and categories, seen by different people."""

import datetime as dt
import random
from decimal import Decimal

import pytest
from django.http import QueryDict

from guanxi.catalog.models import Product
from guanxi.customers.models import Account, Interaction
from guanxi.insight.olap.answering import answer
from guanxi.insight.olap.state import state_from
from guanxi.insight.tests.conftest import _own_warehouse, compute, customer, sale  # noqa: F401
from guanxi.platform.actors.models import User
from guanxi.sales.models import Order, OrderLine

CITIES = ("Shanghai", "Beijing", "Chengdu", "")


@pytest.fixture
def state():
    """The state that an address describes."""
    return lambda query: state_from(QueryDict(query))


def founding(at, ana, ben, cleo, compute):  # noqa: F811
    """Forty customers of three owners with some two hundred orders, drawn from one seed."""
    draw = random.Random(7)
    goods = [
        Product.objects.create(
            code=f"P{n}", name=f"Product {n}", category=f"K{n % 3}", created_at=at, updated_at=at
        )
        for n in range(6)
    ]
    for n in range(40):
        owner = draw.choice((ana, ben, cleo))
        account = Account.objects.create(
            name=f"Customer {n}",
            code=f"C{n}",
            city=draw.choice(CITIES),
            owner_id=owner.user_id,
            team_id=owner.team_id,
            created_at=at,
            updated_at=at,
        )
        for _ in range(draw.randrange(8)):
            _order(draw, account, draw.choice((ana, ben, cleo)), goods, at)
        Interaction.objects.create(
            account=account,
            channel=draw.choice(("phone", "email")),
            direction="out",
            happened_at=at - dt.timedelta(days=draw.randrange(300)),
            created_at=at,
            updated_at=at,
        )
    compute()


books = pytest.fixture(founding)


def _order(draw, account, owner, goods, at):
    number = Order.objects.count() + 1
    is_return = draw.random() < 0.1
    order = Order.objects.create(
        number=f"SO{number}",
        account=account,
        kind="return" if is_return else "sale",
        status="confirmed" if draw.random() < 0.9 else "draft",
        ordered_on=at.date() - dt.timedelta(days=draw.randrange(1, 700)),
        owner_id=owner.user_id,
        team_id=owner.team_id,
        created_at=at,
        updated_at=at,
    )
    for line in range(draw.randrange(1, 4)):
        sign = -1 if is_return else 1
        amount = draw.randrange(100, 90_000)
        OrderLine.objects.create(
            order=order,
            line_no=line + 1,
            product=draw.choice(goods),
            quantity=Decimal(sign),
            unit_price=Decimal(amount) / 100,
            amount=sign * amount,
            cost=sign * amount // 2 if draw.random() < 0.8 else None,
        )


@pytest.fixture
def user_of():
    """The account of an actor."""
    return lambda actor: User.objects.get(pk=actor.user_id)


@pytest.fixture
def by_lines(monkeypatch):
    """Answer from the lines by one plain statement, whatever else could tell."""

    def ask(actor, state, as_of):
        with monkeypatch.context() as patch:
            patch.setattr("guanxi.insight.olap.answering.can_tell", lambda asked: False)
            patch.setattr("guanxi.insight.olap.answering.can_count", lambda asked: False)
            return answer(actor, state, as_of=as_of)

    return ask
