"""Telling people that long work which they began is over."""

import datetime as dt

from django.utils.translation import gettext

from guanxi.platform.actors.actor import SYSTEM, Actor
from guanxi.platform.facts.models import Fact
from guanxi.platform.facts.publishing import subscribe
from guanxi.platform.jobs.models import Job
from guanxi.platform.messages.sayings import Given, saying
from guanxi.platform.messages.telling import News, tell
from guanxi.web.look.words import job_label
from guanxi.web.work.course import followed

# Whoever waited for less has seen the end on the page where it began.
LONG = dt.timedelta(minutes=1)
WHERE = "/settings/jobs/"


@subscribe("job.*", "work.over")
def tell_of_the_end(fact: Fact) -> None:
    """Tell whoever began it that work is done that took long, or that it failed."""
    job = followed().filter(pk=fact.record_id or 0).first()
    if job is None or job.finished_at is None or job.state == Job.State.CANCELLED:
        return
    is_done = job.state == Job.State.DONE
    if is_done and job.finished_at - job.created_at < LONG:
        return
    given = {"work": job.kind, "title": job.title, "done": is_done}
    news = News("job", given, dedupe_key=f"job-{job.pk}", address=WHERE)
    tell(news, [job.actor_id or 0], actor=SYSTEM, at=fact.at)


@saying("job")
def _over(_reader: Actor, _title: str, given: Given) -> str:
    said = gettext("%(work)s: done") if given["done"] else gettext("%(work)s: it failed")
    work = str(job_label(given["work"]))
    if given["title"]:
        work = gettext("%(work)s (%(title)s)") % {"work": work, "title": given["title"]}
    return said % {"work": work}
