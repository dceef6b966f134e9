"""The page of the network."""

from collections.abc import Iterable, Iterator, Mapping
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
from guanxi.insight.measures import UNKNOWN, UNKNOWN_NAME, Class
from guanxi.insight.portfolio.network.measure import NETWORK, SEGMENTS
from guanxi.insight.portfolio.network_page.drawing import draw_on_phone, draw_ties
from guanxi.insight.portfolio.network_page.figures import Network, names_of, network_of, ties_of
from guanxi.insight.records import latest_run
from guanxi.insight.structure.links import list_where
from guanxi.insight.structure.seen import seen_by
from guanxi.insight.wording import count, said
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
        "classes": _places(network),
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
    shown = {
        "account": account,
        "ties": ties,
        "hidden": hidden,
        "drawing": draw_ties(account.name, ties),
        "on_phone": draw_on_phone(account.name, ties),
        "has_above": any(tie.is_above for tie in ties),
        "has_beside": not all(tie.is_above for tie in ties),
    }
    return render(request, "insight/relations.html", shown)


def _threads(network: Network) -> list[dict[str, Any]]:
    """By how many people are known at each customer: the customers, and their value ahead."""
    return [
        told | {"customers": network.threads[key][0], "value": network.threads[key][1]}
        if key in network.threads
        else told | {"customers": 0, "value": None}
        for key, told in _told("network_segment", SEGMENTS, network.threads)
    ]


def _places(network: Network) -> list[dict[str, Any]]:
    """By their place in the network: the customers."""
    return [
        told | {"customers": network.classes.get(key, 0)}
        for key, told in _told("network_class", NETWORK.classes, network.classes)
    ]


def _told(
    field: str, classes: Iterable[Class], counted: Mapping[str, Any]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Name, advice and list of each class, and of those of whom nothing is known if there are."""
    named = [(str(one.key), one.label, one.advice) for one in classes]
    if UNKNOWN in counted:
        named.append((UNKNOWN, UNKNOWN_NAME, ""))
    for key, label, advice in named:
        href = list_where((field, "is", key))
        yield key, {"label": label, "advice": advice, "href": href}


def _finding(network: Network) -> SafeString:
    """How much value ahead hangs on a single person, or on none."""
    single, value = network.threads.get("single", (0, None))
    centres = network.classes.get("centre", 0)
    if not set(network.threads) - {UNKNOWN} and not set(network.classes) - {UNKNOWN}:
        text = _(
            "Nothing is known yet of who knows whom: no people, no relations between customers."
        )
    elif not single:
        text = ngettext(
            "%(centres)s centre of influence; no customer hangs on a single person.",
            "%(centres)s centres of influence; no customer hangs on a single person.",
            centres,
        )
    else:
        text = ngettext(
            "%(number)s customer hangs on a single person; %(value)s of value ahead goes with it.",
            "%(number)s customers hang on a single person; "
            "%(value)s of value ahead goes with them.",
            single,
        )
    words = {"centres": count(centres), "number": count(single), "value": said(value, "money")}
    strong = {name: format_html("<b>{}</b>", word) for name, word in words.items()}
    return mark_safe(escape(text) % strong)  # noqa: S308 every part is escaped
