"""The heartbeat of a running job, in a thread beside it."""

import logging
import threading
from types import TracebackType

from django.db import DatabaseError, connection
from django.utils import timezone

from guanxi.platform.jobs.context import Cancelled, JobContext, Stopping
from guanxi.platform.jobs.leases import LeaseLost, prolong
from guanxi.platform.jobs.models import Job
from guanxi.platform.jobs.rules import LEASE

BEAT_SECONDS = 1.0
RENEWAL_SECONDS = LEASE.total_seconds() / 4
log = logging.getLogger(__name__)


class Pulse:
    """While it beats, the lease is prolonged, progress is saved and a call to stop is heard."""

    def __init__(self, context: JobContext, stopping: threading.Event) -> None:
        self._context, self._stopping = context, stopping
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="pulse", daemon=True)
        self._saved = (context.done, context.total)
        self._since_renewal = 0.0

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        self._thread.join()

    def _beat(self) -> None:
        try:
            while not self._ended.wait(BEAT_SECONDS) and not self._context.interruption:
                self._once()
        finally:
            connection.close()

    def _once(self) -> None:
        try:
            # A question first: it is answered while a long transaction holds the database.
            self._listen()
            self._renew_when_due()
        except LeaseLost:
            self._context.interruption = LeaseLost
        except DatabaseError:
            # A long transaction holds the database, or it is away: the next beat tries again.
            log.info("%s: no heartbeat", self._context.job, exc_info=True)
            connection.close()

    def _renew_when_due(self) -> None:
        self._since_renewal += BEAT_SECONDS
        told = (self._context.done, self._context.total)
        if told == self._saved and self._since_renewal < RENEWAL_SECONDS:
            return
        prolong(self._context.job, at=timezone.now(), done_count=told[0], total_count=told[1])
        self._saved, self._since_renewal = told, 0.0

    def _listen(self) -> None:
        if Job.objects.filter(pk=self._context.job.pk, cancel_requested=True).exists():
            self._context.interruption = Cancelled
        elif self._stopping.is_set():
            self._context.interruption = Stopping
