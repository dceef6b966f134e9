"""What follows once all measures are computed, by whichever way that was asked for."""

import datetime as dt

from django.utils import timezone

from guanxi.insight.churn.warning import WARN, warn_owners
from guanxi.insight.concerns.tasks import READ_TEXTS, read_what_customers_wrote
from guanxi.insight.experiments.tasks import FOLLOW_UP, keep_experiments_up
from guanxi.insight.olap.telling import WATCH, check_lines
from guanxi.platform.actors.actor import Actor
from guanxi.platform.jobs.queue import enqueue

# Each as a job, and what that job does.
FOLLOWING = {
    WATCH: lambda at: {"told": check_lines(at=at)},
    FOLLOW_UP: keep_experiments_up,
    WARN: warn_owners,
    READ_TEXTS: read_what_customers_wrote,
}


def is_followed(as_of: dt.date, at: dt.datetime) -> bool:
    """Whether anything follows: lists of a past day let nobody join, and cross no line."""
    return as_of >= timezone.localdate(at)


def ask_for_what_follows(*, actor: Actor, at: dt.datetime) -> None:
    """Leave it to the worker, so that each part is tried again by itself."""
    for kind in FOLLOWING:
        enqueue(kind, actor=actor, at=at, dedupe_key=kind)


def do_what_follows(*, at: dt.datetime) -> dict[str, dict[str, int]]:
    """Do it at once; what came of each part, by the kind of its job."""
    return {kind: work(at) for kind, work in FOLLOWING.items()}
