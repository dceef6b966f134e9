"""An import is called off: at once while it waits, after the rows at hand while it runs."""

import pytest

from guanxi.platform.custom.models import CustomRecord
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.imports import feeding
from guanxi.platform.imports.models import ImportRun
from guanxi.platform.imports.running import run_import
from guanxi.platform.imports.tasks import (
    call_off_import,
    import_file,
    is_called_off,
    start_import,
    start_undo,
)
from guanxi.platform.jobs.context import Cancelled, JobContext
from guanxi.platform.jobs.models import Job
from guanxi.platform.jobs.queue import cancel
from guanxi.platform.jobs.running import run_all_now

FILE = "名称,编号\n" + "".join(f"设备{n},N{n}\n" for n in range(5))


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch):
    monkeypatch.setattr(feeding, "ROWS", 2)


@pytest.fixture
def waiting(upload, ana, at):
    """An import that no worker has taken yet, with its job."""

    def make(**options):
        run = upload(FILE, **options)
        job = start_import(run, actor=ana, at=at)
        return ImportRun.objects.get(pk=run.pk), job

    return make


def broken_off(run, job, ana):
    """What a worker does of a job that was called off while it ran."""
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING)
    with pytest.raises(Cancelled):
        import_file(JobContext(job, ana, {}, interruption=Cancelled), run=run.pk)
    Job.objects.filter(pk=job.pk).update(state=Job.State.CANCELLED)
    run.refresh_from_db()


def machines():
    return CustomRecord.objects.filter(noun="machine", deleted_at=None)


def test_one_that_waits_is_called_off_at_once(waiting, ana, at):
    run, job = waiting()

    call_off_import(run, actor=ana, at=at)

    run.refresh_from_db()
    job.refresh_from_db()
    assert (run.state, job.state) == ("stopped", "cancelled")
    assert run_all_now(at) == 0
    assert not machines().exists()


def test_one_that_a_command_runs_ends_with_the_reason(upload, ana, at):
    run = upload(FILE)

    with pytest.raises(RuleBroken, match="^已叫停。此前导入的数据保留"):
        run_import(run, actor=ana, at=at, step=lambda one: call_off_import(one, actor=ana, at=at))

    stopped = ImportRun.objects.get()
    assert (stopped.state, stopped.read, machines().count()) == ("stopped", 2, 2)


def test_one_that_runs_is_asked_to_stop(waiting, ana, at):
    run, job = waiting()
    Job.objects.update(state=Job.State.RUNNING)
    assert not is_called_off(run)

    call_off_import(run, actor=ana, at=at)

    run.refresh_from_db()
    assert run.state == "running"
    assert is_called_off(run)


def test_what_was_taken_so_far_stays_goes_on_or_is_undone_as_a_whole(waiting, ana, at):
    run, job = waiting()
    broken_off(run, job, ana)
    assert (run.state, run.created, machines().count()) == ("stopped", 2, 2)
    assert "整批撤销" in run.error

    start_import(run, actor=ana, at=at)
    run_all_now(at)
    assert machines().count() == 5

    start_undo(run, actor=ana, at=at)
    run_all_now(at)
    assert not machines().exists()


def test_a_trial_that_was_called_off_says_that_nothing_changed(waiting, ana):
    run, job = waiting(dry_run=True)
    broken_off(run, job, ana)

    assert (run.state, run.created, machines().count()) == ("stopped", 2, 0)
    assert run.error == "已叫停，数据未做任何更改。"


def test_one_that_a_command_runs_stops_at_its_next_step(upload, ana, at):
    run = upload(FILE)

    def step(moved):
        call_off_import(ImportRun.objects.get(pk=moved.pk), actor=ana, at=at)

    with pytest.raises(RuleBroken):
        run_import(run, actor=ana, at=at, step=step)

    run.refresh_from_db()
    assert (run.state, machines().count()) == ("stopped", 2)


def test_one_that_has_ended_is_not_called_off(imported, ana, at):
    run = imported(FILE)

    with pytest.raises(RuleBroken):
        call_off_import(run, actor=ana, at=at)

    assert ImportRun.objects.get().state == "done"


def test_who_may_not_import_calls_nothing_off(waiting, person, east, at):
    run, _job = waiting()

    with pytest.raises(Denied):
        call_off_import(run, actor=person("dan", east), at=at)

    run.refresh_from_db()
    assert run.state == "running"


@pytest.mark.parametrize("state", ["done", "stopped"])
def test_an_undoing_that_is_called_off_while_it_waits_leaves_all_as_it_was(
    imported, ana, at, state
):
    run = imported(FILE)
    report = run.report if state == "done" else {}
    job = start_undo(run, actor=ana, at=at)
    ImportRun.objects.update(state="undoing", report=report)

    cancel(job, at=at)

    assert ImportRun.objects.get().state == state
    assert machines().count() == 5
