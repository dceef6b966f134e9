"""Taking a list out as a file: asked for on the list, fetched when the job is done."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import Denied
from guanxi.platform.exports.lists import Wanted
from guanxi.platform.exports.starting import KIND, file_of, start_export
from guanxi.platform.jobs.models import Job
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.reading import Total, list_columns, read_total
from guanxi.platform.records.values import readable_fields
from guanxi.web.acting import noun_or_404, signed_in
from guanxi.web.lists.bulk import chosen_in
from guanxi.web.lists.state import ListState, state_in


@signed_in
def export_list(request: HttpRequest, actor: Actor, noun_key: str) -> HttpResponse:
    """GET asks what the file is to be, POST starts writing it and says how far it is."""
    noun = noun_or_404(actor, noun_key)
    given = request.POST if request.method == "POST" else request.GET
    state = state_in(noun, given.get("state", ""))
    if request.method != "POST":
        return _ask(request, actor, noun, state)
    query, ids = state.query, chosen_in(noun, given).ids
    if given.get("columns") == "all":
        query = replace(query, columns=_all_columns(actor, noun, state))
    if ids:
        query = replace(query, filter={}, text="")
    wanted = Wanted(query, given.get("format", "csv"), exact=given.get("exact") == "1", ids=ids)
    job = start_export(noun, wanted, actor=actor, at=timezone.now())
    if not request.headers.get("HX-Request"):
        return redirect("/settings/jobs/")
    response = render(request, "web/lists/export_oob.html", {"job": job})
    response["HX-Reswap"] = "none"
    response["HX-Trigger"] = "dialog-done"
    return response


@require_POST
@signed_in
def export_chosen(request: HttpRequest, actor: Actor, noun_key: str) -> HttpResponse:
    """Asks what the file of the ticked rows is to be; of the whole list where all are meant."""
    noun = noun_or_404(actor, noun_key)
    state = state_in(noun, request.POST.get("state", ""))
    return _ask(request, actor, noun, state, chosen_in(noun, request.POST).ids)


@signed_in
def exported_file(request: HttpRequest, actor: Actor, job_id: int) -> FileResponse:
    """The file that an export wrote, for the one who asked for it."""
    job = get_object_or_404(Job, pk=job_id)
    path = file_of(job, actor)
    if path is None:
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=str(job.result["name"]))


@signed_in
def export_strip(request: HttpRequest, actor: Actor, job_id: int) -> HttpResponse:
    """How far one's own export is, and in the end the way to its file."""
    asked_by = {"kind": KIND, "actor_kind": actor.kind, "actor_id": actor.id}
    job = get_object_or_404(Job, pk=job_id, **asked_by)
    return render(request, "web/lists/export_strip.html", {"job": job})


def _ask(
    request: HttpRequest,
    actor: Actor,
    noun: Noun[Any],
    state: ListState,
    ids: Sequence[int] = (),
) -> HttpResponse:
    if not actor.may(noun.permission("export")):
        raise Denied(noun.permission("export"))
    context = {
        "noun": noun,
        "base": state.base,
        "state": state,
        "ids": ids,
        "total": Total(len(ids), False) if ids else read_total(actor, noun, state.query),
        "shown": len(list_columns(actor, noun, state.columns)),
        "all": len(_all_columns(actor, noun, state)),
    }
    return render(request, "web/lists/export.html", context)


def _all_columns(actor: Actor, noun: Noun[Any], state: ListState) -> tuple[str, ...]:
    """Those of the list in their order, then every other field that the actor reads."""
    shown = [one.name for one in list_columns(actor, noun, state.columns)]
    fields = readable_fields(actor, noun)
    return (
        *shown,
        *(name for name, one in fields.items() if name not in shown and one.type != "json"),
    )
