"""No record without its entry in the search index, and no entry stays without its record."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import OperationalError, connection, transaction

from guanxi.platform.custom.models import CustomRecord
from guanxi.platform.errors import RuleBroken
from guanxi.platform.imports.leftovers import one_import_at_a_time, remove_leftovers
from guanxi.platform.imports.noun_recipe import recipe_named
from guanxi.platform.imports.starting import imports_folder
from guanxi.platform.jobs.queue import enqueue
from guanxi.platform.jobs.running import run_all_now
from guanxi.platform.records.writing import create_record
from guanxi.platform.search.beside import entries_beside, kept_together
from guanxi.platform.search.index import index_new, indexing_new, prepared
from guanxi.platform.search.models import SearchEntry

pytestmark = pytest.mark.django_db(transaction=True)


def impatiently(recipe):
    """Remove leftovers at a second connection, which gives up where it would have to wait."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '50ms'")
        return remove_leftovers(recipe)
    finally:
        connection.close()


def made(record_id):
    return [(record_id, *prepared("machine", ["天津冲床\n\n"]))]


def test_entries_are_there_before_the_records_are(machine):
    with entries_beside():
        with kept_together(), transaction.atomic(), indexing_new("machine", made(7)):
            pass

        assert SearchEntry.objects.get().text.startswith("天津冲床\n")


def test_entries_go_again_when_their_records_do_not_come(machine):
    with entries_beside():
        with kept_together(), transaction.atomic(), indexing_new("machine", made(7)):
            pass
        with pytest.raises(ZeroDivisionError), kept_together(), transaction.atomic():
            with indexing_new("machine", made(8)):
                pass
            1 // 0  # noqa: B018

        assert SearchEntry.objects.count() == 1


def test_what_a_killed_import_left_is_removed_and_nothing_else(machine, ana, at):
    record = create_record(machine, {"name": "冲床"}, actor=ana, at=at)
    index_new("machine", made(record.pk + 1))
    if connection.vendor == "sqlite":
        pytest.skip("SQLite writes entries and records together")

    assert remove_leftovers(recipe_named("machine")) == 1

    assert CustomRecord.objects.get().pk == record.pk
    assert SearchEntry.objects.get().text.startswith("冲床\n")


def test_entries_wait_for_the_records_of_a_file_that_fills_several_nouns(machine, ana, at):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite writes entries and records together")
    record = create_record(machine, {"name": "冲床"}, actor=ana, at=at)
    with (
        ThreadPoolExecutor(1) as beside,
        entries_beside(),
        kept_together(),
        transaction.atomic(),
    ):
        one_import_at_a_time({"account", "machine"})
        with indexing_new("machine", made(record.pk + 1)):
            pass
        removing = beside.submit(impatiently, recipe_named("machine"))

        with pytest.raises(OperationalError, match="lock timeout"):
            removing.result()

    assert SearchEntry.objects.count() == 2


def test_a_file_that_cannot_be_read_is_not_kept(machine, upload):
    with pytest.raises(RuleBroken):
        upload("")

    assert list(imports_folder().iterdir()) == []


def test_a_file_of_no_import_goes_after_a_day(machine, upload, ana, at):
    kept = Path(upload("名称\n冲床\n").path)
    left, arriving = kept.with_name("left.csv"), kept.with_name("arriving.csv")
    for path in (left, arriving):
        path.write_bytes(b"half")
    for path in (left, kept):
        os.utime(path, (0, 0))

    enqueue("imports.leftovers", actor=ana, at=at)
    run_all_now(at)

    assert set(imports_folder().iterdir()) == {kept, arriving}
