"""The panels of the 360° page; their words are in templates/customers/record."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanxi.customers.models import Account, Person
from guanxi.customers.record import events
from guanxi.customers.record.queries import PEOPLE, consents_of, people_at, ties_of
from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.panels import panel
from guanxi.platform.pages import PageLink, add_page

Context = Mapping[str, Any]


@panel("account", "left", "customers/record/people.html", order=10)
def people(actor: Actor, account: Account, at: dt.datetime) -> Context | None:
    """Whom we know there."""
    found = people_at(actor, account)
    return {"account": account, "people": found[:PEOPLE], "more": len(found) > PEOPLE}


@panel("account", "left", "customers/record/ties.html", order=20)
def ties(actor: Actor, account: Account, at: dt.datetime) -> Context | None:
    """Which other customers it belongs with."""
    found = ties_of(actor, account)
    return {"ties": found} if found else None


@panel("account", "left", "customers/record/consents.html", order=30)
def consents(actor: Actor, account: Account, at: dt.datetime) -> Context | None:
    """What the customer allowed and forbade."""
    return {"consents": consents_of(account, None)} if actor.may("consent.read") else None


@panel("person", "left", "customers/record/consents.html", order=30)
def consents_of_person(actor: Actor, person: Person, at: dt.datetime) -> Context | None:
    """What the person allowed and forbade."""
    return {"consents": consents_of(None, person)} if actor.may("consent.read") else None


add_page(PageLink("customers", _("Possible duplicates"), "/duplicates/", "account.merge"))

__all__ = ["events"]
