"""The page of the network."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guanxi.customers.models import Account
from guanxi.insight.access import acting, not_computed, require_reading
from guanxi.insight.portfolio.network.measure import NETWORK, SEGMENTS
from guanxi.insight.portfolio.network_page.drawing import draw_ties
from guanxi.insight.portfolio.network_page.figures import Network, names_of, network_of, ties_of
from guanxi.insight.records import latest_run
from guanxi.insight.structure.links import list_where
from guanxi.insight.structure.seen import seen_by
from guanxi.insight.wording import count, money
from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.rights.visibility import visible_to
from guanxi.warehouse.refresh import warehouse_file

SHOWN = (
    *("network_class", "network_segment", "network_influence"),
    *("engagement_value", "clv_value"),
)


@acting
def network_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Who has influence among the customers one may see, and which hang on one person."""
    require_reading(actor, SHOWN)
    run = latest_run(NETWORK.key)
    context: dict[str, Any] = {}
    if run is None or not warehouse_file().exists():
        return not_computed(request, actor)
    with seen_by(actor) as connection:
        network = network_of(connection)
    names = names_of(actor, [one.account_id for one in network.centres])
    context |= {
        "currency": settings.BASE_CURRENCY,
        "as_of": run.as_of,
        "computed_at": run.finished_at,
        "finding": _finding(network),
        "centres": [
            (names[one.account_id], one) for one in network.centres if one.account_id in names
        ],
        "threads": _threads(network),
        "classes": [
            (
                one,
                network.classes.get(str(one.key), 0),
                list_where(("network_class", "is", one.key)),
            )
            for one in NETWORK.classes
        ],
    }
    return render(request, "insight/network.html", context)


@acting
def relations_page(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """One customer with those related to it, as far as one may see them."""
    require_reading(actor, ())
    account: Account | None = visible_to(actor, noun_named("account")).filter(pk=pk).first()
    if account is None:
        raise Http404
    ties, hidden = ties_of(actor, account)
    drawing = draw_ties(account.name, ties)
    shown = {"account": account, "ties": ties, "hidden": hidden, "drawing": drawing}
    return render(request, "insight/relations.html", shown)


def _threads(network: Network) -> list[dict[str, Any]]:
    return [
        {
            "told": one,
            "customers": network.threads.get(str(one.key), (0, 0))[0],
            "value": network.threads.get(str(one.key), (0, 0))[1],
            "href": list_where(("network_segment", "is", one.key)),
        }
        for one in SEGMENTS
    ]


def _finding(network: Network) -> SafeString:
    """How much value ahead hangs on a single person, or on none."""
    single, value = network.threads.get("single", (0, 0))
    centres = network.classes.get("centre", 0)
    if not single:
        text = ngettext(
            "%(centres)s centre of influence; no customer hangs on a single person.",
            "%(centres)s centres of influence; no customer hangs on a single person.",
            centres,
        )
    else:
        text = _(
            "%(number)s customers hang on a single person; %(value)s of value ahead goes with them."
        )
    words = {"centres": count(centres), "number": count(single), "value": money(value)}
    strong = {name: format_html("<b>{}</b>", word) for name, word in words.items()}
    return mark_safe(escape(text) % strong)  # noqa: S308 every part is escaped
