"""Long work: how far it is, what came of it, the way out."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from guanxi.platform.actors.actor import Actor
from guanxi.platform.jobs.models import Job
from guanxi.platform.jobs.queue import cancel, try_again
from guanxi.platform.jobs.registry import frequent_kinds
from guanxi.web.acting import signed_in

SHOWN = 50


@signed_in
def jobs(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One's own jobs, or everyone's for an administrator who asks."""
    everyone = actor.is_administrator and request.GET.get("whose") == "all"
    found = list(_jobs(actor, everyone).order_by("-pk")[:SHOWN])
    context: dict[str, Any] = {
        "jobs": found,
        "everyone": everyone,
        "is_administrator": actor.is_administrator,
        "is_moving": any(not job.is_finished for job in found),
    }
    part = request.headers.get("HX-Target") == "jobs"
    return render(request, f"web/settings/{'job_list' if part else 'jobs'}.html", context)


@signed_in
def change_job(request: HttpRequest, actor: Actor, pk: int, act: str) -> HttpResponse:
    """A job called off, or tried again."""
    job = _jobs(actor, actor.is_administrator).filter(pk=pk).first()
    if job is None or request.method != "POST":
        raise Http404
    if act == "cancel":
        cancel(job, at=timezone.now())
    else:
        try_again(job, at=timezone.now())
    return redirect(request.headers.get("Referer") or "/settings/jobs/")


def _jobs(actor: Actor, everyone: bool) -> QuerySet[Job]:
    if everyone:
        # What runs every minute would fill the page; it is told of when it fails.
        return Job.objects.exclude(state=Job.State.DONE, kind__in=frequent_kinds())
    return Job.objects.filter(actor_kind=actor.kind, actor_id=actor.id)
