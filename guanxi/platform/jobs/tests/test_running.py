import datetime as dt

import pytest
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, override

from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.actors.models import Team, User
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.platform.jobs.context import Cancelled, LeaseLost, Stopping
from guanxi.platform.jobs.leases import claim
from guanxi.platform.jobs.models import Job
from guanxi.platform.jobs.queue import enqueue, try_again
from guanxi.platform.jobs.running import run, run_all_now

SOON = dt.timedelta(seconds=1)


def _raising(error):
    def work(_context, **_args):
        raise error

    return work


def _after(actor, at, **args):
    """The job, run once."""
    job = enqueue("work", args, actor=actor, at=at)
    run_all_now(at)
    job.refresh_from_db()
    return job


def test_a_job_is_run_with_its_args_and_keeps_its_result(offer, ana, at):
    offer("work", lambda context, *, rows: {"imported": rows})

    job = _after(ana, at, rows=3)

    assert (job.state, job.result, job.attempts) == ("done", {"imported": 3}, 1)
    assert job.finished_at


def test_a_job_acts_as_the_one_who_asked_in_their_language(offer, ana, at):
    languages = []
    runs = offer("work", lambda _: languages.append(get_language()))

    _after(ana, at)

    assert runs[0].actor == ana
    assert languages == ["en"]


def test_work_asked_for_later_waits(offer, ana, at):
    offer("work")
    enqueue("work", actor=ana, at=at + SOON)

    assert run_all_now(at) == 0
    assert run_all_now(at + SOON) == 1


def test_progress_is_kept(offer, ana, at):
    offer("work", lambda context: context.progress(70, 100))

    job = _after(ana, at)

    assert (job.done_count, job.total_count) == (70, 100)


def test_a_failure_is_tried_again_after_a_pause(offer, ana, at):
    offer("work", _raising(ConnectionError("away")), retries=1)

    job = _after(ana, at)

    assert (job.state, job.error) == ("queued", "ConnectionError: away")
    assert job.run_after > timezone.now()
    assert "raise error" in job.trace


def test_a_job_that_keeps_failing_is_given_up_and_told(offer, ana, at):
    offer("work", _raising(ConnectionError("away")), retries=1)
    job = enqueue("work", actor=ana, at=at)

    for _ in range(2):
        Job.objects.update(run_after=at)
        run_all_now(at)

    job.refresh_from_db()
    assert (job.state, job.attempts) == ("failed", 2)
    assert Fact.objects.get().kind == "job.failed"


@pytest.mark.parametrize("refusal", [RuleBroken("Name the file."), Denied("account.import")])
def test_a_refusal_is_not_tried_again(offer, ana, at, refusal):
    offer("work", _raising(refusal))

    job = _after(ana, at)

    assert (job.state, job.error) == ("failed", str(refusal))


def test_a_kind_that_no_room_offers_any_more_fails(offer, ana, at):
    offer("work")
    job = enqueue("work", actor=ana, at=at)
    Job.objects.update(kind="gone")

    run_all_now(at)

    job.refresh_from_db()
    assert job.state == "failed"
    assert "gone" in job.error


def test_nothing_is_run_for_somebody_who_has_left(offer, ana, at):
    runs = offer("work")
    job = enqueue("work", actor=ana, at=at)
    User.objects.update(is_active=False)

    run_all_now(at)

    job.refresh_from_db()
    assert (job.state, runs) == ("failed", [])


def test_the_asker_hears_of_the_end_and_the_system_only_of_its_failures(offer, ana, at):
    offer("work")

    _after(ana, at)
    _after(SYSTEM, at)

    assert [(f.kind, f.actor_id) for f in Fact.objects.all()] == [("job.done", ana.id)]


def test_a_cancelled_job_stops_at_its_next_check(offer, ana, at):
    offer("work", _raising(Cancelled()))

    assert _after(ana, at).state == "cancelled"


def test_a_job_that_is_interrupted_goes_back_without_losing_an_attempt(offer, ana, at):
    offer("work", _raising(Stopping()))
    job = enqueue("work", actor=ana, at=at)

    run(claim("quick", at=at), None)

    job.refresh_from_db()
    assert (job.state, job.attempts) == ("queued", 0)


def test_a_repeated_run_goes_on_from_its_checkpoint(offer, ana, at):
    def work(context):
        context.progress(context.state.get("rows", 0) + 10)
        context.checkpoint({"rows": context.done})
        if context.done < 30:
            raise ConnectionError

    offer("work", work, retries=5)
    job = enqueue("work", actor=ana, at=at)

    for _ in range(3):
        Job.objects.update(run_after=at)
        run_all_now(at)

    job.refresh_from_db()
    assert (job.state, job.checkpoint, job.done_count) == ("done", {"rows": 30}, 30)


def test_a_run_that_lost_its_job_changes_nothing(offer, ana, at):
    def work(context):
        Team.objects.create(name="Twice")
        Job.objects.update(lease_holder="another run")

    offer("work", work, atomic=True)

    job = _after(ana, at)

    assert (job.state, job.result) == ("running", {})
    assert not Team.objects.filter(name="Twice").exists()


def test_a_checkpoint_of_a_run_that_lost_its_job_is_refused(offer, ana, at):
    def work(context):
        Job.objects.update(lease_holder="another run")
        with pytest.raises(LeaseLost):
            context.checkpoint({"rows": 1})

    offer("work", work)

    assert _after(ana, at).checkpoint == {}


def test_an_atomic_job_that_fails_leaves_nothing_behind(offer, ana, at):
    def work(context):
        Team.objects.create(name="Half")
        raise ConnectionError

    offer("work", work, atomic=True)

    assert _after(ana, at).state == "queued"
    assert not Team.objects.filter(name="Half").exists()


def test_a_held_job_cannot_be_taken_until_its_lease_runs_out(offer, ana, at):
    offer("work", retries=1)
    enqueue("work", actor=ana, at=at)
    first = claim("quick", at=at)

    assert claim("quick", at=at + dt.timedelta(seconds=59)) is None
    second = claim("quick", at=at + dt.timedelta(seconds=61))
    assert second.pk == first.pk
    assert second.lease_holder != first.lease_holder


def test_a_job_that_kills_its_worker_each_time_is_given_up(offer, ana, at):
    runs = offer("work", retries=1)
    job = enqueue("work", actor=ana, at=at)
    for minutes in range(0, 4, 2):
        claim("quick", at=at + dt.timedelta(minutes=minutes))

    run_all_now(at + dt.timedelta(minutes=4))

    job.refresh_from_db()
    assert (job.state, runs) == ("failed", [])


def test_a_failed_job_that_is_tried_again_has_all_its_attempts(offer, ana, at):
    offer("work", _raising(RuleBroken("Not yet.")))
    job = _after(ana, at)

    try_again(job, at=at)
    offer("work")
    run_all_now(at)

    job.refresh_from_db()
    assert (job.state, job.attempts, job.error) == ("done", 1, "")


def test_each_lane_is_served_by_itself(offer, ana, at):
    offer("work", long=True)
    enqueue("work", actor=ana, at=at)

    assert claim("quick", at=at) is None
    assert claim("long", at=at)


@pytest.mark.parametrize(
    ("fault", "why"),
    [(RuleBroken("Fill it in."), "Fill it in."), (ZeroDivisionError("by zero"), "")],
)
def test_a_kind_hears_of_its_job_that_failed_for_good(offer, ana, at, fault, why):
    heard = []

    def break_off(context, **args):
        raise fault

    offer("clean", break_off, retries=0, failed=lambda **said: heard.append(said))
    enqueue("clean", {"row": 7}, actor=ana, at=at)

    run_all_now(at)

    assert [(one["row"], one["why"]) for one in heard] == [(7, why)]


def test_a_refusal_is_kept_in_the_language_of_whoever_asked(offer, ana, at):
    User.objects.filter(pk=ana.id).update(language="zh-hans")

    def refuse(context, **args):
        raise RuleBroken(gettext_lazy("There is no such right."))

    offer("clean", refuse)
    job = enqueue("clean", {}, actor=ana, at=at)

    with override("en"):
        run_all_now(at)

    job.refresh_from_db()
    assert job.error == "没有这项权限。"
