"""A worker knows what another process said of fields and record types while it ran."""

import datetime as dt

import pytest
from django.utils import timezone

from guanxi.platform.actors.versions import renew_version
from guanxi.platform.custom.models import CustomField, CustomNoun
from guanxi.platform.facts.deliveries import run_due
from guanxi.platform.facts.models import Delivery
from guanxi.platform.facts.publishing import Happening, publish
from guanxi.platform.jobs.models import Job
from guanxi.platform.jobs.queue import enqueue
from guanxi.platform.jobs.running import run_all_now
from guanxi.platform.nouns.registry import nouns


@pytest.fixture
def elsewhere(machine):
    """What another process writes, of which this one is told by the number alone."""
    assert "machine" in nouns()

    def make(model, **said):
        row = model.objects.create(**said)
        renew_version("schema")
        return row

    return make


def test_a_job_meets_a_field_that_was_made_elsewhere(elsewhere, admin, at):
    row = elsewhere(
        CustomField, noun="machine", name="colour", type="text", label_zh="颜色", is_indexed=True
    )

    enqueue("custom.index", {"field": row.pk}, actor=admin, at=at)
    run_all_now(timezone.now() + dt.timedelta(seconds=1))

    assert not Job.objects.exclude(state="done").exists()


def test_a_subscriber_hears_of_a_record_type_that_was_made_elsewhere(elsewhere, admin, ben):
    elsewhere(CustomNoun, key="lamp", label_zh="灯")

    publish(
        Happening("lamp.shared", "lamp", 1, data={"user": ben.id}), actor=admin, at=timezone.now()
    )
    run_due()

    told = Delivery.objects.filter(fact__kind="lamp.shared", subscriber="messages.shared")
    assert list(told.values_list("state", "error")) == [("done", "")]
