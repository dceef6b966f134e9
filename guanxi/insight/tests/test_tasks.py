"""The computation as a job: nightly, on demand, one at a time, and it can be called off."""

import datetime as dt
import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from guanxi.customers.models import Account
from guanxi.insight.models import MeasureSetting, Profile
from guanxi.insight.registry import MEASURES
from guanxi.insight.switching import OFF
from guanxi.insight.tasks import KIND, ask_for_run
from guanxi.insight.tests.test_run import books  # noqa: F401 a fixture
from guanxi.platform.actors.models import User
from guanxi.platform.errors import RuleBroken
from guanxi.platform.jobs.context import Cancelled, JobContext
from guanxi.platform.jobs.leases import claim
from guanxi.platform.jobs.models import Job
from guanxi.platform.jobs.registry import kind_named, timetables
from guanxi.warehouse.refresh import warehouse_file


def test_it_runs_every_night():
    assert [one.cron for one in timetables() if one.kind == KIND] == ["10 2 * * *"]


def test_asking_twice_is_one_job(ana, at):
    assert ask_for_run(actor=ana, at=at).pk == ask_for_run(actor=ana, at=at).pk
    assert Job.objects.filter(kind=KIND).count() == 1


def test_what_is_kept_while_a_run_is_under_way_is_computed_after_it(admin, at):
    running = ask_for_run(actor=admin, at=at)
    Job.objects.update(state="running", lease_until=at + dt.timedelta(minutes=1))
    client = Client()
    client.force_login(User.objects.get(pk=admin.user_id))

    client.post("/insight/parameters/abc/", {"a_share": "70"})
    client.post("/insight/parameters/abc/", {"a_share": "75"})

    waiting = Job.objects.get(kind=KIND, state="queued")
    assert claim(waiting.lane, at=at + dt.timedelta(seconds=30)) is None
    Job.objects.filter(pk=running.pk).update(state="done")
    assert claim(waiting.lane, at=timezone.now()) == waiting


def test_a_job_brings_the_profiles_in_step(books, ana, at):  # noqa: F811
    job = ask_for_run(actor=ana, at=at)
    kind_named(KIND).work(context_of(job, ana), as_of=at.date().isoformat())
    assert Profile.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_a_job_that_is_called_off_leaves_everything_as_it_was(books, ana, at):  # noqa: F811
    context = context_of(ask_for_run(actor=ana, at=at), ana)
    context.interruption = Cancelled
    with pytest.raises(Cancelled):
        kind_named(KIND).work(context, as_of=at.date().isoformat())
    assert not Profile.objects.exists()
    assert not warehouse_file().exists()


def test_books_that_contradict_themselves_are_told_of_in_words(books, ana, at):  # noqa: F811
    MeasureSetting.objects.bulk_create(
        MeasureSetting(measure=one.key, name=OFF) for one in MEASURES if one.key != "abc"
    )
    owner = books[0].owner_id
    job = ask_for_run(actor=ana, at=at)
    Account.objects.filter(pk=books[0].pk).update(owner_id=99_999)

    said = "Customers, “every reference found” fails for 1 (owner_id → dim_staff)"
    with override("en"):
        with pytest.raises(RuleBroken, match=re.escape(said)):
            kind_named(KIND).work(context_of(job, ana), as_of=at.date().isoformat())
        with pytest.raises(CommandError, match=re.escape(said)):
            call_command("insight", "run", "--only", "abc", stderr=StringIO())

    assert not Profile.objects.exists()
    Account.objects.filter(pk=books[0].pk).update(owner_id=owner)


def context_of(job, actor):
    return JobContext(job=job, actor=actor, state={})
