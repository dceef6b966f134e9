"""What is computed from orders and their lines is true however those were written."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from guanxi.customers.models import Account
from guanxi.platform.custom.changing import create_field
from guanxi.platform.custom.definitions import FieldDraft
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.running import run_import
from guanxi.platform.imports.starting import agree, draft_import
from guanxi.platform.jobs.models import Job
from guanxi.platform.jobs.running import run_all_now
from guanxi.platform.nouns.registry import noun_named, noun_of
from guanxi.platform.records.writing import create_record, update_record
from guanxi.sales.models import Order
from guanxi.sales.verbs import add_order_line, cancel_order, confirm_order

LINES = """单号,客户,商品,数量,单价,日期
1,甲公司,阀门,2,10,2026-03-05
1,甲公司,泵,1,5,2026-03-05
2,甲公司,泵,1,7,2026-03-06
3,乙公司,泵,1,7,2026-03-06
"""


@pytest.fixture(autouse=True)
def _files_here(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def computed(admin, at):
    def make(noun, name, kind, result="money", **settings):
        draft = FieldDraft(name, kind, name, name, settings={"result": result, **settings})
        return create_field(noun, draft, actor=admin, at=at)

    return make


@pytest.fixture
def bring_in(ana, at):
    def go():
        run = draft_import("order-lines", [LINES.encode()], "orders.csv", actor=ana, at=at)
        agree(run, Options(), run.mapping, actor=ana, at=at)
        return run_import(run, actor=ana, at=at)

    return go


def value(record, name):
    record.refresh_from_db()
    return noun_of(type(record)).field(name).value_of(record)


def rolled(by, of, noun="order", **more):
    return {"rollup": {"noun": noun, "by": by, "measure": "sum", "of": of, **more}}


def test_roll_ups_and_formulas_follow_an_import_of_order_lines(computed, bring_in):
    computed("account", "bought", "rollup", **rolled("account", "base_amount"))
    computed("account", "lines", "rollup", **rolled("account", "quantity", "order_line"))
    computed("order", "tenth", "formula", formula="base_amount / 10")
    computed("account", "tenths", "rollup", **rolled("account", "tenth"))

    bring_in()

    customer = Account.objects.get(name="甲公司")
    assert [value(customer, name) for name in ("bought", "lines", "tenths")] == [3_200, 4, 320]
    assert value(Order.objects.get(number="1"), "tenth") == 250


def test_roll_ups_over_many_customers_are_left_to_a_job(computed, bring_in, monkeypatch):
    monkeypatch.setattr("guanxi.platform.custom.keeping.AT_ONCE", 1)
    computed("account", "bought", "rollup", **rolled("account", "base_amount"))

    bring_in()
    run_all_now(timezone.now() + dt.timedelta(seconds=1))

    assert value(Account.objects.get(name="甲公司"), "bought") == 3_200


def test_an_import_asks_for_nothing_where_nothing_is_computed(bring_in):
    bring_in()

    assert not Job.objects.filter(kind__startswith="custom.").exists()


@pytest.fixture
def order(bohen, ana, at):
    noun = noun_named("product")
    pump = create_record(noun, {"code": "P", "name": "Pump"}, actor=ana, at=at)
    values = {"account": bohen.pk, "ordered_on": "2026-03-05"}
    made = create_record(noun_named("order"), values, actor=ana, at=at)
    add_order_line(
        made, product=pump, quantity=Decimal(2), unit_price=Decimal(10), actor=ana, at=at
    )
    return made


@pytest.mark.parametrize("asked", ["status", "order.status"])
def test_a_roll_up_whose_filter_hops_follows_the_record_it_hops_to(
    computed, order, bohen, ana, at, asked
):
    where = {"field": asked, "op": "is", "value": "confirmed"}
    computed(
        "account", "sold", "rollup", **rolled("account", "quantity", "order_line", where=where)
    )
    assert value(bohen, "sold") in (None, 0)

    confirm_order(order, actor=ana, at=at)
    assert value(bohen, "sold") == 2

    cancel_order(order, reason="no", actor=ana, at=at)
    assert value(bohen, "sold") == 0


def test_a_roll_up_over_a_way_leaves_where_it_no_longer_leads(computed, order, bohen, ana, at):
    computed("account", "lines", "rollup", **rolled("account", "quantity", "order_line"))
    other = create_record(noun_named("account"), {"name": "Other"}, actor=ana, at=at)

    update_record(noun_named("order"), order.pk, {"account": other.pk}, actor=ana, at=at)

    assert (value(bohen, "lines"), value(other, "lines")) == (0, 2)
