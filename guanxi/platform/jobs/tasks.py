"""Work that jobs make for themselves."""

import datetime as dt
from typing import Any

from django.utils import timezone

from guanxi.platform.jobs.context import JobContext
from guanxi.platform.jobs.models import Job
from guanxi.platform.jobs.registry import job, scheduled

KEPT = dt.timedelta(days=30)


@job("jobs.forget_old")
def forget_old(_context: JobContext, **_args: Any) -> dict[str, int]:
    """Removes jobs that ended more than thirty days ago."""
    forgotten, _each = Job.objects.filter(finished_at__lt=timezone.now() - KEPT).delete()
    return {"forgotten": forgotten}


scheduled("jobs.forget_old", kind="jobs.forget_old", cron="10 3 * * *")
