"""The page of the risk of leaving."""

import json
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guanxi.customers.models import Account
from guanxi.insight.access import CONFIGURE, acting, not_computed, require_reading
from guanxi.insight.churn import findings, winning_back
from guanxi.insight.churn.drawing import draw_bins, draw_curves
from guanxi.insight.churn.figures import Churn, One, churn_of
from guanxi.insight.churn.losses import LossKind
from guanxi.insight.churn.measure import CHURN
from guanxi.insight.churn.reasons import CAUSES
from guanxi.insight.explain import parameters
from guanxi.insight.models import Loss, MeasureRun
from guanxi.insight.records import latest_run
from guanxi.insight.structure.links import list_where
from guanxi.insight.structure.seen import seen_by
from guanxi.platform.actors.actor import Actor
from guanxi.platform.money.amounts import minor_units
from guanxi.platform.nouns.registry import noun_of
from guanxi.platform.rights.visibility import visible_to
from guanxi.warehouse.refresh import warehouse_file

SHOWN = ("churn_class", "churn_chance", "churn_at_risk", "churn_cause")
MOST = 12
NEAR = ["at_risk", "leaving"]
# The list then tells why and how much, so that its export does too.
LISTED = (
    *("name", "owner", "profile_churn_class", "profile_churn_cause", "profile_churn_chance"),
    *("profile_churn_at_risk", "profile_last_purchase_on", "last_contact_at"),
)
BY_VALUE = f"&columns={','.join(LISTED)}&sort=-profile_churn_at_risk"
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@acting
def churn_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Who of the customers one may see is likely to leave, why, and what is at risk."""
    require_reading(actor, SHOWN)
    run = latest_run(CHURN.key)
    if run is None or not warehouse_file().exists():
        return not_computed(request, actor)
    with seen_by(actor) as connection:
        found = churn_of(connection, run.as_of.isoformat(), cost_of(run), MOST)
    more = {
        "cost": cost_of(run),
        "may_export": winning_back.may_take_out(actor),
        "may_configure": actor.may(CONFIGURE),
    }
    return render(request, "insight/churn.html", _drawn(found, run, actor) | more)


@acting
def win_back(request: HttpRequest, actor: Actor, format: str) -> HttpResponse:
    """Whom to win back as a file, with why each was lost and what its return is worth."""
    require_reading(actor, SHOWN)
    winning_back.require_taking_out(actor)
    run = latest_run(CHURN.key)
    if run is None or not warehouse_file().exists():
        return not_computed(request, actor)
    with seen_by(actor) as connection:
        rows = winning_back.returning(connection, cost_of(run))
    content = winning_back.taken_out(actor, rows, run, cost_of(run), format, at=timezone.now())
    response = HttpResponse(content, content_type=TYPES[format])
    name = f"win-back-{run.as_of.isoformat()}.{format}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def cost_of(run: MeasureRun) -> int:
    """What winning one customer back costs, in minor units."""
    return minor_units(Decimal(run.parameters.get("return_cost", 0)))


def _drawn(found: Churn, run: MeasureRun, actor: Actor) -> dict[str, Any]:
    curves = draw_curves(found.curves)
    names = _names(actor, [*found.foremost, *found.returning])
    return {
        "currency": settings.BASE_CURRENCY,
        "as_of": run.as_of,
        "computed_at": run.finished_at,
        "rules": parameters(CHURN, run.parameters)[:3],
        "finding": findings.main_finding(found),
        "state": findings.state_of(run.fit),
        "classes": _classes(found, run),
        "signs": _signs(found),
        "foremost": _rows(found.foremost, names),
        "foremost_href": list_where(("churn_class", "in", NEAR)) + BY_VALUE,
        "returning": _rows(found.returning, names),
        "returning_href": list_where(("churn_class", "is", "lost")) + BY_VALUE,
        "lost": found.lost,
        "worth_it": found.worth_it,
        "dots": draw_bins(found.bins),
        "rule_dots": draw_bins(found.rule_bins),
        "check_finding": findings.check_finding(run.fit),
        "holdout": run.fit.get("holdout") or {},
        "curves": curves,
        "survival_finding": findings.survival_finding(curves),
        "kinds": _kinds(actor),
    }


def _classes(found: Churn, run: MeasureRun) -> list[dict[str, Any]]:
    return [
        {
            "label": one.label,
            "about": one.rule_with(run.parameters),
            "told": found.of(str(one.key)),
            "href": list_where(("churn_class", "is", str(one.key))),
        }
        for one in CHURN.classes
    ]


def _signs(found: Churn) -> list[dict[str, Any]]:
    known = {str(one.key): one for one in CAUSES}
    most = max((one.customers for one in found.signs), default=0)
    return [
        {
            "label": known[one.key].label,
            "advice": known[one.key].advice,
            "told": one,
            "bar": round(100 * one.customers / most) if most else 0,
            "href": list_where(
                ("churn_cause", "is", one.key), ("churn_class", "in", ["watch", *NEAR])
            ),
        }
        for one in found.signs
    ]


def _names(actor: Actor, ones: list[One]) -> dict[int, str]:
    rows = visible_to(actor, noun_of(Account)).filter(pk__in=[one.account_id for one in ones])
    return dict(rows.values_list("pk", "name"))


def _rows(ones: tuple[One, ...], names: dict[int, str]) -> list[dict[str, Any]]:
    labels = {str(one.key): one.label for one in CAUSES}
    return [
        {
            "name": names[one.account_id],
            "href": f"/account/{one.account_id}/",
            "told": one,
            "cause": labels.get(one.cause, _("Unknown")),
        }
        for one in ones
        if one.account_id in names
    ]


def _kinds(actor: Actor) -> list[dict[str, Any]]:
    seen = visible_to(actor, noun_of(Account)).order_by().values("pk")
    rows = Loss.objects.filter(account__in=seen).order_by().values_list("kind")
    counted = dict(rows.annotate(Count("pk")))
    return [
        {"label": kind.label, "customers": counted[kind.value], "href": _of_kind(kind)}
        for kind in LossKind
        if kind.value in counted
    ]


def _of_kind(kind: LossKind) -> str:
    written = json.dumps({"field": "loss_kind", "op": "is", "value": kind.value})
    return f"/account/?filter={quote(written)}"
