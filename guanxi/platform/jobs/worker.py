"""The process that does what nobody waits for: jobs, deliveries of facts, schedules."""

import logging
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import close_old_connections, connection
from django.utils import timezone

from guanxi.platform.busy import is_database_away
from guanxi.platform.facts.deliveries import run_due
from guanxi.platform.jobs.models import Job
from guanxi.platform.jobs.running import run_next
from guanxi.platform.jobs.schedules import enqueue_due, keep_declared

# How long somebody waits at most before an idle worker notices new work.
LOOK_SECONDS = 0.5
SCHEDULE_SECONDS = 5.0
AFTER_TROUBLE_SECONDS = 5.0
# What has not come to a halt by then is taken up again when its lease runs out.
STOP_SECONDS = 2.0
DELIVERIES_AT_ONCE = 20
# What a night's work loads (analysis, matching) stays with a process for good. Grown by so much,
# and with nothing to do for so long, a worker begins anew.
GROWN_BYTES = 48 * 2**20
IDLE_SECONDS = 10.0
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a thread of the worker finds work: ``step`` is False when there was none."""

    name: str
    step: Callable[[threading.Event], bool]
    pause_seconds: float = LOOK_SECONDS


def sources() -> list[Source]:
    """One thread each: what is long must not hold up what is quick."""
    long = [
        Source(f"long-{number}", lambda stopping: run_next(Job.Lane.LONG, stopping))
        for number in range(int(os.environ.get("GUANXI_LONG_JOBS", "1")))
    ]
    return [
        Source("quick", lambda stopping: run_next(Job.Lane.QUICK, stopping)),
        Source("deliveries", lambda _: bool(run_due(DELIVERIES_AT_ONCE))),
        Source("schedules", lambda _: bool(enqueue_due(timezone.now())), SCHEDULE_SECONDS),
        *long,
    ]


class Worker:
    """Runs every source in a thread of its own until told to stop."""

    def __init__(self, found: list[Source]) -> None:
        self.stopping = threading.Event()
        self.is_outgrown = False
        self._worked_at = time.monotonic()
        self._steps_since: dict[str, float] = {}
        self._threads = [
            threading.Thread(target=self._work, args=[source], name=source.name, daemon=True)
            for source in found
        ]

    def run(self) -> None:
        """Works until ``stopping`` is set, then gives running work a few seconds to find a halt.

        ``is_outgrown`` is set when it stops by itself, so that another should take its place.
        """
        keep_declared(timezone.now())
        connection.close()
        most = resident_bytes() + GROWN_BYTES
        for thread in self._threads:
            thread.start()
        while not self.stopping.wait(LOOK_SECONDS):
            if self._has_been_idle(IDLE_SECONDS) and resident_bytes() > most:
                self.is_outgrown = True
                break
        self.stopping.set()
        deadline = time.monotonic() + STOP_SECONDS
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))

    def stop(self) -> None:
        """Makes ``run`` come to its end; it was told to, so that nothing takes its place."""
        self.is_outgrown = False
        self.stopping.set()

    def _work(self, source: Source) -> None:
        while not self.stopping.is_set():
            self._steps_since[source.name] = time.monotonic()
            has_worked = self._step(source)
            self._steps_since.pop(source.name)
            if has_worked:
                self._worked_at = time.monotonic()
            else:
                self.stopping.wait(source.pause_seconds)
        connection.close()

    def _has_been_idle(self, seconds: float) -> bool:
        now = time.monotonic()
        # A step that finds nothing is over at once; one that goes on is at work.
        at_work = any(now - since > LOOK_SECONDS for since in [*self._steps_since.values()])
        return not at_work and now - self._worked_at > seconds

    def _step(self, source: Source) -> bool:
        try:
            close_old_connections()
            return source.step(self.stopping)
        except Exception as fault:  # the edge of the worker: one lost database ends no work
            if is_database_away(fault):
                log.error("%s: the database does not answer", source.name)
            else:
                log.exception("%s met trouble", source.name)
            connection.close()
            self.stopping.wait(AFTER_TROUBLE_SECONDS)
            return True


def resident_bytes() -> int:
    """The memory that this process holds; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
