"""`bin/guanxi worker`: does what waits in the background until told to stop."""

import os
import signal
import sys
from typing import Any

from django.core.management.base import BaseCommand

from guanxi.platform.jobs.worker import Worker, sources


class Command(BaseCommand):
    help = "Runs jobs, deliveries and schedules until SIGINT or SIGTERM."

    def handle(self, *args: Any, **options: Any) -> None:
        worker = Worker(sources())
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: worker.stop())
        worker.run()
        if worker.is_outgrown:
            # The same process, told by the same signals, with what it had loaded left behind.
            os.execv(sys.executable, sys.orig_argv)  # noqa: S606 - ourselves again
