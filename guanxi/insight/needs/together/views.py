"""The page of what customers buy together."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guanxi.insight.access import acting, not_computed, require_reading
from guanxi.insight.explain import parameters
from guanxi.insight.models import MeasureRun
from guanxi.insight.needs.baskets.measure import BASKETS
from guanxi.insight.needs.next_best.measure import NEXT_BEST
from guanxi.insight.needs.together import findings
from guanxi.insight.needs.together.baskets import Counted
from guanxi.insight.needs.together.drawing import draw_map, products_of, rule_rows
from guanxi.insight.needs.together.figures import Offer, Together, together_of
from guanxi.insight.records import latest_run
from guanxi.insight.structure.links import list_where
from guanxi.insight.structure.seen import seen_by
from guanxi.platform.actors.actor import Actor
from guanxi.platform.glossary.saying import words_in_english
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.titles import titles
from guanxi.platform.rights.visibility import require, visible_to
from guanxi.warehouse.refresh import warehouse_file

SHOWN = ("next_product", "cross_product", "upgrade_product", "upgrade_from")
NEEDED = ("order.read", "order_line.read", "product.read")


@acting
def bought_together(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What the customers one may see buy together, and whom to offer what."""
    require_reading(actor, SHOWN)
    for permission in NEEDED:
        require(actor, permission)
    runs = [latest_run(one.key) for one in (BASKETS, NEXT_BEST)]
    if None in runs or not warehouse_file().exists():
        return not_computed(request, actor)
    baskets, ranked = (run for run in runs if run)
    orders = _orders(actor)
    sees_all = orders is None and actor.scope("account.read") == "all"
    with seen_by(actor) as connection:
        together = together_of(
            connection, baskets.parameters, baskets.as_of, orders=orders, sees_all=sees_all
        )
    context = _drawn(actor, together, baskets, ranked)
    if sees_all:
        context["counted"] = findings.counted(baskets.fit, len(together.rules))
    return render(request, "insight/needs/together.html", context)


def _orders(actor: Actor) -> list[int] | None:
    """The orders one may see; None where that is all of them."""
    if actor.scope("order.read") == "all":
        return None
    return list(visible_to(actor, noun_named("order")).values_list("pk", flat=True))


def _drawn(
    actor: Actor, together: Together, baskets: MeasureRun, ranked: MeasureRun
) -> dict[str, Any]:
    names = titles(actor, "product", products_of(together.rules))
    counted = Counted.by(baskets.parameters, baskets.as_of)
    rows = rule_rows(together.rules, names, counted)
    return {
        "currency": settings.BASE_CURRENCY,
        "as_of": baskets.as_of,
        "computed_at": baskets.finished_at,
        "rules": parameters(BASKETS, baskets.parameters)[:4],
        "finding": findings.main_finding(rows, baskets.fit.get("n", 0)),
        "map": draw_map(together.rules, names, counted),
        "rows": rows,
        "offers": _offers("cross_product", together.offers),
        "upgrades": _offers("upgrade_product", together.upgrades),
        "check_finding": findings.check_finding(ranked.fit),
        "check": findings.check_rows(ranked.fit),
        "kinds": list(findings.KINDS.values()),
        "holdout": ranked.fit.get("holdout") or {},
    }


def _offers(field: str, offers: tuple[Offer, ...]) -> list[tuple[Offer, str]]:
    """Each by the names that the reader knows, with the way to its customers."""
    words = words_in_english(name or "" for one in offers for name in (one.product, one.beside))

    def named(one: Offer) -> Offer:
        beside = words.get(one.beside or "", one.beside)
        return replace(one, product=words.get(one.product, one.product), beside=beside)

    return [(named(one), _whom(field, one)) for one in offers]


def _whom(field: str, offer: Offer) -> str:
    conditions = [(field, "is", offer.product)]
    if field == "upgrade_product":
        conditions.append(("upgrade_from", "is", offer.beside or ""))
    return list_where(*conditions)
