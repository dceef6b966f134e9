"""The page of the scorecard."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.insight.access import acting, not_computed, require_reading
from guanxi.insight.explain import parameters
from guanxi.insight.measures import Text
from guanxi.insight.models import MeasureRun
from guanxi.insight.olap.addresses import cube_address
from guanxi.insight.olap.figures import BY_KEY
from guanxi.insight.olap.rights import require_measured
from guanxi.insight.records import latest_run
from guanxi.insight.scorecard import sentences
from guanxi.insight.scorecard.figures import Score, score
from guanxi.insight.scorecard.measure import SCORECARD
from guanxi.insight.structure.seen import narrow, seen_by
from guanxi.insight.unrated import left_out
from guanxi.platform.actors.actor import Actor
from guanxi.platform.rights.visibility import require
from guanxi.warehouse.refresh import warehouse_file

TABLES = (
    *("dim_customer", "fact_order_line", "purchase_day", "fact_interaction", "fact_activity"),
)
MOST_MONTHS = 24
# Handbook, section 2: the seven analyses of customers, each with its standing page.
SEVEN: tuple[tuple[Text, Text, str], ...] = (
    (
        pgettext_lazy("analysis", "Profiling"),
        _("Who they are"),
        cube_address("revenue", "industry"),
    ),
    (_("Persistency"), _("Who stays"), "/insight/cohorts/"),
    (_("Profitability"), _("Who brings what"), "/insight/"),
    (_("Performance"), _("What sells where"), cube_address("revenue", "order_channel")),
    (_("Prospecting"), _("What is to come"), "/insight/value-ahead/"),
    (
        pgettext_lazy("analysis", "Product"),
        _("What they buy"),
        cube_address("revenue", "category"),
    ),
    (_("Promotion"), _("What contacts do"), "/insight/attribution/"),
)  # fmt: skip


@acting
def scorecard_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """How the firm does with the customers one may see, as sentences."""
    require_reading(actor, ("clv_value",))
    require_measured(actor, BY_KEY["revenue"])
    for right in ("interaction.read", "activity.read"):
        require(actor, right)
    run = latest_run(SCORECARD.key)
    if run is None or not warehouse_file().exists():
        return not_computed(request, actor)
    with seen_by(actor) as connection:
        narrow(connection, *TABLES)
        found = score(connection, SCORECARD.parameters.kept(run.parameters), run.as_of)
        unrated = left_out(connection, run.as_of)
    sees_all = actor.scope("account.read") == "all"
    return render(
        request, "insight/scorecard/page.html", _drawn(found, run, sees_all) | {"left_out": unrated}
    )


def _drawn(found: Score, run: MeasureRun, sees_all: bool) -> dict[str, Any]:
    return {
        "as_of": run.as_of,
        "computed_at": run.finished_at,
        "currency": settings.BASE_CURRENCY,
        "rules": parameters(SCORECARD, run.parameters),
        "finding": sentences.main_finding(found),
        "cells": sentences.cells(found),
        "is_unrated": found.is_unrated,
        "revenue": found.revenue,
        "before": found["revenue_before"],
        "groups": [
            (_("Dealing with customers"), sentences.working(found)),
            (_("Winning and keeping"), sentences.keeping(found)),
            (_("Use of this system"), sentences.using(found)),
        ],
        "equity": equity_by_month() if sees_all else [],
        "seven": SEVEN,
    }


def equity_by_month() -> list[dict[str, Any]]:
    """Customer equity as each month's last run told it, the latest first."""
    runs = MeasureRun.objects.filter(measure="clv").order_by("as_of", "id")
    months = {run.as_of.replace(day=1): run for run in runs if run.fit.get("equity")}
    rows = [
        {"as_of": run.as_of, "told": run.fit["equity"]} for run in reversed(list(months.values()))
    ][:MOST_MONTHS]
    for row, earlier in zip(rows, rows[1:], strict=False):
        before = earlier["told"]["value"]
        row["change"] = (row["told"]["value"] - before) / before if before else None
    return rows
