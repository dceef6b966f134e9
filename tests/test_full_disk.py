"""Without room on the disk a file is written whole or not at all, and the person is told so."""

import resource
import sys
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from guanxi.platform.errors import RuleBroken
from guanxi.platform.exports.lists import Wanted
from guanxi.platform.exports.starting import exports_folder, start_export
from guanxi.platform.exports.tasks import export_list
from guanxi.platform.facts.models import Fact
from guanxi.platform.jobs.context import JobContext
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.reading import ListQuery
from guanxi.platform.records.writing import create_record

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
