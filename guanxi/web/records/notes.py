"""Notes on a record: changing one's own, pinning, deleting, and whom one can mention."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from guanxi.platform.actors.actor import Actor
from guanxi.platform.messages.audience import who_can_be_mentioned
from guanxi.platform.messages.models import Note
from guanxi.platform.messages.notes import (
    delete_note,
    edit_note,
    note_on,
    pin_note,
    unreached_by,
)
from guanxi.web.acting import noun_or_404, signed_in
from guanxi.web.fields.picking import people_to_choose
from guanxi.web.records.reading import see
from guanxi.web.records.story import timeline_answer


@signed_in
def note(request: HttpRequest, actor: Actor, noun_key: str, pk: int, note_id: int) -> HttpResponse:
    """GET opens the note for its author; POST saves, pins, unpins or deletes it."""
    seen = see(actor, noun_or_404(actor, noun_key), pk)
    found = note_on(actor, seen.noun, pk, note_id)
    if request.method == "GET":
        return render(request, "web/records/note_form.html", {"note": found, "base": seen.href})
    unreached = _changed(request, found, actor)
    return timeline_answer(request, actor, seen, unreached=unreached)


@signed_in
def mentions(request: HttpRequest, actor: Actor, noun_key: str, pk: int) -> HttpResponse:
    """The first few who may see the record and whose name matches what was typed."""
    seen = see(actor, noun_or_404(actor, noun_key), pk)
    found = who_can_be_mentioned(actor, seen.noun, pk, request.GET.get("q", "")[:80])
    context = {"choices": people_to_choose(found)}
    return render(request, "web/fields/choices.html", context)


def _changed(request: HttpRequest, found: Note, actor: Actor) -> list[str]:
    act, at = request.POST.get("act", ""), timezone.now()
    if act == "edit":
        return unreached_by(edit_note(found, request.POST.get("content", ""), actor=actor, at=at))
    if act in {"pin", "unpin"}:
        pin_note(found, act == "pin", actor=actor)
    elif act == "delete":
        delete_note(found, actor=actor, at=at)
    else:
        raise Http404
    return []
