"""The pages of insight: the value structure, and asking for it to be computed again."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guanxi.insight.access import CONFIGURE, RUN, acting, not_computed, require_reading
from guanxi.insight.explain import parameters
from guanxi.insight.freshness import freshness
from guanxi.insight.last_day import go_by_books
from guanxi.insight.models import MeasureRun
from guanxi.insight.records import latest_runs
from guanxi.insight.registry import measure_named
from guanxi.insight.structure import findings
from guanxi.insight.structure.curve import draw_curve
from guanxi.insight.structure.figures import Structure, returned_in, structure_of
from guanxi.insight.structure.flow import draw_flow
from guanxi.insight.structure.heat import draw_heat
from guanxi.insight.structure.seen import seen_by
from guanxi.insight.structure.tiers import letter_rows, tier_rows
from guanxi.insight.tasks import ask_for_run
from guanxi.insight.unrated import left_out
from guanxi.platform.actors.actor import Actor
from guanxi.platform.rights.visibility import require
from guanxi.warehouse.refresh import warehouse_file

# What the page is drawn from.
DRAWN = {"abc", "rfm", "pyramid", "lifecycle"}
# Which of the two days is asked for: the last one of the books?
THROUGH = {"books": True, "today": False}


@acting
def value_structure(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What the customers one may see are worth to the firm, and how they move."""
    require_reading(actor)
    runs = latest_runs()
    context: dict[str, Any] = {"may_run": actor.may(RUN)}
    if not runs.keys() >= DRAWN or not warehouse_file().exists():
        return not_computed(request, actor)
    abc = runs["abc"]
    with seen_by(actor) as connection:
        structure = structure_of(connection, abc.as_of)
        if actor.may("order.read"):
            returned = returned_in(connection, abc.parameters["window"], abc.as_of)
            before = findings.before_returns(returned, abc.parameters)
            notes = [left_out(connection, abc.as_of), before]
            context["left_out"] = " ".join(filter(None, notes))
    return render(request, "insight/structure.html", context | _drawn(structure, runs))


@require_POST
@acting
def compute_again(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Ask for everything to be computed again, through the day that is chosen, if one is."""
    require(actor, RUN)
    at, through = timezone.now(), request.POST.get("through")
    with transaction.atomic():
        if through in THROUGH:
            require(actor, CONFIGURE)
            go_by_books(is_on=THROUGH[through], actor=actor, at=at)
        ask_for_run(actor=actor, at=at)
    messages.success(request, _("The computation is under way; this page shows it when done."))
    asked_from = urlsplit(request.headers.get("Referer", "")).path
    return redirect(asked_from if asked_from.startswith("/insight/") else "insight:structure")


@acting
def warehouse_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Where the figures come from, how fresh they are, and whether they agree with the books."""
    require(actor, RUN)
    if not warehouse_file().exists():
        return not_computed(request, actor)
    return render(request, "insight/warehouse.html", {"shown": freshness()})


def _drawn(structure: Structure, runs: dict[str, MeasureRun]) -> dict[str, Any]:
    abc, rfm = runs["abc"], runs["rfm"]
    flow, totals = draw_flow(structure.moves), structure.totals
    return {
        "structure": structure,
        "currency": settings.BASE_CURRENCY,
        "as_of": abc.as_of,
        "computed_at": abc.finished_at,
        "rules": parameters(measure_named("abc"), abc.parameters),
        "cost_known": totals.costed_revenue / totals.revenue if totals.revenue else None,
        "finding": findings.main_finding(structure),
        "curve": draw_curve(structure),
        "curve_finding": findings.curve_finding(structure),
        "heat": draw_heat(structure.heat, rfm.comparison, rfm.as_of),
        "returns_deducted": rfm.parameters.get("returns") == "deducted",
        "heat_finding": findings.heat_finding(structure.heat),
        "flow": flow,
        "flow_finding": findings.flow_finding(flow) if flow else "",
        "letters": letter_rows(structure, abc.parameters),
        "tiers": tier_rows(structure, runs["pyramid"].parameters),
    }
