"""The page of satisfaction and loyalty."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guanxi.insight.access import acting, not_computed, require_reading
from guanxi.insight.gaps.figures import felt, gap_rows, may_record
from guanxi.insight.models import MeasureRun
from guanxi.insight.records import latest_runs
from guanxi.insight.regard import delivered, findings, tables, twofold
from guanxi.insight.regard.answers import answers_lately
from guanxi.insight.regard.drawing import draw_importance, draw_trap, draw_trend, draw_zones
from guanxi.insight.regard.figures import Regard, borders_of, narrow_to_seen, of_kind, regard_of
from guanxi.insight.regard.matrices import draw_matrices, kind_rows
from guanxi.insight.regard.naming import rivals_said, surveyed_said
from guanxi.insight.regard.surveyed import Counted, Surveyed, surveyed
from guanxi.insight.satisfaction.scores.measure import SatisfactionParameters
from guanxi.insight.structure.seen import seen_by
from guanxi.platform.actors.actor import Actor
from guanxi.platform.rights.visibility import require
from guanxi.warehouse.refresh import warehouse_file

SHOWN = ("loyalty_class", "loyalty_kind", "contentment_class", "profit_tenure_class")
ANSWERS = "survey_answer.read"
LATEST = 4


@acting
def satisfaction_and_loyalty(request: HttpRequest, actor: Actor) -> HttpResponse:
    """How the customers one may see regard us, and how that shows in what they buy."""
    require_reading(actor, SHOWN)
    require(actor, ANSWERS)
    runs = latest_runs()
    context: dict[str, Any] = {}
    if "loyalty" not in runs or not warehouse_file().exists():
        return not_computed(request, actor)
    sees_all = actor.scope("account.read") == "all" and actor.scope(ANSWERS) == "all"
    run, night = runs["loyalty"], runs.get("satisfaction")
    with seen_by(actor) as connection:
        narrow_to_seen(connection, sees_all=sees_all)
        regard = rivals_said(regard_of(connection, runs))
        fit = night.fit if night and sees_all else {}
        said = surveyed_said(surveyed(connection, fit, run.as_of, _counted(night)))
    context |= _bought(regard, runs) | _answered(regard, run) | _asked(said)
    context |= {
        "as_of": run.as_of,
        "computed_at": run.finished_at,
        "index_href": answers_lately("index", _counted(night).months, run.as_of),
        "gaps": gap_rows(actor, run.as_of),
        "felt": felt(said.quality),
        "may_record_gap": may_record(actor),
    }
    return render(request, "insight/regard.html", context)


def _counted(night: MeasureRun | None) -> Counted:
    asked = SatisfactionParameters.changed(
        {name: str(value) for name, value in night.parameters.items()} if night else {}
    )
    return Counted(asked.answers_months, asked.low_below, asked.high_above)


def _bought(regard: Regard, runs: dict[str, MeasureRun]) -> dict[str, Any]:
    trap = findings.steps(regard.zones)
    return {
        "matrices": draw_matrices(regard.classes),
        "kinds": kind_rows(regard.classes),
        "trap": draw_trap(regard.zones),
        "trap_zones": regard.zones,
        "zones": draw_zones(borders_of(runs.get("satisfaction_trap"))),
        "trap_steps": trap,
        "trap_finding": findings.trap_finding(trap),
    }


def _answered(regard: Regard, run: MeasureRun) -> dict[str, Any]:
    nps = of_kind(regard, "nps", run.as_of)
    trend = draw_trend("nps", nps)
    return {
        "has_answers": bool(regard.quarters),
        "finding": findings.main_finding(regard, nps[-LATEST:]),
        "trend": trend,
        "trend_finding": findings.trend_finding(trend),
        "rates": tables.rate_rows(regard, run.as_of),
    }


def _asked(said: Surveyed) -> dict[str, Any]:
    ours = said.index.get("", {})
    effects = (ours.get("effects") or {}).get("satisfaction") or {}
    return {
        "index": ours,
        "index_finding": findings.index_finding(ours, said.before),
        "index_rows": tables.index_rows(said.index, said.before),
        "index_firms": tables.firms(said.index),
        "measured": tables.measured_rows(ours),
        "paths": tables.path_rows(ours),
        "importance": draw_importance(effects, ours.get("indices", {}), findings.LATENTS),
        "importance_finding": findings.importance_finding(ours),
        "quality": said.quality,
        "quality_finding": findings.quality_finding(said.quality) if said.quality else "",
        "dimensions": tables.dimension_rows(said.quality),
        **_worth(said),
        "features": tables.feature_rows(said.features),
        "equity": tables.equity_rows(said.equity),
        "equity_why": tables.equity_why(said.equity),
        "equity_fit": tables.equity_fit(said.equity, said.equity_n),
    }


def _worth(said: Surveyed) -> dict[str, Any]:
    """Delivered value and the two factors."""
    return {
        "delivered": delivered.rows(said.delivered),
        "delivered_finding": delivered.finding(said.delivered),
        "delivered_rivals": delivered.rivals_of(said.delivered),
        "delivered_apart": delivered.differences(said.delivered),
        "delivered_advice": delivered.advice(said.delivered),
        "factors": twofold.rows(said.factors),
        "factors_finding": twofold.finding(said.factors),
        "factors_why": twofold.why_not(said.factors),
        "factors_fit": twofold.fit(said.factors),
    }
