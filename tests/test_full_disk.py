"""Without room on the disk a file is written whole or not at all, and the person is told so."""

import errno
import resource
import sys
from contextlib import contextmanager

import psycopg
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import OperationalError, connection
from django.test import Client

from guanxi.customers.models import Account
from guanxi.platform.actors.models import User
from guanxi.platform.errors import RuleBroken
from guanxi.platform.exports.lists import Wanted
from guanxi.platform.exports.starting import exports_folder, start_export
from guanxi.platform.exports.tasks import export_list
from guanxi.platform.facts.models import Fact
from guanxi.platform.imports.starting import draft_import
from guanxi.platform.jobs.context import JobContext
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.reading import ListQuery
from guanxi.platform.records.writing import create_record
from guanxi.platform.rest.problems import problem_of

ROOM = 2_000


@contextmanager
def room_for(size):
    """No file may grow beyond ``size`` bytes, as where the disk is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    # Python would cut the byte code of a module imported meanwhile short, and keep it.
    writes_none, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        sys.dont_write_bytecode = writes_none


@pytest.fixture
def firms(ana, at, settings, tmp_path):
    settings.DATA = tmp_path / "data"
    settings.MEDIA_ROOT = tmp_path / "media"
    for number in range(40):
        # No two alike, so that no packing makes them small.
        signs = (chr(0x4E00 + (number * turn * 7_919) % 20_000) for turn in range(90))
        values = {"name": f"公司{number}", "next_step": "".join(signs)}
        create_record(noun_named("account"), values, actor=ana, at=at)


@pytest.mark.parametrize("command", ["backup", "export_all"])
def test_a_backup_without_room_leaves_no_half_file(firms, tmp_path, command):
    target = tmp_path / "out" / "all.zip"
    target.parent.mkdir()

    with room_for(ROOM), pytest.raises(CommandError, match="too large|space"):
        call_command(command, str(target))

    assert list(target.parent.iterdir()) == []
    assert not Fact.objects.filter(kind__in=("backup.taken", "export.everything")).exists()


@pytest.mark.parametrize("command", ["backup", "export_all"])
def test_the_file_before_stays_as_it_was(firms, tmp_path, command):
    target = tmp_path / "out" / "all.zip"
    target.parent.mkdir()
    call_command(command, str(target))
    before = target.read_bytes()

    with room_for(ROOM), pytest.raises(CommandError):
        call_command(command, str(target))

    assert target.read_bytes() == before
    assert list(target.parent.iterdir()) == [target]


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_an_export_without_room_says_so_and_leaves_nothing(firms, ana, at, format):
    wanted = Wanted(ListQuery(), format)
    job = start_export(noun_named("account"), wanted, actor=ana, at=at)

    with room_for(ROOM), pytest.raises(RuleBroken, match="full|满"):
        export_list(JobContext(job, ana, {}), **job.args)

    assert list(exports_folder().iterdir()) == []
    assert not Fact.objects.filter(kind="export.made").exists()


def test_an_upload_without_room_is_refused_and_leaves_nothing(firms, ana, at, settings):
    with room_for(ROOM), pytest.raises(RuleBroken, match="not stored|没有存下"):
        draft_import("account", [b"\xe5" * ROOM * 2], "firms.csv", actor=ana, at=at)

    assert [one for one in settings.MEDIA_ROOT.rglob("*") if one.is_file()] == []


@pytest.mark.parametrize(("language", "told"), [("en", "free some space"), ("zh-hans", "腾出空间")])
def test_a_request_that_did_not_fit_on_the_disk_is_answered_in_words(firms, ana, language, told):
    User.objects.filter(pk=ana.user_id).update(language=language)
    browser = Client(SERVER_NAME="localhost", raise_request_exception=False)
    browser.force_login(User.objects.get(pk=ana.user_id))

    page = browser.post("/imports/new/", **{"guanxi.no_room": True})
    call = browser.post("/api/v1/account/", **{"guanxi.no_room": True})
    headers = {"Authorization": "Bearer x", "Accept-Language": language}
    by_key = Client(SERVER_NAME="localhost", raise_request_exception=False, headers=headers)
    answer = by_key.post("/api/v1/account/", **{"guanxi.no_room": True})

    assert page.status_code == call.status_code == answer.status_code == 507
    assert told in page.content.decode() and told in answer.content.decode()
    assert call["Content-Type"] == answer["Content-Type"] == "application/problem+json"


@pytest.mark.django_db(transaction=True)
def test_a_warehouse_without_room_says_so_and_leaves_the_one_before(firms, at, monkeypatch):
    # The process that builds it would cut its byte code short as well.
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")

    with room_for(ROOM), pytest.raises(CommandError, match="disk is full|磁盘已满"):
        call_command("insight", "run")


@pytest.fixture
def no_room():
    """The books have room for nothing more."""
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite can be given a small disk")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1073741823")


LONG = {"name": "满盘公司", "description": "长" * 200_000}


@pytest.mark.django_db(transaction=True)
def test_saving_a_record_without_room_says_so_on_the_page(firms, ana, no_room):
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(User.objects.get(pk=ana.user_id))

    page = browser.post("/account/new/", LONG)
    toast = browser.post("/account/new/", LONG, headers={"HX-Request": "true"})

    for answer in (page, toast):
        assert answer.status_code == 507
        assert "nothing of this was saved" in answer.content.decode()
    assert not Account.objects.filter(name="满盘公司").exists()


def by_postgresql(fault):
    """As Django hands it on: in words of the server's own language."""
    told = OperationalError(str(fault))
    told.__cause__ = fault
    return told


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (OperationalError("database or disk is full"), 507),
        (by_postgresql(psycopg.errors.DiskFull("无法扩展文件 base/16384/24578")), 507),
        (by_postgresql(psycopg.errors.LockNotAvailable("无法获得锁")), 503),
        (OperationalError("database is locked"), 503),
        (by_postgresql(psycopg.errors.AdminShutdown("终止连接")), 503),
        (by_postgresql(psycopg.OperationalError("connection refused")), 503),
        (by_postgresql(psycopg.errors.QueryCanceled("语句超时")), None),
        (OperationalError("no such column"), None),
        (OperationalError("no such table: platform_version"), 503),
        (by_postgresql(psycopg.errors.UndefinedTable("关系不存在")), 503),
        (OSError(errno.ENOSPC, "No space left on device"), 507),
        (OSError(errno.EIO, "Input/output error"), None),
        (ValueError("my disk is full"), None),
    ],
)
def test_full_disk_long_wait_and_server_away_are_told_and_nothing_else_is_taken_for_them(
    fault, status
):
    problem = problem_of(fault)

    assert (problem and problem.status) == status
