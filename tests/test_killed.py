"""Long work killed with -9 in the middle: nothing is lost, nothing is doubled, the rest goes on."""

import csv
import datetime as dt
import signal
import zipfile

import pytest
from django.conf import settings
from django.utils import timezone

from guanxi.customers.models import Account
from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.backup.taking import take_backup
from guanxi.platform.exports.lists import Wanted
from guanxi.platform.exports.starting import exports_folder, start_export
from guanxi.platform.facts.models import Fact
from guanxi.platform.imports.models import ImportRun
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.running import run_import
from guanxi.platform.imports.starting import agree, draft_import
from guanxi.platform.imports.tasks import start_undo
from guanxi.platform.jobs.models import Job
from guanxi.platform.jobs.running import run_all_now
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.reading import ListQuery
from guanxi.platform.verbs.many import Chosen, act_on_many
from tests.harness.elsewhere import WORKING, processes, until

pytestmark = pytest.mark.django_db(transaction=True)
FIRMS = 4_000


@pytest.fixture
def imported(at):
    """A run that has made thousands of customers; its file counts as small, so one process does."""
    rows = (f"K{number},苏州第{number}号公司" for number in range(FIRMS))
    content = "\n".join(["客户编号,客户名称", *rows]).encode()
    run = draft_import("account", [content], "firms.csv", actor=SYSTEM, at=at)
    agree(run, Options(), run.mapping, actor=SYSTEM, at=at)
    return run_import(run, actor=SYSTEM, at=at)


@pytest.fixture
def start():
    """Start a process that may be killed."""
    with processes() as one:
        yield one


def killed(process, when):
    """Kill the process as soon as it has got somewhere."""
    until(when, lambda: list(Job.objects.values("kind", "state", "done_count", "error")))
    process.send_signal(signal.SIGKILL)
    process.wait()


def go_on():
    """What a worker does that is started when the lease of the dead one has run out."""
    run_all_now(timezone.now() + dt.timedelta(hours=1))


def test_an_undo_killed_with_9_ends_with_every_record_removed_once(imported, start, at):
    start_undo(imported, actor=SYSTEM, at=at)
    removed = Fact.objects.filter(kind="account.deleted")
    killed(start("-c", WORKING), removed.exists)
    assert 0 < removed.count() == Account.objects.exclude(deleted_at=None).count() < FIRMS

    go_on()

    run = ImportRun.objects.get()
    assert (run.state, run.report["undone"]["removed"]) == ("undone", FIRMS)
    assert not Account.objects.filter(deleted_at=None).exists()
    assert removed.count() == removed.values("record_id").distinct().count() == FIRMS


def test_a_bulk_change_killed_with_9_changes_every_record_once(imported, start, at):
    noun, chosen = noun_named("account"), Chosen(filter={})
    act_on_many("edit", noun, chosen, {"city": "苏州"}, actor=SYSTEM, at=at)
    changed = Account.objects.filter(city="苏州")
    killed(start("-c", WORKING), changed.exists)
    assert 0 < changed.count() < FIRMS

    go_on()

    assert Account.objects.filter(city="苏州", version=2).count() == FIRMS
    assert Fact.objects.filter(kind="account.updated").count() == FIRMS


def test_an_export_killed_with_9_is_written_anew_and_leaves_no_half_file(imported, start, at):
    wanted = Wanted(ListQuery(filter={}, columns=["code", "name"]), "csv")
    job = start_export(noun_named("account"), wanted, actor=SYSTEM, at=at)
    folder = exports_folder()
    killed(start("-c", WORKING), lambda: any(one.stat().st_size for one in folder.iterdir()))
    job.refresh_from_db()
    assert job.state == Job.State.RUNNING

    go_on()

    job.refresh_from_db()
    assert (job.state, job.result["rows"]) == (Job.State.DONE, FIRMS)
    [file] = folder.iterdir()
    with file.open(encoding="utf-8-sig", newline="") as lines:
        codes = [row[0] for row in csv.reader(lines)][1:]
    assert len(codes) == len(set(codes)) == FIRMS


def test_a_backup_killed_with_9_leaves_the_books_and_no_file_of_that_name(
    imported, start, tmp_path, at
):
    path, before = tmp_path / "books.zip", Account.objects.count()
    partial = path.with_name("books.zip.partial")
    backing = start("manage.py", "backup", str(path))
    killed(backing, lambda: partial.exists() and partial.stat().st_size)
    assert not path.exists()
    assert Account.objects.count() == before

    manifest = take_backup(path, at)

    assert manifest.tables["customers_account"].size == FIRMS
    assert zipfile.ZipFile(path).testzip() is None
    assert not partial.exists()
    assert settings.DATA not in tmp_path.parents
