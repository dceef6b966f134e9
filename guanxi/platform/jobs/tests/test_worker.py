"""Real worker processes on a real database, killed in the middle of their work."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.actors.models import Team
from guanxi.platform.jobs.models import Job
from guanxi.platform.jobs.queue import cancel, enqueue
from guanxi.platform.jobs.tests.crash_kinds import HOARDED_BYTES, STEPS, offer_kinds

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("real_day")]
LEASE_SECONDS = 1.5
PATIENCE_SECONDS = 30


@pytest.fixture(autouse=True)
def _kinds(offer):
    offer_kinds()


@pytest.fixture
def start(settings):
    running = []

    def start_worker():
        command = [sys.executable, "-m", f"{__package__}.crash_kinds", str(LEASE_SECONDS)]
        environment = {"DATABASE_URL": _url(connection.settings_dict), "GUANXI_LONG_JOBS": "1"}
        environment["GUANXI_DATA"] = str(settings.DATA)
        environment["DJANGO_SETTINGS_MODULE"] = "guanxi.config.settings"
        running.append(subprocess.Popen(command, env=os.environ | environment))
        return running[-1]

    yield start_worker
    for process in running:
        process.kill()
        process.wait()


def _url(database):
    if connection.vendor == "sqlite":
        return f"sqlite://{database['NAME']}"
    place = f"{database['USER']}@{database['HOST']}:{database['PORT']}"
    return f"postgresql://{place}/{database['NAME']}"


def _until(condition):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, list(Job.objects.values())
        time.sleep(0.05)


def _ask(kind):
    return enqueue(kind, actor=SYSTEM, at=timezone.now())


def _is(job, state):
    return Job.objects.filter(pk=job.pk, state=state).exists()


def test_kill_9_in_the_middle_loses_nothing_and_doubles_nothing(start):
    steps, whole = _ask("crash.steps"), _ask("crash.whole")
    for reached in (3, 9):
        worker = start()
        _until(lambda reached=reached: Job.objects.filter(pk=steps.pk, done_count__gte=reached))
        worker.send_signal(signal.SIGKILL)
        worker.wait()

    start()
    _until(lambda: _is(steps, "done") and _is(whole, "done"))

    names = sorted(Team.objects.values_list("name", flat=True))
    assert names == sorted([f"step {number}" for number in range(STEPS)] + ["whole"])
    assert Job.objects.get(pk=steps.pk).attempts == 3


def test_two_workers_share_the_work_without_doing_any_of_it_twice(start):
    jobs = [_ask("crash.whole") for _ in range(6)]

    start(), start()
    _until(lambda: Job.objects.filter(state="done").count() == len(jobs))

    assert Team.objects.filter(name="whole").count() == len(jobs)
    assert set(Job.objects.values_list("attempts", flat=True)) == {1}


def test_sigterm_puts_unfinished_work_back_at_once(start):
    job = _ask("crash.patient")
    worker = start()
    _until(lambda: Job.objects.filter(pk=job.pk, done_count__gt=0))

    worker.terminate()

    assert worker.wait(timeout=20) == 0
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("queued", 0)


def test_a_running_job_hears_that_it_was_cancelled_and_outlives_its_first_lease(start):
    job = _ask("crash.patient")
    start()
    _until(lambda: Job.objects.filter(pk=job.pk, done_count__gt=0))
    time.sleep(2 * LEASE_SECONDS)

    cancel(job, at=timezone.now())

    _until(lambda: _is(job, "cancelled"))
    assert Job.objects.get(pk=job.pk).attempts == 1


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")
def test_an_idle_worker_that_has_grown_begins_anew_and_goes_on_working(start):
    hoarding = _ask("crash.hoard")
    worker = start()
    _until(lambda: _is(hoarding, "done"))
    _until(lambda: 0 < _resident(worker) < HOARDED_BYTES)
    job = _ask("crash.whole")
    _until(lambda: _is(job, "done"))

    worker.terminate()
    assert worker.wait(timeout=20) == 0


def _resident(process):
    pages = int(Path(f"/proc/{process.pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
