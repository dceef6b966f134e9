"""The cube page: choose, pivot, drill, list what is behind, take out."""

from functools import wraps
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from guanxi.insight.access import P, View, acting, not_computed
from guanxi.insight.last_day import days_of
from guanxi.insight.olap import choices
from guanxi.insight.olap.addresses import ADDRESS
from guanxi.insight.olap.answering import LISTED, Answer, answer, listed
from guanxi.insight.olap.bars import Bars
from guanxi.insight.olap.dimensions import BY_KEY
from guanxi.insight.olap.drawing import PHONE, WIDE, Lines, draw
from guanxi.insight.olap.exporting import exported, file_of, may_export, require_export
from guanxi.insight.olap.findings import finding_of
from guanxi.insight.olap.keeping import cubes_found_by, may_remove, state_of_cube
from guanxi.insight.olap.models import SavedCube
from guanxi.insight.olap.paper import as_pdf
from guanxi.insight.olap.pivot import Pivot, laid_out
from guanxi.insight.olap.state import TOPS, CubeState, state_from
from guanxi.insight.olap.telling import Total, wishes_of
from guanxi.insight.olap.wanted import note_use
from guanxi.platform.actors.actor import Actor
from guanxi.platform.given import whole_number
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.titles import titles
from guanxi.warehouse.refresh import warehouse_file

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


def over_figures(view: View[P]) -> View[P]:
    """Decorator: before the first night there is nothing to count, and the page says so."""

    @wraps(view)
    def checked(
        request: HttpRequest, actor: Actor, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        choices.require_some(actor)
        if not warehouse_file().exists():
            return not_computed(request, actor)
        return view(request, actor, *args, **kwargs)

    return checked


@acting
@over_figures
def cube_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One figure by up to three dimensions, as a drawing and a table."""
    saved = found_cube(actor, request.GET["saved"]) if request.GET.get("saved") else None
    state = state_of_cube(saved) if saved else state_from(request.GET)
    found = answer(actor, state, as_of=days_of(request).of_figures)
    note_use(actor, state, on=timezone.localdate())
    total = Total(found.total, state.measured.kind, found.currencies.get((), ""))
    context = shown(actor, found) | {
        "saved": saved,
        "wishes": wishes_of(saved, actor, total) if saved else [],
        "may_remove": saved is not None and may_remove(actor, saved),
        "cubes": cubes_found_by(actor),
        "controls": choices.controls(actor, state),
        "chips": choices.chips(actor, state),
        "slices": choices.dimensions_for(actor, state.measured),
        "tops": TOPS,
        "may_export": may_export(actor, state),
    }
    return render(request, "insight/olap/page.html", context)


@acting
@over_figures
def behind_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The very records behind a figure, greatest first, with what each brings."""
    state = state_from(request.GET).but(rows=(), column="", compare="")
    page = request.GET.get("page", "1")
    number = min(whole_number(page) or 1, 10**6)
    at = days_of(request).of_figures
    found = listed(actor, state, as_of=at, page=number - 1)
    noun = noun_named(state.measured.listed)
    names = titles(actor, noun.key, {pk for pk, _ in found.rows})
    pages = Paginator(range(found.count), LISTED).get_page(number)
    context = shown(actor, answer(actor, state, as_of=at)) | {
        "noun": noun,
        "rows": [(pk, names.get(pk), value) for pk, value in found.rows],
        "count": found.count,
        "page": pages,
        "chips": choices.chips(actor, state),
    }
    return render(request, "insight/olap/behind.html", context)


@acting
@over_figures
def slice_dialog(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Asks which members of a dimension the cube should be about."""
    state = state_from(request.GET)
    one = BY_KEY.get(request.GET.get("by", ""))
    if one is None or not one.divides(state.measured.fact):
        raise Http404
    rest = {key: values for key, values in state.filters.items() if key != one.key}
    asked = state.but(rows=(one.key,), column="", compare="", top=TOPS[-1], filters=rest)
    found = answer(actor, asked, as_of=days_of(request).of_figures)
    context = {
        "dimension": one,
        "members": laid_out(actor, found, ADDRESS).rows,
        "chosen": state.filters.get(one.key, ()),
        "kept": choices.kept(state.but(filters=rest)),
    }
    return render(request, "insight/olap/slice.html", context)


@acting
@over_figures
def export(request: HttpRequest, actor: Actor, format: str) -> HttpResponse:
    """The cube as a file."""
    state = state_from(request.GET)
    require_export(actor, state)
    found = answer(actor, state, as_of=days_of(request).of_figures)
    context = shown(actor, found)
    content = as_pdf(context) if format == "pdf" else file_of(context, format)
    exported(state, format, actor=actor, at=timezone.now())
    response = HttpResponse(content, content_type=TYPES[format])
    name = f"{state.measure}-{timezone.localdate().isoformat()}.{format}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def shown(actor: Actor, found: Answer, width: float = WIDE) -> dict[str, Any]:
    """What the drawing and the table of a cube need."""
    pivot: Pivot = laid_out(actor, found, ADDRESS)
    state: CubeState = found.state
    return {
        "state": state,
        "answer": found,
        "pivot": pivot,
        "drawings": _drawn(state, pivot, width) if state.look == "chart" else [],
        "kind": state.measured.kind,
        "currency": settings.BASE_CURRENCY,
        "title": choices.title_of(state),
        "span": choices.span_text(found.span, state.measured),
        "sliced": choices.sliced(actor, state),
        "finding": finding_of(found, pivot),
    }


def _drawn(state: CubeState, pivot: Pivot, width: float) -> list[tuple[str, Lines | Bars]]:
    """The drawing for a page or tile of that width, and the one for a phone; only one is shown."""
    sizes = (("on-desk", width), ("on-phone", PHONE))
    return [(where, drawn) for where, size in sizes if (drawn := draw(state, pivot, size))]


def found_cube(actor: Actor, pk: str | int) -> SavedCube:
    """The saved cube, if the actor finds it; 404 otherwise."""
    return get_object_or_404(cubes_found_by(actor), pk=whole_number(pk) or 0)
