"""A conditional field is judged by an import as by form and REST."""

import pytest

from guanxi.platform.custom.changing import create_field
from guanxi.platform.custom.definitions import FieldDraft
from guanxi.platform.custom.models import CustomRecord
from guanxi.platform.exports.lists import Wanted, write_list
from guanxi.platform.facts.models import Fact
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.report import report_of
from guanxi.platform.imports.running import run_import
from guanxi.platform.imports.starting import agree, blocks_of, draft_import
from guanxi.platform.imports.undo import undo_import
from guanxi.platform.records.reading import ListQuery


@pytest.fixture
def lessor(machine, admin, at):
    """The firm that a used machine is leased from: asked for there, and nowhere else."""
    when = {"visible_when": {"field": "state", "op": "is", "value": "used"}}
    draft = FieldDraft("lessor", "text", "租赁方", "Lessor", settings=when, is_required=True)
    create_field("machine", draft, actor=admin, at=at)
    return machine.field("lessor")


def held(field):
    return {one.name: field.value_of(one) for one in CustomRecord.objects.filter(noun="machine")}


def test_no_column_is_asked_for_where_the_field_does_not_apply(lessor, imported):
    run = imported("名称,状态\n冲床,全新\n车床,二手\n")

    assert (run.created, run.rejected) == (1, 1)
    assert held(lessor) == {"冲床": None}


def test_a_row_without_a_value_is_refused_only_where_the_field_applies(lessor, imported):
    run = imported("名称,状态,租赁方\n冲床,全新,\n车床,二手,\n铣床,二手,中信\n")

    assert (run.created, run.rejected) == (2, 1)
    assert held(lessor) == {"冲床": None, "铣床": "中信"}
    told = report_of(run)["rejected_rows"]
    assert [(one["row"], one["problems"][0]["field"]) for one in told] == [(3, "lessor")]


def test_a_field_that_may_be_empty_elsewhere_is_required_where_it_is_said(
    machine, admin, at, imported
):
    when = {"visible_when": {"field": "state", "op": "is", "value": "used"}, "shown_always": True}
    draft = FieldDraft("lessor", "text", "租赁方", "Lessor", settings=when, is_required=True)
    create_field("machine", draft, actor=admin, at=at)

    run = imported("名称,状态,租赁方\n冲床,全新,\n磨床,全新,招银\n车床,二手,\n铣床,二手,中信\n")

    assert (run.created, run.rejected) == (3, 1)
    assert held(machine.field("lessor")) == {"冲床": None, "磨床": "招银", "铣床": "中信"}


def test_a_value_that_does_not_apply_is_not_kept_and_the_report_says_so(lessor, imported):
    run = imported("名称,编号,状态,租赁方\n车床,M2,二手,招银\n冲床,M1,全新,中信\n")
    again = imported("编号,租赁方\nM1,中信\nM2,招银\n", mode="update", key=("code",))

    told = [report_of(one)["notes"] for one in (run, again)]
    assert [[(one["code"], one["rows"]) for one in notes] for notes in told] == [
        [("idle:lessor", [3])],
        [("idle:lessor", [2])],
    ]
    assert (again.skipped, again.rejected) == (2, 0)
    assert held(lessor) == {"车床": "招银", "冲床": None}
    of = CustomRecord.objects.get(name="冲床").pk
    assert "lessor" not in Fact.objects.get(kind="machine.created", record_id=of).changes


def test_a_change_by_import_empties_what_no_longer_applies(lessor, imported):
    imported("名称,编号,状态,租赁方\n铣床,M1,二手,中信\n")

    run = imported("名称,编号,状态\n铣床,M1,全新\n", mode="upsert", key=("code",))

    assert run.updated == 1
    assert held(lessor) == {"铣床": None}
    changes = Fact.objects.get(kind="machine.updated").changes
    assert changes == {"state": ["used", "new"], "lessor": ["中信", None]}


def test_a_change_by_import_asks_for_what_applies_now(lessor, imported):
    imported("名称,编号,状态\n铣床,M1,全新\n")

    run = imported("名称,编号,状态\n铣床,M1,二手\n", mode="upsert", key=("code",))

    assert (run.updated, run.rejected) == (0, 1)


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_what_was_exported_comes_back_with_no_row_refused(
    lessor, machine, imported, ana, at, tmp_path, format
):
    imported("名称,状态,租赁方\n冲床,全新,\n铣床,二手,中信\n")
    before, path = held(lessor), tmp_path / f"machines.{format}"
    wanted = Wanted(ListQuery(columns=("name", "state", "lessor")))
    write_list(path, ana, machine, wanted, at=at)
    CustomRecord.objects.all().delete()

    run = draft_import("machine", blocks_of(path), path.name, actor=ana, at=at)
    run = agree(run, Options(), run.mapping, actor=ana, at=at)
    run = run_import(run, actor=ana, at=at)

    assert (run.created, run.rejected) == (2, 0), run.report
    assert held(lessor) == before


def test_an_undone_import_brings_back_what_it_emptied(lessor, imported, ana, at):
    imported("名称,编号,状态,租赁方\n铣床,M1,二手,中信\n")
    run = imported("名称,编号,状态\n铣床,M1,全新\n", mode="upsert", key=("code",))

    undo_import(run, actor=ana, at=at)

    assert held(lessor) == {"铣床": "中信"}
