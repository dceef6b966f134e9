"""What leaves in a file is what the list shows, and comes back identical."""

import csv
import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from django.utils import translation

from guanxi.platform.actors.compiling import actor_for_user, rights_changed
from guanxi.platform.actors.models import FieldGrant, Grant, User
from guanxi.platform.custom.models import CustomRecord
from guanxi.platform.disk import is_disk_full
from guanxi.platform.errors import Denied, InvalidFilter
from guanxi.platform.exports import lists
from guanxi.platform.exports.lists import Wanted, write_list
from guanxi.platform.exports.sheets import XlsxSheet
from guanxi.platform.exports.starting import file_of, start_export
from guanxi.platform.facts.models import Fact
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.running import run_import
from guanxi.platform.imports.starting import agree, draft_import
from guanxi.platform.jobs.models import Job
from guanxi.platform.jobs.running import run_all_now
from guanxi.platform.records.reading import ListQuery
from guanxi.platform.records.writing import create_record

PRESS = {
    "name": "=冲床",
    "code": "+1-2",
    "phone": "13800138000",
    "bought": "2024-01-05",
    "seen": "2024-01-05T08:30:15.123456Z",
    "price": "-1280.50",
    "weight": "12.125",
    "state": "used",
    "uses": ["new", "used"],
    "works": True,
    "note": "@x\n\"=1', ＝2",
}
ALL = tuple(PRESS)


@pytest.fixture
def press(machine, ana, at):
    return create_record(machine, PRESS, actor=ana, at=at)


@pytest.fixture
def written(machine, tmp_path, at):
    def write(actor, columns=("name", "code"), format="csv", exact=False, **query):
        path = tmp_path / f"list.{format}"
        wanted = Wanted(ListQuery(columns=columns, **query), format, exact)
        write_list(path, actor, machine, wanted, at=at)
        if format == "xlsx":
            return [list(row) for row in openpyxl.load_workbook(path).active.values]
        return list(csv.reader(path.open(encoding="utf-8-sig", newline="")))

    return write


def test_a_file_has_labels_and_what_people_read(written, press, ana):
    with translation.override("en"):
        heading, row = written(ana, ("name", "seen", "price", "state", "uses", "works", "owner"))
    assert heading == ["Name", "Seen", "Price", "State", "Uses", "Works", "Owner"]
    assert row == [
        *("'=冲床", "2024-01-05 16:30:15", "-1280.50", "Used", "New; Used", "Yes", "Ana")
    ]


def test_in_a_workbook_text_is_text_and_numbers_are_numbers(written, press, ana):
    _, row = written(ana, ("name", "code", "price", "note"), "xlsx")
    assert row == ["=冲床", "+1-2", -1280.5, PRESS["note"]]


def test_a_workbook_opens_wide_enough_and_ready_to_be_filtered(tmp_path):
    path = tmp_path / "wide.xlsx"
    sheet = XlsxSheet(path, ["名称", "Note"])
    sheet.row(["苏州精密机械有限公司", "x" * 500])
    sheet.close()

    read = openpyxl.load_workbook(path).active
    assert read.auto_filter.ref == "A1:B2"
    widths = [round(read.column_dimensions[one].width) for one in "AB"]
    assert widths[0] >= 22
    assert 40 <= widths[1] <= 50


def test_a_workbook_for_which_there_is_no_room_says_that_the_disk_is_full():
    sheet = XlsxSheet(Path("/dev/full"), ["name"])
    sheet.row(["x"])

    with pytest.raises(OSError, match="No space left") as fault:
        sheet.close()

    assert is_disk_full(fault.value)


def test_the_file_is_called_as_its_reader_calls_the_records_on_the_day_there(machine, ana, at):
    evening = at.replace(hour=20)
    job = start_export(machine, Wanted(ListQuery()), actor=ana, at=evening)
    run_all_now(evening)
    job.refresh_from_db()

    tomorrow = (evening + dt.timedelta(days=1)).date()
    assert job.result["name"] == f"{job.title} {tomorrow}.csv"


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_an_exact_file_comes_back_identical(machine, press, ana, at, tmp_path, format):
    path = tmp_path / f"exact.{format}"
    columns = (*ALL, "created_at", "updated_at")
    wanted = Wanted(ListQuery(columns=columns), format, exact=True)
    write_list(path, ana, machine, wanted, at=at)

    run = draft_import("machine", [path.read_bytes()], path.name, actor=ana, at=at)
    assert set(run.mapping.values()) >= set(columns), run.mapping
    agree(run, Options(duplicates="create"), run.mapping, actor=ana, at=at)
    run_import(run, actor=ana, at=at)

    first, second = CustomRecord.objects.order_by("pk")
    assert second.custom == first.custom
    assert (second.name, second.created_at, second.updated_at) == (
        first.name,
        first.created_at,
        first.updated_at,
    )


def test_every_row_of_the_list_is_there_once_in_its_order(machine, written, ana, at, monkeypatch):
    monkeypatch.setattr(lists, "PAGE", 3)
    for number in range(10):
        create_record(machine, {"name": f"m{number % 4}"}, actor=ana, at=at)
    _, *rows = written(ana, ("name",), sort="-name")
    assert rows == sorted(rows, reverse=True)
    assert len(rows) == 10


def test_a_stranger_takes_nothing_out(written, press, cleo):
    assert len(written(cleo)) == 1


def test_who_may_not_export_is_denied(machine, press, ana, at, seller):
    Grant.objects.filter(permission="machine.export").delete()
    rights_changed()
    ana = actor_for_user(User.objects.get(pk=ana.user_id))
    with pytest.raises(Denied):
        start_export(machine, Wanted(ListQuery()), actor=ana, at=at)


def test_who_may_export_her_own_only_takes_her_own(machine, press, ben, at, seller, written):
    create_record(machine, {"name": "别的"}, actor=ben, at=at)
    Grant.objects.filter(permission="machine.export").update(scope="own")
    rights_changed()
    ben = actor_for_user(User.objects.get(pk=ben.user_id))
    assert written(ben, ("name",))[1:] == [["别的"]]


def test_hidden_fields_cannot_be_asked_for_and_masked_ones_are_masked(
    machine, press, ana, at, seller, written
):
    FieldGrant.objects.create(role=seller, noun="machine", field="code", mode="hidden")
    FieldGrant.objects.create(role=seller, noun="machine", field="phone", mode="masked")
    rights_changed()
    ana = actor_for_user(User.objects.get(pk=ana.user_id))
    assert written(ana, ("phone",))[1:] == [["138****8000"]]
    for query in ({"columns": ("code",)}, {"sort": "phone"}):
        with pytest.raises(InvalidFilter):
            start_export(machine, Wanted(ListQuery(**query)), actor=ana, at=at)
    assert not Job.objects.exists()


def test_an_export_is_a_job_with_a_fact_and_a_file_for_its_owner(machine, press, ana, ben, at):
    wanted = Wanted(ListQuery(columns=("name",)), "xlsx")
    job = start_export(machine, wanted, actor=ana, at=at)
    run_all_now(at)
    job.refresh_from_db()

    assert (job.state, job.result["rows"]) == (Job.State.DONE, 1), job.error
    assert file_of(job, ana).suffix == ".xlsx"
    assert file_of(job, ben) is None
    kinds = Fact.objects.filter(kind__startswith="export.").values_list("kind", flat=True)
    assert list(kinds.order_by("pk")) == ["export.started", "export.made"]
