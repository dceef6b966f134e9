"""Everything asked for on screen: written by the worker, fetched by whoever asked, then gone."""

import os
import zipfile
from dataclasses import replace

import pytest

from guanxi.platform.errors import Denied
from guanxi.platform.exports.starting import (
    exports_folder,
    file_of,
    forget_exports,
    start_everything,
)
from guanxi.platform.exports.tasks import KEPT
from guanxi.platform.facts.models import Fact
from guanxi.platform.jobs.models import Job
from guanxi.platform.jobs.queue import cancel, enqueue
from guanxi.platform.jobs.running import run_all_now

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files_here(settings, tmp_path):
    settings.DATA = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def written(admin, at):
    job = start_everything(actor=admin, at=at)
    run_all_now(at)
    job.refresh_from_db()
    return job


def test_the_archive_waits_for_whoever_asked_and_the_audit_tells_of_it(written, admin, ana):
    assert (written.state, written.error) == (Job.State.DONE, "")
    assert written.result["name"].endswith(".zip")
    assert written.done_count == written.result["rows"] > 0
    with zipfile.ZipFile(file_of(written, admin)) as archive:
        assert {"schema.json", "data/account.csv", "beside/facts.csv"} <= set(archive.namelist())
    kinds = list(Fact.objects.filter(kind__startswith="export.").values_list("kind", flat=True))
    assert sorted(kinds) == ["export.everything", "export.started"]
    assert file_of(written, ana) is None
    assert len(list(exports_folder().iterdir())) == 1, "nothing is left of the making"


def test_who_administers_no_more_does_not_get_it(written, admin):
    assert file_of(written, replace(admin, is_administrator=False)) is None


def test_only_an_administrator_asks_for_it(ana, at):
    with pytest.raises(Denied):
        start_everything(actor=ana, at=at)
    assert not Job.objects.exists()


def test_asked_twice_it_is_written_once(admin, at):
    assert start_everything(actor=admin, at=at) == start_everything(actor=admin, at=at)


def test_called_off_it_leaves_nothing(admin, at):
    job = start_everything(actor=admin, at=at)
    cancel(job, at=at)
    run_all_now(at)
    job.refresh_from_db()
    assert (job.state, list(exports_folder().iterdir())) == (Job.State.CANCELLED, [])


def test_what_a_dead_worker_left_goes_with_the_next_run_or_after_a_week(admin, at):
    job = start_everything(actor=admin, at=at)
    left, old = (exports_folder() / f"{number}.0f.partial.x" for number in (job.pk, 10**6))
    for folder in (left, old):
        (folder / "data").mkdir(parents=True)
    os.utime(old, (0, 0))
    assert KEPT.days == 7
    run_all_now(at)
    assert (left.exists(), old.exists()) == (False, True)
    enqueue("export.forget_old", actor=admin, at=at)
    run_all_now(at)
    assert not old.exists()


def test_an_erasure_takes_the_archive_and_one_in_the_making(
    written, admin, django_capture_on_commit_callbacks
):
    making = exports_folder() / f"{written.pk + 1}.0f.partial.x"
    making.mkdir()
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_exports() == 1
    assert list(exports_folder().iterdir()) == []
