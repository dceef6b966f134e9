"""A customer and two products for the tests of selling."""

import datetime as dt

import pytest

from guanxi.platform.actors.models import Role
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record
from guanxi.platform.verbs.verb import run_verb, verb_named

DAY = dt.date(2026, 11, 18)
VERBS = ("confirm", "deliver", "close", "cancel", "pay", "return")


@pytest.fixture(autouse=True)
def _sellers_sell(seller, grant):
    """Ana and ben may do everything with their team's orders."""
    grant(seller, only=tuple(f"order.{verb}" for verb in VERBS))


@pytest.fixture
def call(at):
    """Call a verb as every door does."""

    def run(name, record, actor, **given):
        return run_verb(verb_named(name), record.pk, given, actor=actor, at=at)

    return run


@pytest.fixture
def bohen(ana, at):
    return create_record(
        noun_named("account"), {"name": "苏州博衡传感技术有限公司"}, actor=ana, at=at
    )


@pytest.fixture
def gauge(admin, at):
    values = {"code": "T40", "name": "扭矩传感器 T40", "list_price": 3216, "cost": "2010.50"}
    return create_record(noun_named("product"), values, actor=admin, at=at)


@pytest.fixture
def vat(admin, at):
    values = {"name": "增值税 13%", "rate": 13, "is_included": False}
    return create_record(noun_named("tax"), values, actor=admin, at=at)


@pytest.fixture
def screw(admin, vat, at):
    values = {"code": "S1", "name": "螺钉", "list_price": 1, "tax": vat.pk}
    return create_record(noun_named("product"), values, actor=admin, at=at)


@pytest.fixture
def order(ana, bohen, at):
    values = {"ordered_on": DAY, "account": bohen.pk}
    return create_record(noun_named("order"), values, actor=ana, at=at)


@pytest.fixture
def ordered(order, gauge, ana, call):
    """A draft over two gauges: 6,432.00."""
    call("add_order_line", order, ana, product=gauge.pk, quantity=2)
    order.refresh_from_db()
    return order


@pytest.fixture
def confirmed(ordered, ana, call):
    return call("confirm_order", ordered, ana)


@pytest.fixture
def delivered(confirmed, ana, call):
    return call("deliver_order", confirmed, ana)


@pytest.fixture
def visitor(person, east, grant, db):
    """Dan of ana's team may look at orders and do nothing else."""
    role = Role.objects.create(code="reader", label_zh="读者", label_en="Reader")
    grant(role, only=("order.read", "order_line.read", "payment.read", "product.read"))
    return person("dan", east, role)
