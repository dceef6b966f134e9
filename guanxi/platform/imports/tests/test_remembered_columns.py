"""What was chosen for a column is remembered, whatever stands beside it in the next file."""

import datetime as dt

import pytest

from guanxi.platform.custom.models import CustomField
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.starting import agree, draft_import


@pytest.fixture
def drafted(machine, ana, at):
    def make(content):
        return draft_import("machine", [content.encode()], "m.csv", actor=ana, at=at)

    return make


@pytest.fixture
def mapped(drafted, ana, at):
    """A file whose columns were chosen so, on one of the days that follow."""

    def make(day=0, **mapping):
        header = ",".join(mapping)
        run = drafted(f"{header}\n{','.join('x' for _ in mapping)}\n")
        agree(run, Options(), mapping, actor=ana, at=at + dt.timedelta(days=day))

    return make


def test_one_more_column_forgets_nothing(mapped, drafted):
    mapped(甲="name", 乙="code", 电话="")

    run = drafted("甲,乙,功率,电话\n冲床,M1,5,13800138000\n")

    assert run.mapping == {"甲": "name", "乙": "code", "功率": "power", "电话": ""}


def test_the_newest_choice_for_a_column_counts_and_the_same_header_before_all(mapped, drafted):
    mapped(1, 乙="name", 丙="power")
    mapped(0, 甲="name", 乙="code")

    assert drafted("乙,丁\nx,1\n").mapping == {"乙": "name", "丁": ""}
    assert drafted("乙,甲\nx,1\n").mapping == {"乙": "code", "甲": "name"}


def test_each_field_is_filled_once(mapped, drafted):
    mapped(甲="name", 乙="code")

    assert drafted("编号,乙,甲\nx,y,z\n").mapping == {"编号": "", "乙": "code", "甲": "name"}


def test_a_field_that_is_gone_is_no_longer_chosen(mapped, drafted, at):
    mapped(甲="name", 力="power", 价格="price")
    CustomField.objects.filter(name="power").update(name="power-9", retired_at=at)
    schema_changed()

    assert drafted("甲,力,价格\nx,1,2\n").mapping == {"甲": "name", "力": "", "价格": "price"}
