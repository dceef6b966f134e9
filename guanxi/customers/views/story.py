"""The timeline of a record, and what its composer says."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from guanxi.customers.panels import KINDS
from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.nouns.timeline import events_of
from guanxi.platform.rights.visibility import visible_to
from guanxi.platform.verbs.verb import run_verb, verb_named


def timeline_page(request: HttpRequest, actor: Actor, noun: str, pk: int) -> HttpResponse:
    """What happened with the record: all of it anew, or what came before a place."""
    kind, before = request.GET.get("kind", ""), request.GET.get("before", "")
    if kind not in KINDS:
        raise Http404
    record = _seen(actor, noun, pk)
    page = events_of(actor, noun, record, cursor=before, kind=kind)
    context = {"page": page, "base": f"/{noun}/{pk}/", "kinds": KINDS, "kind": kind}
    part = "events" if before else "timeline"
    return render(request, f"customers/record/{part}.html", context)


def log_contact(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """What the composer says, logged, with the next step where it names one."""
    if request.method != "POST":
        raise Http404
    given, at = request.POST, timezone.now()
    contact = {name: given.get(name, "") for name in ("channel", "direction", "content")}
    with transaction.atomic():
        run_verb(verb_named("log_interaction"), pk, contact, actor=actor, at=at)
        if given.get("next_step"):
            step = {"step": given["next_step"], "by": _moment(given.get("next_step_at", ""))}
            run_verb(verb_named("set_next_step"), pk, step, actor=actor, at=at)
    if not request.headers.get("HX-Request"):
        return redirect(f"/account/{pk}/")
    return timeline_page(request, actor, "account", pk)


def _seen(actor: Actor, noun: str, pk: int) -> Any:
    record = visible_to(actor, noun_named(noun)).filter(pk=pk).first()
    if record is None:
        raise Http404
    return record


def _moment(text: str) -> dt.datetime | None:
    moment = parse_datetime(text) if text else None
    return timezone.make_aware(moment) if moment and timezone.is_naive(moment) else moment
