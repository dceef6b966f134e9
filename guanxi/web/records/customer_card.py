"""The customer whom an order, a payment or an activity concerns, with its classes, beside it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import pgettext_lazy

from guanxi.customers.models import Account
from guanxi.insight.panels import classes_of
from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.panels import panel
from guanxi.platform.nouns.registry import noun_of
from guanxi.platform.records.titles import title_within
from guanxi.platform.rights.visibility import visible_to

CARD, CALLED = "web/records/customer_card.html", pgettext_lazy("beside a record", "Its customer")


@panel("order", "right", CARD, order=10, label=CALLED)
@panel("payment", "right", CARD, order=10, label=CALLED)
@panel("activity", "right", CARD, order=10, label=CALLED)
@panel("person", "right", CARD, order=10, label=CALLED)
def customer_card(actor: Actor, record: Any, at: dt.datetime) -> Mapping[str, Any] | None:
    """Name, owner, last contact and classes, within the rights of the actor."""
    if record.account_id is None or not actor.may("account.read"):
        return None
    noun = noun_of(Account)
    rows = visible_to(actor, noun).select_related("owner", "profile")
    account = rows.filter(pk=record.account_id).first()
    if account is None:
        return None
    sees_contact = actor.field_mode("account", "last_contact_at") in {"read", "full"}
    return {
        "href": f"/account/{account.pk}/",
        "name": title_within(actor, noun, account.pk, account.name),
        "owner": account.owner,
        "last_contact_at": account.last_contact_at if sees_contact else None,
        "classes": classes_of(actor, account, at),
    }
