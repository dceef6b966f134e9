"""The lists behind the funnel and the cycles of the page of cohorts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from guanxi.insight.access import acting
from guanxi.insight.cohorts.behind import (
    BANDS,
    CYCLES,
    LISTED,
    ORDERED,
    PLACES,
    Listed,
    reached,
    took,
)
from guanxi.insight.cohorts.measure import COHORTS
from guanxi.insight.cohorts.stages import STAGES
from guanxi.insight.cohorts.views import TABLES, band_labels, cycle_titles, require_cohorts
from guanxi.insight.records import latest_run
from guanxi.insight.structure.seen import narrow, seen_by
from guanxi.platform.actors.actor import Actor
from guanxi.platform.given import whole_number
from guanxi.platform.records.titles import titles

if TYPE_CHECKING:
    import datetime as dt

    import duckdb

    Ask = Callable[[duckdb.DuckDBPyConnection, dt.date, int], Listed]


@acting
def stage_customers(request: HttpRequest, actor: Actor, stage: str) -> HttpResponse:
    """The customers who got to a stage of the funnel."""
    if stage not in PLACES:
        raise Http404
    label = str(STAGES[PLACES[stage]].label)
    return _page(
        request,
        actor,
        lambda connection, as_of, page: reached(connection, stage, as_of, page),
        {"title": label, "noun": "account", "is_day": True},
    )


@acting
def cycle_rows(request: HttpRequest, actor: Actor, cycle: str, band: int) -> HttpResponse:
    """The customers or orders that took so many days."""
    if cycle not in CYCLES or band not in BANDS:
        raise Http404
    title = f"{cycle_titles()[CYCLES.index(cycle)]}: {band_labels()[band]}"
    return _page(
        request,
        actor,
        lambda connection, as_of, page: took(connection, cycle, band, as_of, page),
        {"title": title, "noun": "account" if cycle == ORDERED else "order", "is_day": False},
    )


def _page(request: HttpRequest, actor: Actor, ask: Ask, about: dict[str, Any]) -> HttpResponse:
    require_cohorts(actor)
    run = latest_run(COHORTS.key)
    if run is None:
        raise Http404
    number = min(whole_number(request.GET.get("page", "1")) or 1, 10**6)
    with seen_by(actor) as connection:
        narrow(connection, *TABLES)
        found = ask(connection, run.as_of, number)
    names = titles(actor, about["noun"], {pk for pk, _told in found.rows})
    context = about | {
        "rows": [(pk, names.get(pk), told) for pk, told in found.rows],
        "count": found.count,
        "page": Paginator(range(found.count), LISTED).get_page(number),
    }
    return render(request, "insight/cohorts/listed.html", context)
