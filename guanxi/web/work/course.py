"""How the long work goes that people began: for the mark in the shell and its list."""

import datetime as dt
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from guanxi.platform.exports.starting import EVERYTHING
from guanxi.platform.exports.starting import KIND as EXPORT
from guanxi.platform.imports.tasks import RUN as IMPORT
from guanxi.platform.imports.tasks import UNDO as IMPORT_UNDO
from guanxi.platform.jobs.models import Job

# What somebody began and waits for; what follows by itself from a change is nobody's business.
FOLLOWED = (
    *("batch.run", "batch.undo", EXPORT, EVERYTHING, IMPORT, IMPORT_UNDO),
    *("custom.convert", "insight.run"),
)
MOVING = (Job.State.QUEUED, Job.State.RUNNING)
TOLD_FOR, LASTS = dt.timedelta(minutes=10), dt.timedelta(days=2)


@dataclass
class Course:
    """What one person has running, how far it is together, and what came to its end lately.

    ``total`` counts only work whose size is known; the numbers are those of jobs.
    """

    running: list[int] = field(default_factory=list)
    done: int = 0
    total: int = 0
    ended: list[int] = field(default_factory=list)

    @property
    def parts(self) -> dict[str, Any]:
        """As the shell is told."""
        return asdict(self)


def work_of(users: Collection[int], at: dt.datetime) -> dict[int, Course]:
    """The course of each person's work who has any; one query."""
    found: dict[int, Course] = {}
    lately = Q(finished_at__gte=at - TOLD_FOR)
    begun = followed().filter(actor_id__in=users, created_at__gte=at - LASTS)
    rows = begun.filter(Q(state__in=MOVING) | lately).order_by("pk")
    for job in rows.only("actor_id", "state", "done_count", "total_count"):
        course = found.setdefault(job.actor_id or 0, Course())
        if job.is_finished:
            course.ended.append(job.pk)
            continue
        course.running.append(job.pk)
        if job.total_count:
            course.done += min(job.done_count, job.total_count)
            course.total += job.total_count
    return found


def followed() -> QuerySet[Job]:
    """The work that people began."""
    return Job.objects.filter(actor_kind="person", kind__in=FOLLOWED)
