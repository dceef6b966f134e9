"""What an updating import may empty, and what it must not."""

import pytest

from guanxi.platform.custom.models import CustomField, CustomRecord
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.records.writing import create_record

UPDATE = {"mode": "update", "key": ("code",)}


@pytest.fixture
def press(machine, ana, at):
    values = {"name": "冲床", "code": "M1", "power": "5", "state": "new", "phone": "13800138000"}
    return create_record(machine, values, actor=ana, at=at)


@pytest.fixture
def held(machine, press):
    def value(name):
        press.refresh_from_db()
        return machine.field(name).value_of(press)

    return value


@pytest.fixture
def hours(machine):
    """A field that used machines must have, and others have not."""
    used = {"field": "state", "op": "is", "value": "used"}
    CustomField.objects.create(
        noun="machine", name="hours", type="number", label_zh="工时", label_en="Hours",
        is_required=True, settings={"visible_when": used},
    )  # fmt: skip
    schema_changed()


def test_empty_cells_leave_what_is_there_unless_they_are_to_clear_it(imported, press, held):
    imported("编号,功率,电话\nM1,,\n", **UPDATE)
    assert (held("power"), held("phone")) == (5, "+8613800138000")

    run = imported("编号,功率,电话\nM1,,\n", blanks_clear=True, **UPDATE)

    assert (run.updated, held("power"), held("phone")) == (1, None, None)


def test_authors_and_times_are_never_cleared(imported, press, ana):
    mapping = {"编号": "code", "建": "created_at", "作者": "created_by", "功率": "power"}

    run = imported("编号,建,作者,功率\nM1,,,\n", mapping=mapping, blanks_clear=True, **UPDATE)

    made = CustomRecord.objects.get(pk=press.pk)
    assert (run.updated, made.created_by_id, made.created_at) == (1, ana.user_id, press.created_at)


def test_a_required_field_is_not_emptied(imported, press, held):
    run = imported("编号,名称,功率\nM1,,7\n", blanks_clear=True, **UPDATE)

    assert run.rejected_rows.get().problems == [["name", "missing", ""]]
    assert (held("name"), held("power")) == ("冲床", 5)


def test_an_update_asks_for_what_its_condition_makes_required(imported, press, held, hours):
    run = imported("编号,状态,功率\nM1,used,7\n", **UPDATE)

    assert [one[:2] for one in run.rejected_rows.get().problems] == [["hours", "rule"]]
    assert held("power") == 5

    imported("编号,状态,工时\nM1,used,40\n", **UPDATE)
    assert held("hours") == 40


def test_what_no_longer_applies_is_emptied(imported, press, held, hours):
    imported("编号,状态,工时\nM1,used,40\n", **UPDATE)
    assert held("hours") == 40

    imported("编号,状态\nM1,new\n", **UPDATE)

    assert (held("state"), held("hours")) == ("new", None)


def test_a_new_record_is_asked_for_a_conditional_field_only_where_it_applies(
    machine, imported, hours
):
    run = imported("名称,状态,工时\n甲,new,\n乙,used,\n丙,used,3\n丁,new,4\n")

    values = {one.name: machine.field("hours").value_of(one) for one in CustomRecord.objects.all()}
    assert values == {"甲": None, "丙": 3, "丁": None}
    assert [row.number for row in run.rejected_rows.all()] == [3]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("example.com", "https://example.com"),
        ("https://例子.中国/路?a=1", "https://例子.中国/路?a=1"),
        ("http://10.0.0.7:8080/x", "http://10.0.0.7:8080/x"),
        ("no address", None),
        ("12.5", None),
        ("12.5万", None),
        ("ana@example.com", None),
    ],
)
def test_web_addresses_are_read_as_on_screen(machine, imported, written, kept):
    kind = {"type": "url", "label_zh": "网址", "label_en": "Site"}
    CustomField.objects.create(noun="machine", name="site", **kind)
    schema_changed()

    run = imported(f"名称,网址\n冲床,{written}\n")

    if kept:
        assert machine.field("site").value_of(CustomRecord.objects.get()) == kept
    else:
        assert run.rejected_rows.get().problems == [["site", "bad_url", written]]
        with pytest.raises(ValueError, match="网址"):
            machine.field("site").kind.read(written, machine.field("site"))
