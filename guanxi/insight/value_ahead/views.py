"""The page of the value ahead."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guanxi.insight.access import acting, may_read, not_computed, require_reading
from guanxi.insight.clv.measure import CLV
from guanxi.insight.explain import parameters
from guanxi.insight.models import MeasureRun
from guanxi.insight.records import latest_run
from guanxi.insight.structure.links import list_where
from guanxi.insight.structure.seen import seen_by
from guanxi.insight.value_ahead import contract, drivers, findings
from guanxi.insight.value_ahead.drawing import draw_chances, draw_check, value_rows
from guanxi.insight.value_ahead.figures import ValueAhead, value_ahead_of
from guanxi.insight.value_ahead.model import model_rows, repeat_rows, spent_rows
from guanxi.platform.actors.actor import Actor
from guanxi.warehouse.refresh import warehouse_file

SHOWN = ("clv_class", "clv_value", "clv_alive", "first_purchase_on")


@acting
def value_ahead(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What the customers one may see will still bring, and how good the model is."""
    require_reading(actor, SHOWN)
    run = latest_run(CLV.key)
    context: dict[str, Any] = {}
    if run is None or not warehouse_file().exists():
        return not_computed(request, actor)
    sees_all = actor.scope("account.read") == "all"
    with seen_by(actor) as connection:
        ahead = value_ahead_of(connection)
        if may_read(actor, contract.SHOWN):
            context["contract"] = contract.under_contract(connection, sees_all=sees_all)
        context |= drivers.drivers_of_equity(connection, actor, run.as_of)
    return render(request, "insight/value_ahead.html", context | _drawn(ahead, run, sees_all))


def _drawn(ahead: ValueAhead, run: MeasureRun, sees_all: bool) -> dict[str, Any]:
    labels = {str(one.key): one for one in CLV.classes}
    order = list(labels)
    return {
        "ahead": ahead,
        "currency": settings.BASE_CURRENCY,
        "as_of": run.as_of,
        "computed_at": run.finished_at,
        "rules": parameters(CLV, run.parameters)[:4],
        "equity": run.fit.get("equity") if sees_all else None,
        "warning": findings.state_of(run.fit),
        "finding": findings.main_finding(ahead, run.parameters["horizon_months"]),
        "classes": [
            {
                "label": labels[one.key].label,
                "about": labels[one.key].rule_with(run.parameters),
                "share": one.value / ahead.value if ahead.value else None,
                "href": list_where(("clv_class", "is", one.key)),
                "alive": (one.alive or 0) / 100,
                "told": one,
            }
            for one in sorted(ahead.known, key=lambda one: order.index(one.key))
        ],
        "chances": draw_chances(ahead.chances, run.parameters["alive_percent"]),
        "chance_finding": findings.chance_finding(ahead),
        "values": value_rows(ahead.values),
        "check": draw_check(ahead.cohorts),
        "check_finding": findings.check_finding(ahead),
        "no_check": findings.no_check(run.fit),
        "holdout": run.fit.get("holdout") or {},
        "models": model_rows(run.fit),
        "repeats": repeat_rows(ahead.repeats),
        "spent": spent_rows(ahead.spent),
        "spend_finding": findings.spend_finding(ahead.spent),
        "differ": findings.difference(run.fit),
    }
