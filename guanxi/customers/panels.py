"""The panels of the 360° page; their words are in templates/customers/record."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.customers.models import Account, Person
from guanxi.customers.record import events
from guanxi.customers.record.queries import PEOPLE, consents_of, people_at, ties_of
from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.panels import panel
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.pages import PageLink, add_page
from guanxi.platform.records.reading import may_ask_by

Context = Mapping[str, Any]
# What a line about consent says; who may not read one of them sees none.
SAID = ("purpose", "channel", "state", "at")


@panel(
    "account",
    "left",
    "customers/record/people.html",
    order=10,
    label=pgettext_lazy("contact", "People"),
)
def people(actor: Actor, account: Account, at: dt.datetime) -> Context | None:
    """Whom we know there."""
    found = people_at(actor, account)
    return {"account": account, "people": found[:PEOPLE], "more": len(found) > PEOPLE}


@panel("account", "left", "customers/record/ties.html", order=20, label=_("Relations"))
def ties(actor: Actor, account: Account, at: dt.datetime) -> Context | None:
    """Which other customers it belongs with."""
    found = ties_of(actor, account)
    return {"ties": found} if found else None


@panel("account", "left", "customers/record/consents.html", order=30, label=_("Consents"))
def consents(actor: Actor, account: Account, at: dt.datetime) -> Context | None:
    """What the customer allowed and forbade."""
    return _consents(actor, account, None)


@panel("person", "left", "customers/record/consents.html", order=30, label=_("Consents"))
def consents_of_person(actor: Actor, person: Person, at: dt.datetime) -> Context | None:
    """What the person allowed and forbade."""
    return _consents(actor, None, person)


def _consents(actor: Actor, account: Account | None, person: Person | None) -> Context | None:
    noun = noun_named("consent")
    if not actor.may("consent.read") or not may_ask_by(actor, noun, *SAID):
        return None
    has_evidence = may_ask_by(actor, noun, "evidence")
    return {"consents": consents_of(account, person), "has_evidence": has_evidence}


add_page(PageLink("customers", _("Possible duplicates"), "/duplicates/", "account.merge"))

__all__ = ["events"]
