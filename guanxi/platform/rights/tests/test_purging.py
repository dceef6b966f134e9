"""What lies in the recycle bin for long goes for good; what others point to stays."""

import datetime as dt
import io

import pytest
from django.utils import timezone

from guanxi.platform.custom.models import CustomRecord
from guanxi.platform.facts.models import Fact
from guanxi.platform.files.models import StoredFile
from guanxi.platform.files.storing import attach_file
from guanxi.platform.jobs.queue import enqueue
from guanxi.platform.jobs.running import run_all_now
from guanxi.platform.records.writing import delete_record


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def purge(admin):
    enqueue("records.purge", actor=admin, at=timezone.now())
    enqueue("files.sweep", actor=admin, at=timezone.now())
    run_all_now(timezone.now() + dt.timedelta(seconds=1))


@pytest.fixture
def gone(machine, press, ana):
    """Deleted 31 days ago, with a file on it."""
    long_ago = timezone.now() - dt.timedelta(days=31)
    attach_file(machine, press.pk, "a.pdf", io.BytesIO(b"%PDF-1.7"), actor=ana, at=long_ago)
    delete_record(machine, press.pk, actor=ana, at=long_ago)
    return press


def test_after_its_days_a_record_is_gone_with_its_files(gone, admin, settings, tmp_path):
    settings.BIN_DAYS = 30
    purge(admin)
    assert not CustomRecord.objects.filter(pk=gone.pk).exists()
    assert not StoredFile.objects.exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert Fact.objects.filter(kind="machine.purged", record_id=gone.pk).exists()


@pytest.mark.parametrize("days", [0, 32])
def test_before_that_or_without_the_setting_it_stays(gone, admin, settings, days):
    settings.BIN_DAYS = days
    purge(admin)
    assert CustomRecord.objects.filter(pk=gone.pk).exists()


def test_a_living_record_is_never_touched(machine, press, admin, settings):
    settings.BIN_DAYS = 1
    CustomRecord.objects.update(updated_at=timezone.now() - dt.timedelta(days=900))
    purge(admin)
    assert CustomRecord.objects.filter(pk=press.pk).exists()
