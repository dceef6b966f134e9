"""Where a contact was: the customer's addresses are offered, and a map shows the position."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guanxi.customers.models import Interaction
from guanxi.customers.positions import map_of
from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.panels import panel
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.reading import ListQuery, may_ask_by, read_list, readable_names
from guanxi.platform.records.values import shown_to
from guanxi.web.acting import noun_or_404, signed_in
from guanxi.web.records.composer import customer_of
from guanxi.web.records.reading import see

PARTS = ("province", "city", "district", "street")
SHOWN = 20


@signed_in
def places(request: HttpRequest, actor: Actor, noun_key: str, pk: int) -> HttpResponse:
    """The addresses of the customer whom a record concerns, as far as the actor may read them."""
    customer = customer_of(see(actor, noun_or_404(actor, noun_key), pk))
    found = _addresses(actor, customer) if customer else []
    return render(request, "web/records/places.html", {"places": list(dict.fromkeys(found))})


def _addresses(actor: Actor, customer: int) -> list[str]:
    """The main address first, then the others."""
    rows: list[Mapping[str, Any]] = [see(actor, noun_named("account"), customer).values]
    noun = noun_named("address")
    if actor.may(noun.permission("read")) and may_ask_by(actor, noun, "account"):
        here = {"field": "account", "op": "is", "value": customer}
        names = readable_names(actor, noun, PARTS)
        rows += read_list(actor, noun, ListQuery(here, columns=names, limit=SHOWN)).rows
    found = (_line([row.get(name) for name in PARTS]) for row in rows)
    return [one for one in found if one]


def _line(found: list[Any]) -> str:
    """One line without repetition and without what is masked; Chinese is written without gaps."""
    parts = [one for one in found if isinstance(one, str)]
    joint = "" if any(ord(letter) > 0x2E80 for part in parts for letter in part) else ", "
    return joint.join(dict.fromkeys(filter(None, parts)))


@panel("interaction", "right", "web/records/place.html")
def place(actor: Actor, contact: Interaction, at: dt.datetime) -> Mapping[str, Any] | None:
    """Where it was, with the way to a map where the firm named one."""
    noun = noun_named("interaction")
    position = shown_to(actor, noun, "position", contact.position)
    said = shown_to(actor, noun, "place", contact.place)
    if not position and not said:
        return None
    href = map_of(position) if isinstance(position, str) else ""
    return {"place": said, "position": position, "href": href}
