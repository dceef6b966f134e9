"""The page of the portfolio."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guanxi.insight.access import acting, not_computed, require_reading
from guanxi.insight.measures import Measure
from guanxi.insight.models import MeasureRun
from guanxi.insight.portfolio.attention.measure import SEGMENTS
from guanxi.insight.portfolio.bond.measure import BOND
from guanxi.insight.portfolio.combination.measure import COMBINATION
from guanxi.insight.portfolio.cost_ratio.measure import COST_RATIO
from guanxi.insight.portfolio.credit.measure import CREDIT
from guanxi.insight.portfolio.engagement.measure import ENGAGEMENT
from guanxi.insight.portfolio.ladder.measure import LADDER
from guanxi.insight.portfolio.npv.measure import NPV
from guanxi.insight.portfolio.page import components, findings
from guanxi.insight.portfolio.page.drawing import (
    MATRICES,
    Table,
    class_table,
    cost_rows,
    credit_table,
    draw_matrix,
    level_rows,
    segment_name,
)
from guanxi.insight.portfolio.page.figures import Portfolio, portfolio_of
from guanxi.insight.portfolio.payback.measure import PAYBACK
from guanxi.insight.portfolio.product_profit.measure import PRODUCT_PROFIT
from guanxi.insight.portfolio.selection.measure import SELECTION
from guanxi.insight.portfolio.serve.measure import SERVE
from guanxi.insight.records import latest_runs
from guanxi.insight.structure.curve import draw_curve
from guanxi.insight.structure.links import at_least, list_where
from guanxi.insight.structure.seen import seen_by
from guanxi.platform.actors.actor import Actor
from guanxi.warehouse.refresh import warehouse_file

TABLES = (
    *(SERVE, LADDER, COST_RATIO, NPV, PAYBACK, COMBINATION, PRODUCT_PROFIT, SELECTION, CREDIT),
    BOND,
)
DRAWN = (*(axes.measure for axes in MATRICES), *TABLES)
SHOWN = (
    *("serve_profit", "serve_cost", "attention_class", "attention_segment"),
    *("referral_value", "engagement_value", "credit_use", "credit_limit", "credit_open"),
    *(measure.columns["class"] for measure in DRAWN),
)


@acting
def portfolio_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What is left of the customers one may see after serving them, and where each stands."""
    require_reading(actor, SHOWN)
    runs = latest_runs()
    context: dict[str, Any] = {}
    if SERVE.key not in runs or not warehouse_file().exists():
        return not_computed(request, actor)
    keys = tuple(measure.key for measure in DRAWN)
    with seen_by(actor) as connection:
        portfolio = portfolio_of(connection, keys, runs[SERVE.key].as_of)
        run = runs.get(ENGAGEMENT.key)
        if run and components.is_told(run.parameters):
            rows = components.components_of(connection)
            context = {"components": rows, "components_finding": components.finding(rows)}
    return render(request, "insight/portfolio.html", context | _drawn(portfolio, runs))


def _drawn(portfolio: Portfolio, runs: dict[str, MeasureRun]) -> dict[str, Any]:
    run, levels = runs[SERVE.key], level_rows(portfolio)
    matrices = [draw_matrix(axes, portfolio.classes[axes.measure.key]) for axes in MATRICES]
    return {
        "currency": settings.BASE_CURRENCY,
        "as_of": run.as_of,
        "computed_at": run.finished_at,
        "finding": findings.main_finding(portfolio),
        "structure": portfolio.whale,
        "curve": draw_curve(portfolio.whale, "serve_profit"),
        "curve_finding": findings.whale_finding(portfolio),
        "costs": cost_rows(portfolio.costs),
        "costs_href": f"{list_where(at_least(1, 'serve_cost'))}&sort=-profile_serve_cost",
        "cost_finding": findings.cost_finding(portfolio),
        "matrices": [(one, findings.matrix_finding(one)) for one in matrices],
        "tables": [_table(portfolio, one, runs) for one in TABLES if one.key in runs],
        "levels": levels,
        "level_finding": findings.attention_finding(levels),
        "level_names": [one.label for one in SEGMENTS],
        "segments": [(segment_name(one.part), one) for one in portfolio.segments],
    }


def _table(portfolio: Portfolio, measure: Measure, runs: dict[str, MeasureRun]) -> Table:
    parameters = runs[measure.key].parameters
    if measure is CREDIT:
        finding = findings.credit_finding(portfolio.credit)
        return credit_table(portfolio, parameters, finding)
    return class_table(measure, portfolio.classes[measure.key], parameters)
