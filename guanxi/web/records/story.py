"""What happened around a record: pinned notes, then everything, newest first."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from guanxi.platform.actors.actor import Actor
from guanxi.platform.messages.notes import pinned_on
from guanxi.platform.messages.threads import counts_of
from guanxi.platform.nouns.timeline import Page, events_of
from guanxi.web.acting import noun_or_404, signed_in
from guanxi.web.records.reading import Seen, see

KINDS = ("", "contact", "note", "trade", "service", "change")
TRADING, SERVED = {"account", "person", "order"}, {"account", "person"}


@signed_in
def timeline_page(request: HttpRequest, actor: Actor, noun_key: str, pk: int) -> HttpResponse:
    """The timeline anew in one kind, or what came before a place."""
    seen = see(actor, noun_or_404(actor, noun_key), pk)
    kind, before = request.GET.get("kind", ""), request.GET.get("before", "")
    if kind not in KINDS:
        raise Http404
    if not before:
        return timeline_answer(request, actor, seen, kind)
    page = _with_counts(events_of(actor, seen.noun.key, seen.record, cursor=before, kind=kind))
    context = {"page": page, "base": seen.href, "kind": kind} | powers(actor)
    return render(request, "web/records/events.html", context)


def timeline_answer(
    request: HttpRequest, actor: Actor, seen: Seen, kind: str = "", unreached: Sequence[str] = ()
) -> HttpResponse:
    """The whole timeline, with a word on those whom a mention did not reach."""
    context = story_context(actor, seen, kind) | {"unreached": gettext(", ").join(unreached)}
    return render(request, "web/records/timeline.html", context)


def story_context(
    actor: Actor, seen: Seen, kind: str = "", *, has_pinned: bool = True
) -> dict[str, Any]:
    """What the timeline of a record is filled with."""
    shows_pinned = has_pinned and kind in ("", "note")
    return {
        "base": seen.href,
        "page": _with_counts(events_of(actor, seen.noun.key, seen.record, kind=kind)),
        "pinned": pinned_on(seen.noun, seen.pk) if shows_pinned else [],
        "filters": _filters(seen.noun.key),
        "kind": kind,
    } | powers(actor)


def _with_counts(page: Page) -> Page:
    """The events with how many comments each has."""
    counts = counts_of(event.entry for event in page.events if event.entry)
    told = [
        replace(event, comments=counts[event.entry]) if event.entry else event
        for event in page.events
    ]
    return replace(page, events=told)


def powers(actor: Actor) -> dict[str, Any]:
    """Whose notes the reader may change."""
    return {
        "me": actor.user_id,
        "may_write": not actor.is_read_only,
        "is_administrator": actor.is_administrator,
    }


def _filters(noun: str) -> list[str]:
    left_out = {
        kind for kind, told in (("trade", TRADING), ("service", SERVED)) if noun not in told
    }
    return [kind for kind in KINDS if kind not in left_out]
