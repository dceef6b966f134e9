"""The list behind the mark of running work: how far it is, the way out, result and undo."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from guanxi.platform.actors.actor import Actor
from guanxi.platform.jobs.models import Job
from guanxi.platform.jobs.queue import cancel
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.verbs.many import batches_of
from guanxi.web.acting import signed_in
from guanxi.web.lists.batches import Course
from guanxi.web.work.course import MOVING, followed

SHOWN = 12


@dataclass(frozen=True)
class Work:
    """One piece of work, with the act on many rows that it carries out, if it is one."""

    job: Job
    act: Course | None


@signed_in
def work(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One's own running work, and the latest that came to its end."""
    part = request.headers.get("HX-Target") == "work-list"
    return _shown(request, actor, "web/work/list.html" if part else "web/work/panel.html")


@signed_in
def call_off(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """POST: one piece of one's own work called off."""
    job = _own(actor).filter(pk=pk).first()
    if job is None or request.method != "POST":
        raise Http404
    cancel(job, at=timezone.now())
    return _shown(request, actor, "web/work/list.html")


def _shown(request: HttpRequest, actor: Actor, template: str) -> HttpResponse:
    moving = list(_own(actor).filter(state__in=MOVING).order_by("-pk")[:SHOWN])
    ended = list(_own(actor).exclude(state__in=MOVING).order_by("-pk")[: SHOWN - len(moving)])
    held = {one.pk for one in [*moving, *ended]}
    acts = {
        one.job_id: Course(one, nouns()[one.noun], actor)
        for one in batches_of(actor).filter(job_id__in=held).select_related("job")
        if one.noun in nouns()
    }
    context: dict[str, Any] = {
        "moving": [Work(one, acts.get(one.pk)) for one in moving],
        "ended": [Work(one, acts.get(one.pk)) for one in ended],
    }
    return render(request, template, context)


def _own(actor: Actor) -> Any:
    return followed().filter(actor_kind=actor.kind, actor_id=actor.id)
