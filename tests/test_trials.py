"""A trial tells of a file what the real run tells of it, whatever its rows mean to each other."""

import random

import pytest

from guanxi.customers.models import Account
from guanxi.platform.facts.models import Fact
from guanxi.platform.imports import feeding
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.running import run_import
from guanxi.platform.imports.starting import agree, draft_import
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record
from guanxi.sales.models import Order

NAMES = ["远航", "恒信有限公司", "恒信", "博衡", "南方", "北方", ""]
CODES = ["", "", "K1", "K2", "K3", "K4"]
PHONES = ["", "", "13800138000", "13800138001", "nonsense"]
CREDIT = ["", "", "91320594MA1MTR4D5Q", "9132059"]
FIRMS = "客户名称,客户编号,电话,统一社会信用代码,上级客户,城市\n"
LINES = "订单号,客户编号,客户名称,商品,数量,单价,日期,状态,已付金额\n"
WAYS = [
    {},
    {"duplicates": "create"},
    {"create_related": True},
    {"duplicates": "fill"},
    {"duplicates": "update"},
    {"mode": "upsert", "key": ("name",)},
    {"mode": "update", "key": ("code",)},
    {"mode": "upsert", "key": ("code",), "blanks_clear": True},
]


@pytest.fixture(autouse=True)
def _files_here(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def told(ana, at):
    """Everything that an import says of a file."""

    def of(target, content, **options):
        run = draft_import(target, [content.encode()], "file.csv", actor=ana, at=at)
        agree(run, Options(**options), run.mapping, actor=ana, at=at)
        run_import(run, actor=ana, at=at)
        run.refresh_from_db()
        counts = (run.state, run.read, run.created, run.updated, run.skipped, run.rejected)
        kept = list(run.rejected_rows.order_by("number").values_list("number", "problems", "cells"))
        return counts, run.report, kept

    return of


@pytest.fixture
def before(ana, at):
    """Two customers that are in the books already."""
    for values in ({"name": "博衡", "code": "K1"}, {"name": "老客户", "phone": "13800138001"}):
        create_record(noun_named("account"), values, actor=ana, at=at)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("way", WAYS, ids=str)
def test_a_trial_of_customers_tells_what_the_real_run_tells(before, told, way, seed):
    content = firms(random.Random(f"{way}{seed}"), 14)
    facts = Fact.objects.count()

    tried = told("account", content, dry_run=True, **way)

    assert (Fact.objects.count(), Account.objects.count()) == (facts, 2)
    assert tried == told("account", content, **way)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("way", WAYS[:3], ids=str)
def test_so_does_one_that_goes_part_by_part(before, told, way, seed, monkeypatch):
    monkeypatch.setattr(feeding, "ROWS", 3)
    content = firms(random.Random(f"{way}{seed}"), 14)

    tried = told("account", content, dry_run=True, **way)

    assert Account.objects.count() == 2
    assert tried == told("account", content, **way)


@pytest.mark.parametrize("rows", [3, 2_000])
@pytest.mark.parametrize("seed", range(6))
def test_a_trial_of_order_lines_tells_what_the_real_run_tells(
    before, told, seed, rows, monkeypatch
):
    monkeypatch.setattr(feeding, "ROWS", rows)
    content = lines(random.Random(seed), 20)

    tried = told("order-lines", content, dry_run=True)

    assert (Account.objects.count(), Order.objects.count()) == (2, 0)
    assert tried == told("order-lines", content)


def firms(chance, number):
    """Rows that are alike, name each other, and are faulty now and then."""
    pools = [NAMES, CODES, PHONES, CREDIT, [*NAMES, *CODES, "老客户", "没有"], ["", "苏州"]]
    rows = [",".join(chance.choice(pool) for pool in pools) for _ in range(number)]
    return FIRMS + "".join(f"{row}\n" for row in rows)


def lines(chance, number):
    pools = [
        ["A1", "A2", "A3", "A4"],
        ["", "K1", "K2"],
        ["", "博衡", "远航"],
        ["灯", "泵", ""],
        ["1", "2", "-1", ""],
        ["10", "20", "-5"],
        ["2026-03-05", "nonsense", "2026-03-06"],
        ["已发货", "已发货", "取消", ""],
        ["", "10", "20", "30"],
    ]
    rows = [",".join(chance.choice(pool) for pool in pools) for _ in range(number)]
    return LINES + "".join(f"{row}\n" for row in rows)
