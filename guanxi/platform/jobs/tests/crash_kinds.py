"""`python -m guanxi.platform.jobs.tests.crash_kinds`: a worker that offers jobs worth killing."""

import os
import sys
import time
from typing import Any

STEPS = 20
HOARDED_BYTES = 256 * 2**20
_hoard: list[bytearray] = []


def offer_kinds() -> None:
    """Jobs that leave a team behind for each step, slowly."""
    from django.db import transaction

    from guanxi.platform.actors.models import Team
    from guanxi.platform.jobs.context import JobContext
    from guanxi.platform.jobs.registry import job

    @job("crash.steps", long=True, retries=100)
    def steps(context: JobContext, **_: Any) -> None:
        for number in range(context.state.get("next", 0), STEPS):
            context.check_cancelled()
            with transaction.atomic():
                Team.objects.create(name=f"step {number}")
                context.progress(number + 1, STEPS)
                context.checkpoint({"next": number + 1})
            time.sleep(0.05)

    @job("crash.whole", atomic=True, retries=100)
    def whole(_context: JobContext, **_: Any) -> None:
        Team.objects.create(name="whole")
        time.sleep(0.3)

    @job("crash.hoard", retries=100)
    def hoard(_context: JobContext, **_: Any) -> None:
        hoarded = bytearray(HOARDED_BYTES)
        hoarded[::4096] = b"x" * len(hoarded[::4096])
        _hoard.append(hoarded)

    @job("crash.patient", long=True)
    def patient(context: JobContext, **_: Any) -> None:
        while True:
            context.progress(context.done + 1)
            context.check_cancelled()
            time.sleep(0.02)


def main(lease_seconds: float) -> None:
    import datetime as dt

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guanxi.config.settings")
    django.setup()
    from django.core.management import call_command

    from guanxi.platform.jobs import leases, pulse, worker

    offer_kinds()
    vars(leases)["LEASE"] = dt.timedelta(seconds=lease_seconds)
    pulse.RENEWAL_SECONDS = pulse.BEAT_SECONDS = lease_seconds / 6
    worker.IDLE_SECONDS = lease_seconds / 2
    call_command("worker")


if __name__ == "__main__":
    main(float(sys.argv[1]))
