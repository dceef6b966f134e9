"""What follows a computation is the same by night and by the command, and not of a past day."""

import datetime as dt
import json
from io import StringIO

import numpy as np
import pytest
from django.core.management import call_command
from django.utils import timezone

from guanxi.insight.aftermath import FOLLOWING
from guanxi.insight.concerns.models import Study
from guanxi.insight.experiments.models import ExperimentMember
from guanxi.insight.experiments.tests.test_uplift import held  # noqa: F401 a fixture
from guanxi.insight.tasks import KIND, ask_for_run
from guanxi.insight.tests.test_run import books  # noqa: F401 a fixture
from guanxi.insight.tests.test_tasks import context_of
from guanxi.platform.jobs.models import Job
from guanxi.platform.jobs.registry import kind_named


@pytest.fixture
def at() -> dt.datetime:
    """The command asks the clock; so do the jobs."""
    return timezone.now()


def by_command(*more):
    printed = StringIO()
    call_command("insight", "run", *more, stdout=printed, stderr=StringIO())
    return json.loads(printed.getvalue())["followed"]


def uplifts():
    return dict(ExperimentMember.objects.values_list("account_id", "uplift"))


def test_the_command_learns_whom_a_treatment_moves_as_the_night_does(held, ana, at):  # noqa: F811
    told = by_command()
    learned = uplifts()

    ExperimentMember.objects.update(uplift=None)
    kind_named(KIND).work(context_of(ask_for_run(actor=ana, at=at), ana))
    asked = Job.objects.exclude(kind=KIND).order_by("pk")
    done = {one.kind: kind_named(one.kind).work(context_of(one, ana)) for one in asked}

    assert told.keys() == done.keys() == FOLLOWING.keys()
    assert told["insight.experiments"] == done["insight.experiments"] == {"joined": 0, "learned": 1}
    assert len(learned) == 260 and None not in learned.values()
    assert np.allclose(list(learned.values()), [uplifts()[one] for one in learned])


def test_nothing_follows_the_computation_of_a_past_day(books, ana, at):  # noqa: F811
    yesterday = timezone.localdate(at) - dt.timedelta(1)

    assert by_command("--as-of", yesterday.isoformat()) == {}
    kind_named(KIND).work(context_of(ask_for_run(actor=ana, at=at), ana), as_of=str(yesterday))

    assert not Job.objects.exclude(kind=KIND).exists() and not Study.objects.exists()


def test_nothing_follows_a_single_measure(books):  # noqa: F811
    assert by_command("--only", "abc") == {}
