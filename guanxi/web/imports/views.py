"""The pages of an import."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath
from tempfile import TemporaryFile
from typing import Any

from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guanxi.platform.actors.actor import Actor
from guanxi.platform.custom.made import retired_labels
from guanxi.platform.errors import RuleBroken
from guanxi.platform.imports.blank import write_blank
from guanxi.platform.imports.correcting import drop_row, try_row_again
from guanxi.platform.imports.models import ImportRun, RejectedRow
from guanxi.platform.imports.noun_recipe import recipe_named
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.recipes import declared_recipes
from guanxi.platform.imports.report import report_of
from guanxi.platform.imports.starting import (
    again,
    agree,
    draft_import,
    redraft,
    reread,
    runs_visible_to,
)
from guanxi.platform.imports.tasks import (
    call_off_import,
    is_called_off,
    start_import,
    start_undo,
)
from guanxi.platform.imports.undo import left_by, states_to_undo
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named, nouns
from guanxi.web.acting import signed_in
from guanxi.web.imports.course import course_of
from guanxi.web.imports.mapping import (
    DUPLICATES,
    MODES,
    address_split_in,
    choices_of,
    columns_of,
    keys_of,
    mapping_in,
    options_in,
)
from guanxi.web.imports.reading import choices_in, preview_of, reading_of
from guanxi.web.imports.rejected import corrected, rejected_csv, rejected_rows, waiting_rows

RECENT = 50


@signed_in
def runs_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The imports of this person, the latest first."""
    runs = runs_visible_to(actor).order_by("-pk")[:RECENT]
    known = declared_recipes().keys() | nouns().keys()
    gone = retired_labels([run.target for run in runs if run.target not in known])
    shown = [(run, gone.get(run.target) or recipe_named(run.target).label) for run in runs]
    return render(request, "web/imports/runs.html", {"runs": shown, "gone": gone})


@signed_in
def new_import(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Choose what a file holds, and give the file."""
    broken = None
    chosen = request.POST.get("target") or request.GET.get("target") or request.GET.get("noun", "")
    if request.method == "POST":
        try:
            return redirect(f"/imports/{_drafted(request, actor, chosen).pk}/")
        except RuleBroken as refused:
            broken = refused
    targets = _targets(actor)
    offered = chosen if chosen in targets else next(iter(targets), "")
    context = {"targets": targets, "chosen": chosen, "offered": offered, "broken": broken}
    return render(request, "web/imports/new.html", context, status=422 if broken else 200)


@signed_in
def blank(request: HttpRequest, actor: Actor) -> FileResponse:
    """An empty table with the columns that an import of this kind knows."""
    recipe = recipe_named(request.GET.get("target", ""))
    file = TemporaryFile()  # noqa: SIM115 - the answer closes it
    write_blank(file, recipe, actor)
    file.seek(0)
    name = f"{recipe.label} {_('to fill in')}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name)


@signed_in
def run_page(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Where an import stands: its mapping, its progress or its result."""
    run = get_object_or_404(runs_visible_to(actor), pk=pk)
    if run.state == ImportRun.State.DRAFT:
        return _mapping_page(request, actor, run)
    if request.headers.get("HX-Request") and run.state in ("running", "undoing"):
        return render(request, "web/imports/progress.html", _result(run))
    response = render(request, "web/imports/run.html", _result(run))
    if request.headers.get("HX-Request"):
        response["HX-Refresh"] = "true"
    return response


@require_POST
@signed_in
def read_again(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Read the file in another way, with a mapping guessed anew."""
    run = get_object_or_404(runs_visible_to(actor), pk=pk)
    try:
        reread(run, choices_in(request.POST), actor=actor)
    except RuleBroken as refused:
        return _mapping_page(request, actor, run, refused)
    return redirect(f"/imports/{run.pk}/")


@signed_in
def look(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """The first rows of the file as they would be read; nothing is kept."""
    run = get_object_or_404(runs_visible_to(actor), pk=pk, state=ImportRun.State.DRAFT)
    preview = preview_of(run, choices_in(request.GET))
    return render(request, "web/imports/look.html", {"preview": preview})


@require_POST
@signed_in
def start(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Agree to the mapping, and try or import."""
    run = get_object_or_404(runs_visible_to(actor), pk=pk)
    at = timezone.now()
    try:
        agree(run, options_in(request.POST), mapping_in(run, request.POST), actor=actor, at=at)
    except RuleBroken as refused:
        run.mapping = mapping_in(run, request.POST)
        return _mapping_page(request, actor, run, refused)
    start_import(run, actor=actor, at=at)
    return redirect(f"/imports/{run.pk}/")


@require_POST
@signed_in
def for_real(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Import what was tried, or go on with what was stopped."""
    run = get_object_or_404(runs_visible_to(actor), pk=pk)
    at = timezone.now()
    if run.options.get("dry_run") and run.state == ImportRun.State.DONE:
        run = again(run, replace(Options.read(run.options), dry_run=False), actor=actor, at=at)
    elif run.state != ImportRun.State.STOPPED:
        raise RuleBroken(_("This import has ended; start a new one."))
    start_import(run, actor=actor, at=at)
    return redirect(f"/imports/{run.pk}/")


@require_POST
@signed_in
def anew(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Back to the columns of what was tried."""
    run = get_object_or_404(runs_visible_to(actor), pk=pk)
    return redirect(f"/imports/{redraft(run, actor=actor, at=timezone.now()).pk}/")


@require_POST
@signed_in
def call_off(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Stop the import where it is."""
    run = get_object_or_404(runs_visible_to(actor), pk=pk)
    call_off_import(run, actor=actor, at=timezone.now())
    return redirect(f"/imports/{pk}/")


@signed_in
def undo(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """GET says what goes, POST takes the import out of the books."""
    run = get_object_or_404(runs_visible_to(actor), pk=pk)
    if request.method != "POST":
        return render(request, "web/imports/undo.html", {"run": run})
    with transaction.atomic():
        # First: a worker that takes the job up at once has to find it so.
        ended = ImportRun.objects.filter(pk=pk, state__in=states_to_undo(run))
        ended.update(state=ImportRun.State.UNDOING, error="")
        start_undo(run, actor=actor, at=timezone.now())
    return redirect(f"/imports/{pk}/")


@require_POST
@signed_in
def correct_row(request: HttpRequest, actor: Actor, pk: int, row_id: int) -> HttpResponse:
    """Try a rejected row again with the cells given, or leave it out."""
    run = get_object_or_404(runs_visible_to(actor), pk=pk)
    row = get_object_or_404(RejectedRow, pk=row_id, run=run)
    if request.POST.get("act") == "drop":
        drop_row(row, actor=actor)
        return _counted(request, run)
    row = try_row_again(
        row, corrected(row, request.POST.getlist("cell")), actor=actor, at=timezone.now()
    )
    if row.state == RejectedRow.State.TAKEN:
        return _counted(request, run)
    context = {"run": run, "row": rejected_rows(run, [row])[0]}
    return render(request, "web/imports/row.html", context)


@signed_in
def rejected_file(request: HttpRequest, actor: Actor, pk: int) -> FileResponse:
    """The rows that wait to be corrected, with the reasons, for whoever corrects them elsewhere."""
    run = get_object_or_404(runs_visible_to(actor), pk=pk)
    name = f"{PurePath(run.file_name).stem} {_('to correct')}.csv"
    return FileResponse(rejected_csv(run), as_attachment=True, filename=name)


def _drafted(request: HttpRequest, actor: Actor, target: str) -> ImportRun:
    file = request.FILES.get("file")
    if file is None:
        raise RuleBroken(_("Choose a file first."))
    blocks: Iterator[bytes] = file.chunks()
    at = timezone.now()
    return draft_import(target, blocks, file.name or "file", actor=actor, at=at)


def _targets(actor: Actor) -> dict[str, str]:
    """What this person may import, by key."""
    found = {
        key: str(noun.plural)
        for key, noun in nouns().items()
        if noun.can_create and actor.may(noun.permission("import"))
    }
    return found | {key: str(one.label) for key, one in declared_recipes().items()}


def _mapping_page(
    request: HttpRequest, actor: Actor, run: ImportRun, broken: RuleBroken | None = None
) -> HttpResponse:
    recipe = recipe_named(run.target)
    fields = recipe.fields(actor)
    context = {
        "run": run,
        "label": recipe.label,
        "columns": columns_of(run),
        "choices": choices_of(run, fields),
        "split": address_split_in(run, fields),
        "keys": keys_of(run),
        "modes": MODES,
        "duplicates": DUPLICATES,
        "chosen_key": ",".join(run.options.get("key", ())),
        "reading": reading_of(run),
        "broken": broken,
    }
    return render(request, "web/imports/mapping.html", context, status=422 if broken else 200)


def _counted(request: HttpRequest, run: ImportRun) -> HttpResponse:
    """A row that waits no longer leaves the page, and what was counted follows."""
    run.refresh_from_db()
    return render(request, "web/imports/counted.html", {"run": run, "waiting": waiting_rows(run)})


def _result(run: ImportRun) -> dict[str, Any]:
    return {
        "run": run,
        "label": recipe_named(run.target).label,
        "report": report_of(run),
        "course": course_of(run, timezone.now()),
        "rejected": rejected_rows(run),
        "waiting": waiting_rows(run),
        "left": left_by(run),
        "is_dry": bool(run.options.get("dry_run")),
        "is_called_off": is_called_off(run),
        "made": _made(run),
    }


def _made(run: ImportRun) -> list[Noun[Any]]:
    """The kinds of record that a finished import has put into the books."""
    if run.state != ImportRun.State.DONE or run.options.get("dry_run"):
        return []
    found = [noun_named(key) for key in recipe_named(run.target).nouns()]
    return [noun for noun in found if noun.in_navigation]
