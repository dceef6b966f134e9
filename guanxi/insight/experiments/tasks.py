"""What experiments do after each computation: let new members join, and learn whom they move."""

import datetime as dt

from django.utils import timezone

from guanxi.platform.jobs.context import JobContext
from guanxi.platform.jobs.registry import job

FOLLOW_UP = "insight.experiments"


@job(FOLLOW_UP, retries=2, long=True)
def follow_up(context: JobContext) -> dict[str, int]:
    """Keep the experiments up as a job."""
    return keep_experiments_up(timezone.now())


def keep_experiments_up(at: dt.datetime) -> dict[str, int]:
    """Let join who came upon a followed list, then learn from who takes part; how many each."""
    # The mathematics costs memory that an idle worker need not hold.
    from guanxi.insight.experiments.following import join_followed
    from guanxi.insight.experiments.learning import learn_uplift

    joined = join_followed(at=at)
    learned = learn_uplift(at=at, today=timezone.localdate(at))
    return {"joined": joined, "learned": sum(1 for number in learned.values() if number)}
