"""Rows become records: new, known, changed or refused, each with its fact."""

import datetime as dt
import gc

import pytest

from guanxi.platform.custom.models import CustomRecord
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.platform.imports.models import ImportRun, MappingMemory
from guanxi.platform.imports.report import report_of
from guanxi.platform.imports.running import run_import
from guanxi.platform.pace import bulk_habits
from guanxi.platform.records.writing import create_record

FILE = (
    "名称,编号,电话,购买日期,价格,状态\n"
    "冲床,M1,138-0013-8000,2024年1月5日,1.2万,全新\n"
    "车床,M2,,2024/2/3,¥800,Used\n"
)


def machines():
    return CustomRecord.objects.filter(noun="machine", deleted_at=None).order_by("pk")


def value(machine, record, name):
    return machine.field(name).value_of(record)


def counts(run):
    run.refresh_from_db()
    return run.created, run.updated, run.skipped, run.rejected


def test_rows_become_clean_records_that_belong_to_the_importer(machine, imported, ana):
    run = imported(FILE)

    assert (run.state, counts(run)) == (ImportRun.State.DONE, (2, 0, 0, 0))
    press, lathe = machines()
    assert (press.name, press.owner_id, press.version) == ("冲床", ana.user_id, 1)
    found = [value(machine, press, name) for name in ("code", "phone", "bought", "price", "state")]
    assert found == ["M1", "+8613800138000", "2024-01-05", 1_200_000, "new"]
    assert value(machine, lathe, "state") == "used"


def test_every_record_has_its_fact_under_the_mark_of_the_run(imported, ana, at):
    run = imported(FILE)

    facts = Fact.objects.filter(kind="machine.created").order_by("pk")
    assert {fact.batch for fact in facts} == {run.batch}
    assert facts[0].changes["phone"] == [None, "+8613800138000"]
    assert (facts[0].actor_name, facts[0].at) == ("Ana", at)


def test_a_known_record_is_left_alone_and_told(imported):
    imported(FILE)

    again = imported(FILE, key=("code",))

    assert counts(again) == (0, 0, 2, 0)
    assert again.report["notes"]["duplicate:code"] == {"count": 2, "rows": [2, 3]}


def test_a_twin_in_the_same_file_is_left_alone(imported):
    run = imported("名称,编号\n冲床,M1\n冲床二,M1\n", key=("code",))

    assert counts(run) == (1, 0, 1, 0)


def test_upsert_changes_the_known_and_makes_the_new(machine, imported):
    imported(FILE)

    run = imported(
        "名称,编号,价格\n冲床,M1,900\n铣床,M3,5\n冲床,M1,950\n", mode="upsert", key=("code",)
    )

    assert counts(run) == (1, 2, 0, 0)
    assert [value(machine, one, "price") for one in machines()] == [95_000, 80_000, 500]
    changes = [fact.changes for fact in Fact.objects.filter(kind="machine.updated").order_by("pk")]
    assert changes == [{"price": [1_200_000, 90_000]}, {"price": [90_000, 95_000]}]


def test_update_rejects_what_is_not_there(imported):
    run = imported("编号,价格\nM9,1\n", mode="update", key=("code",))

    assert counts(run) == (0, 0, 0, 1)
    assert run.rejected_rows.get().problems == [["", "not_found", ""]]


def test_a_key_that_no_column_fills_is_refused(upload):
    with pytest.raises(RuleBroken, match="编号|Code"):
        upload("名称,价格\n冲床,1\n", mode="upsert", key=("code",))
    with pytest.raises(RuleBroken, match="nowhere"):
        upload("名称,价格\n冲床,1\n", mode="upsert", key=("nowhere",))


@pytest.mark.parametrize("key", [("phone",), ("state", "name"), ("maker", "code")])
def test_rows_meet_records_by_any_key(machine, imported, key):
    imported("名称,编号,电话,状态,厂家\n冲床,M1,13800138000,全新,甲厂\n", create_related=True)

    run = imported(
        "名称,编号,电话,状态,厂家,价格\n冲床,M1,13800138000,全新,甲厂,9\n", mode="upsert", key=key
    )

    assert counts(run) == (0, 1, 0, 0)
    assert value(machine, machines().get(), "price") == 900


def test_blank_cells_leave_what_is_there(machine, imported):
    imported(FILE)

    imported("编号,电话,价格\nM1,,7\n", mode="update", key=("code",))

    press = machines()[0]
    assert value(machine, press, "phone") == "+8613800138000"
    assert (value(machine, press, "price"), press.version) == (700, 2)


def test_duplicates_may_be_filled(machine, imported):
    imported(FILE)

    imported("名称,编号,电话,价格\n车床,M2,010-62345678,1\n", key=("code",), duplicates="fill")

    lathe = machines()[1]
    assert value(machine, lathe, "phone") == "+861062345678"
    assert value(machine, lathe, "price") == 80_000


def test_rows_with_problems_are_kept_with_their_cells(imported):
    run = imported("名称,电话,购买日期\n冲床,12,2024-02-30\n车床,,\n,,2024-01-01\n")

    assert counts(run) == (1, 0, 0, 2)
    first, second = run.rejected_rows.order_by("number")
    assert (first.number, first.cells) == (2, ["冲床", "12", "2024-02-30"])
    assert first.problems == [["phone", "bad_phone", "12"], ["bought", "no_such_day", "2024-02-30"]]
    assert second.problems == [["name", "missing", ""]]


def test_relations_are_found_by_name_and_unknown_ones_are_problems(machine, imported, ana, at):
    from guanxi.platform.nouns.registry import noun_named

    maker = create_record(noun_named("maker"), {"name": "沈阳机床"}, actor=ana, at=at)

    run = imported("名称,厂家\n车床,沈阳机床\n冲床,无名厂\n")

    assert value(machine, machines()[0], "maker") == maker.pk
    assert run.rejected_rows.get().problems == [["maker", "no_such_record", "无名厂"]]


def test_missing_relations_are_made_when_asked(machine, imported):
    run = imported("名称,厂家\n车床,沈阳机床\n冲床,沈阳机床\n", create_related=True)

    assert counts(run) == (2, 0, 0, 0)
    assert CustomRecord.objects.filter(noun="maker").count() == 1


def test_a_relation_the_importer_may_not_see_is_not_found(imported, cleo, ana, at, machine):
    from guanxi.platform.nouns.registry import noun_named

    create_record(noun_named("maker"), {"name": "沈阳机床"}, actor=ana, at=at)

    run = imported("名称,厂家\n车床,沈阳机床\n", actor=cleo)

    assert counts(run) == (0, 0, 0, 1)


def test_a_record_of_strangers_is_met_but_not_changed(machine, imported, cleo):
    imported(FILE)

    run = imported("名称,编号,价格\n冲床,M1,1\n", actor=cleo, mode="upsert", key=("code",))

    assert run.rejected_rows.get().problems == [["", "may_not_change", ""]]
    assert value(machine, machines()[0], "price") == 1_200_000


def test_author_and_times_of_the_old_system_are_kept(imported, ben):
    imported("名称,created_at,created_by\n车床,2019-05-06 07:08,ben\n")

    lathe = machines()[0]
    assert lathe.created_at == dt.datetime(2019, 5, 5, 23, 8, tzinfo=dt.UTC)
    assert lathe.created_by_id == ben.user_id


def test_a_dry_run_tells_all_and_changes_nothing(machine, imported):
    run = imported(FILE + "坏,M1,12,,,\n又,M2,,,,\n", key=("code",), dry_run=True)

    assert counts(run) == (2, 0, 1, 1)
    assert not machines().exists()
    assert not Fact.objects.filter(noun="machine").exists()


def test_who_may_not_import_is_denied(machine, person, east, upload):
    dan = person("dan", east)

    with pytest.raises(Denied):
        upload(FILE, actor=dan)
    assert not ImportRun.objects.exists()


def test_a_required_field_without_a_column_is_refused(upload):
    with pytest.raises(RuleBroken, match="Name|名称"):
        upload("编号\nM1\n")


def test_the_mapping_of_a_header_is_remembered(upload):
    upload("甲,乙\n冲床,M1\n", mapping={"甲": "name", "乙": "code"})

    assert MappingMemory.objects.count() == 1
    assert upload("乙,甲\nM1,冲床\n").mapping == {"乙": "code", "甲": "name"}


def test_columns_are_mapped_by_label_name_and_what_they_hold(upload):
    run = upload("Name,编号,POWER,联系方式\n冲床,M1,5,13800138000\n")

    assert run.mapping == {"Name": "name", "编号": "code", "POWER": "power", "联系方式": "phone"}


def test_an_import_that_has_ended_is_not_run_again(imported, ana, at):
    run = imported(FILE)

    with pytest.raises(RuleBroken):
        run_import(run, actor=ana, at=at)
    assert machines().count() == 2


def test_the_report_counts_what_was_changed_and_why(imported):
    run = imported("名称,电话\n冲床,138 0013 8000\n车床,12\n短\n\n")

    report = report_of(run)

    assert report["changes"][0]["field"] == "phone"
    assert report["problems"][0]["code"] == "bad_phone"
    assert {note["code"]: note["count"] for note in report["notes"]} == {
        "short_rows": 1,
        "blank_rows": 1,
    }
    assert report["rejected_rows"][0]["row"] == 3


def test_python_looks_for_cycles_as_often_as_before_once_bulk_work_is_done(db):
    usual = gc.get_threshold()

    with bulk_habits():
        seldom = gc.get_threshold()

    assert seldom[0] > usual[0]
    assert gc.get_threshold() == usual


def test_where_no_column_is_known_the_encoding_is_named(machine, upload):
    with pytest.raises(RuleBroken, match="utf-8"):
        upload("åç§°,ä»·æ ¼\n1,2\n")


def test_records_with_a_number_of_their_own_are_not_known_by_their_name(imported):
    run = imported("名称,编号\n冲床,M1\n冲床,M2\n冲床,M1\n")

    assert counts(run) == (2, 0, 1, 0)


def test_a_column_called_after_the_record_type_is_its_name(upload):
    run = upload("设备名称,编号\n冲床,M1\n")

    assert run.mapping["设备名称"] == "name"
