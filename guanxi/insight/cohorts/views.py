"""The page of cohorts, and the customers behind one of its cells."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guanxi.insight.access import acting, not_computed, require_reading
from guanxi.insight.cohorts.behind import CYCLES
from guanxi.insight.cohorts.figures import (
    BORDERS,
    Cohort,
    Passed,
    Spread,
    cohorts_of,
    customers_of,
    funnel_of,
    has_start,
    start,
    to_first_order,
    to_payment,
)
from guanxi.insight.cohorts.measure import COHORTS
from guanxi.insight.cohorts.stages import STAGES
from guanxi.insight.explain import parameters
from guanxi.insight.models import MeasureRun
from guanxi.insight.olap.naming import months_name
from guanxi.insight.records import latest_run
from guanxi.insight.structure.links import list_where
from guanxi.insight.structure.seen import narrow, seen_by
from guanxi.insight.unrated import left_out
from guanxi.insight.wording import count, percent
from guanxi.platform.actors.actor import Actor
from guanxi.platform.given import whole_number
from guanxi.platform.money.amounts import minor_units
from guanxi.platform.records.titles import titles
from guanxi.platform.rights.visibility import require
from guanxi.warehouse.refresh import warehouse_file

SHOWN = ("first_purchase_on", "revenue_total", "abc_contribution")
TABLES = (
    *("purchase_day", "fact_interaction", "fact_activity", "dim_order", "fact_payment"),
    "dim_customer",
)
MOST_COHORTS, MOST_AGES = 16, 12
LISTED = 100


@acting
def cohort_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Who stays, how far customers get, and how long it takes, over those one may see."""
    require_cohorts(actor)
    run = latest_run(COHORTS.key)
    if run is None or not warehouse_file().exists():
        return not_computed(request, actor)
    asked = COHORTS.parameters.kept(run.parameters)
    with seen_by(actor) as connection:
        narrow(connection, *TABLES)
        cohorts = cohorts_of(connection, asked, run.as_of)
        passed = funnel_of(connection, run.as_of)
        unrated = left_out(connection, run.as_of)
        spreads = (to_first_order(connection), to_payment(connection, run.as_of))
    return render(
        request,
        "insight/cohorts/page.html",
        _drawn(run, cohorts, passed, spreads) | {"left_out": unrated},
    )


def require_cohorts(actor: Actor) -> None:
    """Refuse whoever may not read what the page is computed from."""
    require_reading(actor, SHOWN)
    for right in ("order.read", "interaction.read", "activity.read"):
        require(actor, right)


def cycle_titles() -> list[str]:
    """What the spreads of days are about."""
    return [
        _("From the first contact to the first order"),
        _("From an order to its last payment"),
    ]


def band_labels() -> list[str]:
    """The bands of days in words."""
    labels = [_("up to %(days)s days") % {"days": border} for border in BORDERS]
    over = ngettext("over %(days)s day", "over %(days)s days", BORDERS[-1])
    return [*labels, over % {"days": BORDERS[-1]}]


def _drawn(
    run: MeasureRun,
    cohorts: tuple[Cohort, ...],
    passed: tuple[Passed, ...],
    spreads: tuple[Spread, Spread],
) -> dict[str, Any]:
    cost = minor_units(Decimal(run.parameters.get("winning_cost", 0)))
    shown = cohorts[-MOST_COHORTS:]
    ages = range(min(max((one.lived for one in shown), default=0), MOST_AGES) + 1)
    return {
        "as_of": run.as_of,
        "computed_at": run.finished_at,
        "currency": settings.BASE_CURRENCY,
        "rules": parameters(COHORTS, run.parameters),
        "finding": _finding(cohorts),
        "ages": ages,
        "cost": cost,
        "cohorts": [
            _row(one, ages, cost) | {"name": months_name(one.since, int(run.parameters["months"]))}
            for one in shown
        ],
        "funnel": _funnel(passed),
        "cycles": [
            (title, cycle, _bands(spread), spread)
            for title, cycle, spread in zip(cycle_titles(), CYCLES, spreads, strict=True)
        ],
    }


def _finding(cohorts: tuple[Cohort, ...]) -> str:
    """How many come back in the period after the first."""
    known = [one for one in cohorts if one.lived >= 1]
    customers = sum(one.customers for one in known)
    if not customers:
        return _("No cohort is old enough yet to tell who stays.")
    back = sum(one.ages[1].customers for one in known if 1 in one.ages)
    return _(
        "Of %(customers)s customers, %(share)s bought again in the period after their first."
    ) % {
        "customers": count(customers),
        "share": percent(back, customers),
    }


def _row(one: Cohort, ages: range, cost: int) -> dict[str, Any]:
    since = ("first_purchase_on", "between", [one.since.isoformat(), one.until.isoformat()])
    return {
        "told": one,
        "href": list_where(since),
        "cells": [
            {
                "share": share,
                "shade": _shade(share),
                "age": age,
                "customers": one.ages[age].customers if age in one.ages else 0,
            }
            for age in ages
            for share in [one.kept(age)]
        ],
        "brought": [
            {"money": money, "is_unknown": money is None and age <= one.lived}
            for age in ages
            for money in [one.brought(age)]
        ],
        "paid_back": one.paid_back(cost) if cost else None,
    }


def _funnel(passed: tuple[Passed, ...]) -> list[dict[str, Any]]:
    most = max((one.customers for one in passed), default=0)
    rows = []
    for place, (one, stage) in enumerate(zip(passed, STAGES, strict=True)):
        before = passed[place - 1].customers if place else 0
        rows.append(
            {
                "label": stage.label,
                "told": one,
                "share": one.customers / before if before else None,
                "bar": round(100 * one.customers / most) if most else 0,
            }
        )
    return rows


def _bands(spread: Spread) -> list[tuple[str, int, int]]:
    most = max(spread.bands, default=0)
    return [
        (label, number, round(100 * number / most) if most else 0)
        for label, number in zip(band_labels(), spread.bands, strict=True)
    ]


def _shade(share: float | None) -> str:
    return "" if share is None else "h0" if not share else f"h{1 + round(5 * share**0.7)}"


@acting
def cohort_customers(request: HttpRequest, actor: Actor, cohort: int, age: int) -> HttpResponse:
    """The customers of one cell, with what each brought in its period."""
    require_reading(actor, SHOWN)
    require(actor, "order.read")
    run = latest_run(COHORTS.key)
    if run is None:
        raise Http404
    months = int(run.parameters["months"])
    if not all(has_start(number, months) for number in (cohort, cohort + age)):
        raise Http404
    with seen_by(actor) as connection:
        narrow(connection, "purchase_day")
        rows = customers_of(connection, cohort, age, months, run.as_of)
    page = Paginator(rows, LISTED).get_page(whole_number(request.GET.get("page", "1")) or 1)
    names = titles(actor, "account", {pk for pk, _money in page})
    context = {
        "rows": [(pk, names.get(pk), money) for pk, money in page],
        "page": page,
        "count": len(rows),
        "currency": settings.BASE_CURRENCY,
        "since": start(cohort, months),
        "then": start(cohort + age, months),
    }
    return render(request, "insight/cohorts/customers.html", context)
