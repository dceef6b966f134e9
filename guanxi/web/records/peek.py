"""A record looked at beside its list: who it is, what is next, and what happened last."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.page import page_order
from guanxi.platform.nouns.timeline import events_of
from guanxi.web.acting import noun_or_404, person_of, signed_in
from guanxi.web.records.facts import facts_shown
from guanxi.web.records.head import head_context
from guanxi.web.records.reading import see
from guanxi.web.records.story import powers

LAST = 5


@signed_in
def peek(request: HttpRequest, actor: Actor, noun_key: str, pk: int) -> HttpResponse:
    """The panel beside a list; looking so is no visit."""
    seen = see(actor, noun_or_404(actor, noun_key), pk)
    story = events_of(actor, seen.noun.key, seen.record)
    order = page_order(seen.noun.key, actor.roles)
    context = head_context(actor, seen, [], "overview", order) | {
        "groups": facts_shown(person_of(request), actor, seen, order).groups[:1],
        "story": replace(story, events=story.events[:LAST], next=""),
    }
    return render(request, "web/records/peek.html", context | powers(actor))
