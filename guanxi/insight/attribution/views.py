"""The page of attribution, and the orders behind one of its cells."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from guanxi.customers.choices import Channel
from guanxi.insight.access import acting, not_computed, require_reading
from guanxi.insight.attribution.drawing import NAMES, draw_models, named
from guanxi.insight.attribution.figures import MARKOV, MODELS, Attributed, attributed, orders_of
from guanxi.insight.attribution.measure import ATTRIBUTION
from guanxi.insight.explain import parameters
from guanxi.insight.olap.figures import BY_KEY
from guanxi.insight.olap.rights import require_measured
from guanxi.insight.records import latest_run
from guanxi.insight.structure.seen import narrow, seen_by
from guanxi.insight.unrated import left_out
from guanxi.insight.wording import money, percent
from guanxi.platform.actors.actor import Actor
from guanxi.platform.given import whole_number
from guanxi.platform.records.titles import titles
from guanxi.platform.rights.visibility import require
from guanxi.warehouse.refresh import warehouse_file

LISTED = 100
TABLES = ("fact_order_line", "fact_interaction")


def _require(actor: Actor) -> None:
    require_reading(actor, ())
    require(actor, "interaction.read")
    require_measured(actor, BY_KEY["revenue"])


@acting
def attribution_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What each channel brought by every model, over the customers one may see."""
    _require(actor)
    run = latest_run(ATTRIBUTION.key)
    if run is None or not warehouse_file().exists():
        return not_computed(request, actor)
    asked = ATTRIBUTION.parameters.kept(run.parameters)
    with seen_by(actor) as connection:
        narrow(connection, *TABLES)
        found = attributed(connection, asked, run.as_of)
        unrated = left_out(connection, run.as_of)
    context = {
        "as_of": run.as_of,
        "computed_at": run.finished_at,
        "currency": settings.BASE_CURRENCY,
        "rules": parameters(ATTRIBUTION, run.parameters),
        "finding": _finding(found),
        "left_out": unrated,
        "models": list(NAMES.items()),
        "panels": draw_models(found),
        "rows": [
            _row(found, channel) for channel in [*found.channels, ""] if channel in found.orders
        ],
        "total": found.revenue,
    }
    return render(request, "insight/attribution/page.html", context)


@acting
def attribution_orders(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The orders of which a channel is given something, with how much."""
    _require(actor)
    model, channel = (request.GET.get(name, "") for name in ("model", "channel"))
    run = latest_run(ATTRIBUTION.key)
    if run is None or model not in MODELS or (channel and channel not in Channel.values):
        raise Http404
    with seen_by(actor) as connection:
        narrow(connection, *TABLES)
        asked = ATTRIBUTION.parameters.kept(run.parameters)
        rows = orders_of(connection, asked, run.as_of, model, channel)
    page = Paginator(rows, LISTED).get_page(whole_number(request.GET.get("page", "1")) or 1)
    names = titles(actor, "order", {pk for pk, _credit in page})
    context = {
        "rows": [(pk, names.get(pk), credit) for pk, credit in page],
        "page": page,
        "count": len(rows),
        "currency": settings.BASE_CURRENCY,
        "model": model,
        "channel": channel,
        "title": f"{named(channel)} · {NAMES[model]}",
    }
    return render(request, "insight/attribution/orders.html", context)


def _row(found: Attributed, channel: str) -> dict[str, Any]:
    given = {model: found.credits[model].get(channel, 0) for model in NAMES}
    most = max((max(one.values(), default=0) for one in found.credits.values()), default=0)
    return {
        "label": named(channel),
        "channel": channel,
        "orders": found.orders[channel],
        "effect": found.effects.get(channel),
        "given": [
            {
                "model": model,
                "credit": credit,
                "share": credit / found.revenue if found.revenue else None,
                "bar": round(100 * credit / most) if most else 0,
                "has_orders": model != MARKOV,
            }
            for model, credit in given.items()
        ],
    }


def _finding(found: Attributed) -> str:
    """Where the models agree on the first place, and how much no contact explains."""
    touched = found.revenue - found.credits["linear"].get("", 0)
    if not found.channels or touched <= 0:
        return _("No order had a contact before it, so there is nothing to share out.")
    winners = {
        max(found.channels, key=lambda channel: found.credits[model].get(channel, 0))
        for model in NAMES
    }
    words = {
        "share": percent(touched, found.revenue, 0),
        "revenue": money(found.revenue),
        "channel": " / ".join(sorted(named(channel) for channel in winners)),
    }
    if len(winners) == 1:
        return (
            _("%(share)s of %(revenue)s had contacts before; all models put “%(channel)s” first.")
            % words
        )
    return (
        _("%(share)s of %(revenue)s had contacts before; the models differ: %(channel)s.") % words
    )
