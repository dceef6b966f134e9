"""What the nightly purge of the bin removes is named by no custom relation afterwards."""

import datetime as dt

import pytest
from django.utils import timezone

from guanxi.platform.custom.models import CustomRecord
from guanxi.platform.facts.models import Fact
from guanxi.platform.jobs.queue import enqueue
from guanxi.platform.records.writing import delete_record


@pytest.fixture
def purged(plant, maker, admin, at, settings, jobs_done):
    """Move a plant to the bin long ago, then let the night pass."""
    settings.BIN_DAYS = 30

    def make(pk):
        delete_record(plant, pk, actor=maker, at=timezone.now() - dt.timedelta(days=31))
        enqueue("records.purge", actor=admin, at=timezone.now() - dt.timedelta(seconds=1))
        jobs_done()
        return not CustomRecord.objects.filter(pk=pk).exists()

    return make


def test_relations_to_what_is_purged_are_emptied_and_history_says_so(machine, make, field, purged):
    field(
        "machine", "line", "text",
        visible_when={"field": "plant", "op": "not_empty"},
    )  # fmt: skip
    gone, kept = make("plant", "苏州"), make("plant", "无锡")
    press = make("machine", "冲床", plant=gone.pk, line="三号线")
    lathe = make("machine", "车床", plant=kept.pk)

    assert purged(gone.pk)

    press.refresh_from_db()
    lathe.refresh_from_db()
    assert (machine.field("plant").value_of(press), press.version) == (None, 2)
    assert machine.field("plant").value_of(lathe) == kept.pk
    changes = Fact.objects.get(kind="machine.updated", record_id=press.pk).changes
    assert changes == {"plant": [gone.pk, None], "line": ["三号线", None]}


def test_what_a_living_record_has_to_name_stays_in_the_bin(machine, make, field, purged):
    field("machine", "home", "relation", target="plant", is_required=True)
    home = make("plant", "苏州")
    press = make("machine", "冲床", home=home.pk, plant=home.pk)

    assert not purged(home.pk)

    press.refresh_from_db()
    assert machine.field("plant").value_of(press) == home.pk
