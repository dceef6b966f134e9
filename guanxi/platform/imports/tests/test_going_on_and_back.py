"""Imports that break off go on; imports that were a mistake are undone; rows are corrected."""

import pytest

from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.custom.models import CustomRecord
from guanxi.platform.errors import RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.platform.facts.publishing import Happening, publish
from guanxi.platform.imports import matching
from guanxi.platform.imports.correcting import drop_row, try_row_again
from guanxi.platform.imports.ledger import TakenOver, advance
from guanxi.platform.imports.models import ImportRun, RejectedRow
from guanxi.platform.imports.recipes import Outcome
from guanxi.platform.imports.running import run_import
from guanxi.platform.imports.undo import left_by, undo_import
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import (
    create_record,
    delete_record,
    restore_record,
    update_record,
)

MANY = "名称,编号\n" + "".join(f"设备{number},N{number}\n" for number in range(2_050))
LARGER = "名称,编号,备注\n" + "".join(f"设备{n},N{n},{'x' * 60}\n" for n in range(4_000))
LARGE = "名称,编号,备注\n" + "".join(f"设备{n},N{n},{'x' * 100}\n" for n in range(2_050))


class PowerCut(BaseException):
    """The process ends here."""


def machines():
    return CustomRecord.objects.filter(noun="machine", deleted_at=None)


def cut_after(rows):
    def step(run):
        if run.read >= rows:
            raise PowerCut

    return step


@pytest.mark.parametrize("rows", [1, 501, 1_001])
def test_a_broken_import_goes_on_where_it_was(upload, ana, at, rows):
    run = upload(MANY)
    with pytest.raises(PowerCut):
        run_import(run, actor=ana, at=at, step=cut_after(rows))
    assert 0 < machines().count() < 2_050

    again = run_import(ImportRun.objects.get(pk=run.pk), actor=ana, at=at)

    assert (again.state, again.created, again.read) == ("done", 2_050, 2_050)
    assert machines().count() == machines().values("name").distinct().count() == 2_050
    assert Fact.objects.filter(kind="machine.created").count() == 2_050


def test_a_large_file_is_read_by_a_second_process(upload, ana, at):
    run = upload(LARGE)
    with pytest.raises(PowerCut):
        run_import(run, actor=ana, at=at, step=cut_after(1_000))

    again = run_import(ImportRun.objects.get(pk=run.pk), actor=ana, at=at)

    assert (again.created, machines().count()) == (2_050, 2_050)


def test_a_step_of_a_run_that_somebody_else_moved_on_is_refused(upload, ana, at):
    run = upload("名称\n冲床\n")
    ImportRun.objects.filter(pk=run.pk).update(state="running", checkpoint=7)

    with pytest.raises(TakenOver):
        advance(run, Outcome(), 2, 1, {})


def test_a_file_that_breaks_off_stops_the_import_and_says_so(upload, ana, at):
    run = upload("名称\n冲床\n")
    with open(run.path, "wb"):
        pass

    with pytest.raises(RuleBroken):
        run_import(run, actor=ana, at=at)
    assert not machines().exists()


def test_undoing_removes_what_was_made(imported, ana, at):
    run = imported("名称,编号\n冲床,M1\n车床,M2\n")

    undone = undo_import(run, actor=ana, at=at)

    assert (undone.removed, undone.conflicts) == (2, [])
    assert not machines().exists()
    assert ImportRun.objects.get(pk=run.pk).state == ImportRun.State.UNDONE
    assert Fact.objects.filter(kind="machine.deleted").count() == 2


def test_undoing_puts_back_what_was_changed(machine, imported, ana, at):
    imported("名称,编号,价格,购买日期\n冲床,M1,900,2024-01-05\n")
    run = imported("编号,价格,购买日期\nM1,1000,2025-02-06\n", mode="update", key=("code",))

    undone = undo_import(run, actor=ana, at=at)

    press = machines().get()
    assert undone.restored == 1
    assert machine.field("price").value_of(press) == 90_000
    assert machine.field("bought").value_of(press) == "2024-01-05"


def test_undoing_leaves_what_people_changed_since(machine, imported, ana, at):
    run = imported("名称,编号\n冲床,M1\n车床,M2\n")
    press = machines().get(name="冲床")
    update_record(machine, press.pk, {"power": 5}, actor=ana, at=at)

    undone = undo_import(run, actor=ana, at=at)

    assert undone.conflicts == [{"noun": "machine", "id": press.pk, "reason": "changed_since"}]
    assert machines().get() == press


def test_what_people_took_back_again_holds_nothing_back(machine, imported, ana, at):
    run = imported("名称,编号\n冲床,M1\n车床,M2\n刨床,M3\n")
    press, lathe, planer = (machines().get(name=name) for name in ("冲床", "车床", "刨床"))
    for values in ({"power": 5}, {"power": 6, "name": "压床"}, {"name": "冲床"}, {"power": None}):
        update_record(machine, press.pk, values, actor=ana, at=at)
    delete_record(machine, lathe.pk, actor=ana, at=at)
    restore_record(machine, lathe.pk, actor=ana, at=at)
    for power in (5, 6):
        update_record(machine, planer.pk, {"power": power}, actor=ana, at=at)

    undone = undo_import(run, actor=ana, at=at)

    assert undone.removed == 2
    assert undone.conflicts == [{"noun": "machine", "id": planer.pk, "reason": "changed_since"}]


def test_what_is_no_change_of_a_value_holds_a_record_back(machine, imported, ana, at):
    run = imported("名称,编号\n冲床,M1\n")
    press = machines().get()
    publish(Happening("machine.noted", "machine", press.pk), actor=ana, at=at)

    assert undo_import(run, actor=ana, at=at).conflicts[0]["reason"] == "changed_since"


def test_what_the_house_computed_since_holds_nothing_back(machine, imported, ana, at):
    run = imported("名称,编号\n冲床,M1\n")
    press = machines().get()
    publish(Happening("machine.reclassified", "machine", press.pk), actor=SYSTEM, at=at)

    assert undo_import(run, actor=ana, at=at).removed == 1


def test_undoing_a_change_leaves_fields_that_were_changed_again(machine, imported, ana, at):
    imported("名称,编号,价格,功率\n冲床,M1,900,1\n")
    run = imported("编号,价格,功率\nM1,1000,2\n", mode="update", key=("code",))
    press = machines().get()
    update_record(machine, press.pk, {"power": 3}, actor=ana, at=at)

    undone = undo_import(run, actor=ana, at=at)

    press = machines().get()
    assert machine.field("price").value_of(press) == 90_000
    assert machine.field("power").value_of(press) == 3
    assert undone.conflicts[0]["reason"] == "changed_since"


def makers():
    return CustomRecord.objects.filter(noun="maker", deleted_at=None)


def test_undoing_removes_related_records_that_were_made_on_the_way(imported, ana, at):
    run = imported("名称,厂家\n冲床,沈阳机床\n车床,沈阳机床\n", create_related=True)
    assert makers().count() == 1

    undone = undo_import(run, actor=ana, at=at)

    assert (undone.removed, undone.conflicts) == (3, [])
    assert not machines().exists()
    assert not makers().exists()


def test_undoing_leaves_related_records_that_others_name_by_now(imported, ana, at):
    run = imported("名称,厂家\n冲床,沈阳机床\n车床,大连机床\n", create_related=True)
    mine = makers().get(name="沈阳机床")
    create_record(noun_named("machine"), {"name": "钻床", "maker": mine.pk}, actor=ana, at=at)

    undone = undo_import(run, actor=ana, at=at)

    assert undone.conflicts == [{"noun": "maker", "id": mine.pk, "reason": "used_by:machine"}]
    assert [one.name for one in makers()] == ["沈阳机床"]


def test_what_was_left_is_undone_once_nothing_holds_it_any_more(imported, ana, at):
    run = imported("名称,厂家\n冲床,沈阳机床\n", create_related=True)
    machine, mine = noun_named("machine"), makers().get()
    drill = create_record(machine, {"name": "钻床", "maker": mine.pk}, actor=ana, at=at)
    undo_import(run, actor=ana, at=at)
    assert (left_by(run), makers().count()) == (1, 1)

    delete_record(machine, drill.pk, actor=ana, at=at)
    undo_import(run, actor=ana, at=at)

    assert (left_by(run), makers().count(), run.report["undone"]["removed"]) == (0, 0, 2)
    with pytest.raises(RuleBroken):
        undo_import(run, actor=ana, at=at)


def test_related_records_made_on_the_way_are_looked_at_for_likeness(imported, monkeypatch):
    seen = []
    monkeypatch.setattr(matching, "_look_alikes", [lambda noun, actor, at: seen.append(noun.key)])

    imported("名称,厂家\n冲床,沈阳机床\n", create_related=True)
    imported("名称\n车床\n")

    assert seen == ["maker", "machine", "machine"]


def test_an_import_is_undone_once(imported, ana, at):
    run = imported("名称\n冲床\n")
    undo_import(run, actor=ana, at=at)

    with pytest.raises(RuleBroken):
        undo_import(ImportRun.objects.get(pk=run.pk), actor=ana, at=at)


def test_a_corrected_row_is_taken(machine, imported, ana, at):
    run = imported("名称,电话\n冲床,12\n")

    row = try_row_again(run.rejected_rows.get(), ["冲床", "13800138000"], actor=ana, at=at)

    assert (row.state, row.problems) == (RejectedRow.State.TAKEN, [])
    run.refresh_from_db()
    assert (run.created, run.rejected) == (1, 0)
    assert machine.field("phone").value_of(machines().get()) == "+8613800138000"


def test_a_row_that_is_still_wrong_stays_with_its_new_problem(imported, ana, at):
    run = imported("名称,电话\n冲床,12\n")

    row = try_row_again(run.rejected_rows.get(), ["", "13800138000"], actor=ana, at=at)

    assert (row.state, row.problems) == (RejectedRow.State.WAITING, [["name", "missing", ""]])
    assert not machines().exists()


def test_a_corrected_row_belongs_to_the_run_and_is_undone_with_it(imported, ana, at):
    run = imported("名称,电话\n冲床,12\n")
    try_row_again(run.rejected_rows.get(), ["冲床", ""], actor=ana, at=at)

    assert undo_import(run, actor=ana, at=at).removed == 1


def test_a_dropped_row_is_not_tried_again(imported, ana, at):
    row = imported("名称,电话\n冲床,12\n").rejected_rows.get()
    drop_row(row, actor=ana)

    with pytest.raises(RuleBroken):
        try_row_again(row, ["冲床", ""], actor=ana, at=at)


def test_two_imports_of_one_customer_make_one(upload, ana, at, machine):
    first, second = upload("名称\n冲床\n"), upload("名称\n冲床\n")

    run_import(first, actor=ana, at=at)
    run_import(second, actor=ana, at=at)

    assert machines().count() == 1


def test_records_made_by_hand_are_met_by_their_key(machine, imported, ana, at):
    create_record(noun_named("machine"), {"name": "冲床"}, actor=ana, at=at)

    assert imported("名称\n冲床\n").skipped == 1


def test_every_step_tells_how_much_of_the_file_is_in(upload, ana, at):
    run, shares = upload(LARGER), []

    run_import(run, actor=ana, at=at, step=lambda moved: shares.append(moved.share))

    assert 0 < shares[0] < 0.6
    assert shares == sorted(shares)
    assert shares[-1] == 1


def test_a_run_that_goes_on_remembers_where_it_was(upload, ana, at):
    run = upload(LARGER)
    with pytest.raises(PowerCut):
        run_import(run, actor=ana, at=at, step=cut_after(1_000))
    stopped = ImportRun.objects.get(pk=run.pk)

    run_import(ImportRun.objects.get(pk=run.pk), actor=ana, at=at)

    run.refresh_from_db()
    assert 0 < run.resumed_share == stopped.share < 1
    assert run.share == 1
