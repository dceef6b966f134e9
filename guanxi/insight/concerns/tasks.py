"""Reading texts as a job, every night after the measures."""

import datetime as dt

from django.utils import timezone

from guanxi.platform.jobs.context import JobContext
from guanxi.platform.jobs.registry import job

READ_TEXTS = "insight.read_texts"


@job(READ_TEXTS, retries=2, long=True)
def read_what_is_new(context: JobContext) -> dict[str, int]:
    """Read what customers wrote since the last time, as a job."""
    return read_what_customers_wrote(timezone.now())


def read_what_customers_wrote(at: dt.datetime) -> dict[str, int]:
    """Read what customers wrote since the last time; how much."""
    # The mathematics costs memory that an idle worker need not hold.
    from guanxi.insight.concerns.reading import read_texts

    return read_texts(at=at)
