"""Whoever began long work is told when it is over, or failed; of quick work nobody is."""

import datetime as dt

import pytest

from guanxi.platform.actors.models import User
from guanxi.platform.facts.deliveries import run_due
from guanxi.platform.facts.publishing import Happening, publish
from guanxi.platform.jobs.models import Job
from guanxi.platform.jobs.queue import enqueue
from guanxi.platform.messages.models import Notification
from guanxi.platform.messages.tests.hearing import heard_by

pytestmark = pytest.mark.django_db
LONG, QUICK = dt.timedelta(minutes=5), dt.timedelta(seconds=20)


def over(actor, at, state="done", kind="export.list", took=LONG):
    job = enqueue(kind, {}, actor=actor, at=at, title="客户")
    Job.objects.filter(pk=job.pk).update(state=state, finished_at=at + took)
    publish(Happening(f"job.{state}", "job", job.pk), actor=actor, at=at + took)
    run_due()


def test_whoever_began_long_work_is_told_that_it_is_done(ana, ben, at):
    over(ana, at)

    assert heard_by(ana) == ["Export (客户): done"]
    assert Notification.objects.get().address == "/settings/jobs/"
    assert heard_by(ben) == []


def test_a_failure_is_told_however_soon_it_came(ana, at):
    over(ana, at, state="failed", took=QUICK)

    assert heard_by(ana) == ["Export (客户): it failed"]


@pytest.mark.parametrize(
    "work",
    [{"took": QUICK}, {"state": "cancelled"}, {"kind": "custom.recompute"}],
    ids=["quick", "called off", "what follows by itself"],
)
def test_nobody_is_told_of_what_they_have_seen_or_not_begun(ana, at, work):
    over(ana, at, **work)

    assert heard_by(ana) == []


def test_the_same_end_is_told_once(ana, at):
    over(ana, at)
    job = Job.objects.get()
    publish(Happening("job.done", "job", job.pk), actor=ana, at=at + LONG)
    run_due()

    assert len(heard_by(ana)) == 1


def test_whoever_wants_no_such_news_has_none(ana, at):
    User.objects.filter(pk=ana.user_id).update(preferences={"muted": ["job"]})

    over(ana, at)

    assert heard_by(ana) == []
