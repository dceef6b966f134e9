"""A customer and two products for the tests of selling."""

import datetime as dt

import pytest

from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record

DAY = dt.date(2026, 11, 18)


@pytest.fixture
def bohen(ana, at):
    return create_record(noun_named("account"), {"name": "苏州博衡传感技术有限公司"}, actor=ana, at=at)


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


