"""Files on a record: the tab that lists them, adding, taking away and putting back."""

from typing import Any, BinaryIO, cast

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import RuleBroken
from guanxi.platform.files.kinds import INLINE
from guanxi.platform.files.serving import file_response
from guanxi.platform.files.storing import (
    attach_file,
    file_seen_by,
    files_of,
    remove_file,
    removed_from,
    restore_file,
)
from guanxi.platform.rights.visibility import visible_to
from guanxi.web.acting import noun_or_404, signed_in
from guanxi.web.records.head import head_context
from guanxi.web.records.reading import Seen, see
from guanxi.web.records.related import related_lists

MOST_AT_ONCE = 20


@signed_in
def files(request: HttpRequest, actor: Actor, noun_key: str, pk: int) -> HttpResponse:
    """GET lists the files of a record, POST adds what was chosen, dropped or pasted."""
    noun = noun_or_404(actor, noun_key)
    seen = see(actor, noun, pk)
    if request.method == "POST":
        return _added(request, actor, seen)
    context = head_context(actor, seen, related_lists(actor, noun), "files")
    return render(request, "web/records/files.html", context | _listed(actor, seen))


@signed_in
def file(request: HttpRequest, actor: Actor, pk: int) -> FileResponse:
    """The bytes of a file, for whoever sees its record; ``?look`` shows pictures and PDF."""
    return file_response(file_seen_by(actor, pk), inline="look" in request.GET)


@signed_in
def change_file(request: HttpRequest, actor: Actor, pk: int, act: str) -> HttpResponse:
    """A file taken into the recycle bin, or put back on its record."""
    if request.method != "POST" or act not in {"remove", "restore"}:
        raise Http404
    change = remove_file if act == "remove" else restore_file
    found = change(pk, actor=actor, at=timezone.now())
    if not request.headers.get("HX-Request"):
        return redirect(f"/{found.noun}/{found.record_id}/files/")
    text = _("%(name)s is in the recycle bin") if act == "remove" else _("%(name)s is back")
    undo = f"/files/{pk}/restore/" if act == "remove" else ""
    context: dict[str, Any] = {"text": text % {"name": found.name}, "undo_href": undo}
    return render(request, "web/records/file_changed.html", context)


def _added(request: HttpRequest, actor: Actor, seen: Seen) -> HttpResponse:
    given = request.FILES.getlist("file")
    if not given:
        raise RuleBroken(_("Choose a file first."))
    if len(given) > MOST_AT_ONCE:
        raise RuleBroken(_("Add at most 20 files at once."))
    at = timezone.now()
    for one in given:
        content = cast(BinaryIO, one)
        attach_file(seen.noun, seen.pk, one.name or "", content, actor=actor, at=at)
    if not request.headers.get("HX-Request"):
        return redirect(f"{seen.href}files/")
    return render(request, "web/records/file_list.html", {"seen": seen} | _listed(actor, seen))


def _listed(actor: Actor, seen: Seen) -> dict[str, Any]:
    may_attach = visible_to(actor, seen.noun, "edit").filter(pk=seen.pk).exists()
    return {
        "files": files_of(actor, seen.noun, seen.pk).select_related("uploaded_by"),
        "removed": removed_from(seen.noun, seen.pk) if may_attach else [],
        "may_attach": may_attach and not actor.is_read_only,
        "largest": settings.LARGEST_FILE,
        "shown_inline": INLINE,
    }
