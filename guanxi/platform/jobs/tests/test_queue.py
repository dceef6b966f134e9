import pytest
from django.db import transaction

from guanxi.platform.errors import RuleBroken
from guanxi.platform.jobs.models import Job
from guanxi.platform.jobs.queue import cancel, enqueue, try_again


@pytest.fixture(autouse=True)
def _counting(offer):
    offer("count")


def test_a_job_carries_who_asked_and_what_for(ana, at):
    job = enqueue("count", {"up_to": 3}, actor=ana, at=at, title="Counting")

    job.refresh_from_db()
    assert (job.state, job.args, job.title) == ("queued", {"up_to": 3}, "Counting")
    assert (job.actor_kind, job.actor_id, job.actor_name) == ("person", ana.id, "Ana")


def test_a_job_of_a_rolled_back_transaction_never_was(ana, at):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        enqueue("count", actor=ana, at=at)
        raise ZeroDivisionError

    assert not Job.objects.exists()


def test_an_unknown_kind_is_refused_at_once(ana, at):
    with pytest.raises(LookupError):
        enqueue("fly", actor=ana, at=at)


def test_a_second_of_the_same_key_is_the_first(ana, at):
    first = enqueue("count", actor=ana, at=at, dedupe_key="nightly")

    assert enqueue("count", actor=ana, at=at, dedupe_key="nightly") == first
    assert enqueue("count", actor=ana, at=at, dedupe_key="weekly") != first


def test_what_a_running_job_may_have_missed_is_done_by_one_that_follows(ana, at):
    first = enqueue("count", actor=ana, at=at, dedupe_key="nightly", follows=True)
    assert enqueue("count", actor=ana, at=at, dedupe_key="nightly", follows=True) == first
    Job.objects.update(state="running")

    following = enqueue("count", actor=ana, at=at, dedupe_key="nightly", follows=True)

    assert (following.pk != first.pk, following.state) == (True, "queued")
    assert enqueue("count", actor=ana, at=at, dedupe_key="nightly", follows=True) == following
    assert enqueue("count", actor=ana, at=at, dedupe_key="nightly") == first


def test_a_key_is_free_again_when_its_job_has_ended(ana, at):
    first = enqueue("count", actor=ana, at=at, dedupe_key="nightly")
    cancel(first, at=at)

    assert enqueue("count", actor=ana, at=at, dedupe_key="nightly") != first


def test_a_waiting_job_is_cancelled_at_once(ana, at):
    job = enqueue("count", actor=ana, at=at)

    cancel(job, at=at)

    job.refresh_from_db()
    assert (job.state, job.finished_at) == ("cancelled", at)


def test_a_running_job_is_only_asked_to_stop(ana, at):
    job = enqueue("count", actor=ana, at=at)
    Job.objects.update(state="running")

    cancel(job, at=at)

    job.refresh_from_db()
    assert (job.state, job.cancel_requested) == ("running", True)


def test_a_cancelled_job_can_be_tried_again(ana, at):
    job = enqueue("count", actor=ana, at=at)
    cancel(job, at=at)

    try_again(job, at=at)

    job.refresh_from_db()
    assert (job.state, job.finished_at) == ("queued", None)


def test_a_finished_job_is_not_tried_again(ana, at):
    job = enqueue("count", actor=ana, at=at)
    Job.objects.update(state="done")

    with pytest.raises(RuleBroken):
        try_again(job, at=at)
