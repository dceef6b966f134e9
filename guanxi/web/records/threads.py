"""What colleagues say to one entry of a timeline: read, added to, changed and taken away there."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from guanxi.platform.actors.actor import Actor
from guanxi.platform.given import whole_number
from guanxi.platform.messages.models import Note
from guanxi.platform.messages.notes import (
    delete_note,
    edit_note,
    note_on,
    unreached_by,
    write_note,
)
from guanxi.platform.messages.threads import comments_on
from guanxi.web.acting import noun_or_404, signed_in
from guanxi.web.records.reading import Seen, see
from guanxi.web.records.story import powers


@signed_in
def thread(
    request: HttpRequest, actor: Actor, noun_key: str, pk: int, note_id: int | None = None
) -> HttpResponse:
    """The thread of a record, or of a note on it; POST says something, changes or deletes it."""
    seen = see(actor, noun_or_404(actor, noun_key), pk)
    under = note_on(actor, seen.noun, pk, note_id) if note_id else None
    unreached = _said(request, actor, seen, under) if request.method == "POST" else []
    comments = comments_on(seen.noun.key, pk, under)
    context = {
        "base": seen.href,
        "talk": f"{seen.href}notes/{under.pk}/" if under else seen.href,
        "comments": comments,
        "count": len(comments),
        "is_open": "closed" not in request.GET,
        "edited": whole_number(request.GET.get("edit", "")),
        "unreached": gettext(", ").join(unreached),
    }
    return render(request, "web/records/thread.html", context | powers(actor))


def _said(request: HttpRequest, actor: Actor, seen: Seen, under: Note | None) -> list[str]:
    """Do it; the names of those it mentions in vain."""
    act, text, at = request.POST.get("act", ""), request.POST.get("content", ""), timezone.now()
    if act == "say":
        note = write_note(seen.noun, seen.pk, text, actor=actor, at=at, to=under)
        return unreached_by(note)
    found = note_on(actor, seen.noun, seen.pk, whole_number(request.POST.get("note", "")) or 0)
    if act == "edit":
        return unreached_by(edit_note(found, text, actor=actor, at=at))
    if act != "delete":
        raise Http404
    delete_note(found, actor=actor, at=at)
    return []
