"""Lives that end in the middle: each is forked, works, and is ended by the kernel in time.

``python -m tests.harness.lives`` reads a line for each life: its processor time in seconds and
what it is to do, ``work HOURS`` for all jobs due so many hours from now or ``backup PATH``; and
answers whether it came to its end. Where the time is up, nothing of the process runs on, as
after kill -9.
"""

import datetime as dt
import os
import signal
import sys
from pathlib import Path

import django


def main() -> None:
    """Live as often as asked."""
    django.setup()
    for line in sys.stdin:
        seconds, act, subject = line.split()
        pid = os.fork()
        if not pid:
            _live(float(seconds), act, subject)
        print(os.waitpid(pid, 0)[1] == 0, flush=True)


def _live(seconds: float, act: str, subject: str) -> None:
    os.dup2(os.open(os.devnull, os.O_RDONLY), sys.stdin.fileno())
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        ACTS[act](subject)
    finally:
        os._exit(0)


def _work(hours: str) -> None:
    from django.utils import timezone

    from guanxi.platform.jobs.running import run_all_now

    run_all_now(timezone.now() + dt.timedelta(hours=int(hours)))


def _back_up(path: str) -> None:
    from django.utils import timezone

    from guanxi.platform.backup.taking import take_backup

    take_backup(Path(path), timezone.now())


ACTS = {"work": _work, "backup": _back_up}


if __name__ == "__main__":
    main()
