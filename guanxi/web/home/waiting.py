"""Customers of mine that wait for me: nobody spoke with them for long, and no next step is set."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.records.reading import ListQuery, read_list, read_total
from guanxi.web.look import moments

SHOWN = 5
NEEDED = {"role", "last_contact_at", "next_step"}
WAITING: Mapping[str, Any] = {
    "all": [
        {"field": "owner", "op": "is", "value": {"me": True}},
        {"field": "role", "op": "is", "value": "current"},
        {"field": "last_contact_at", "op": "not_within", "value": "last_60_days"},
        {"field": "next_step", "op": "empty"},
    ]
}


@dataclass(frozen=True)
class Waiting:
    """One customer and when somebody last spoke with it ("" where nobody ever did)."""

    href: str
    name: str
    last: str


@dataclass(frozen=True)
class WaitingCustomers:
    """The longest waiting first, how many there are, and the list of them all."""

    shown: list[Waiting]
    total: int
    href: str


def waiting_customers(actor: Actor, now: dt.datetime) -> WaitingCustomers | None:
    """None where nobody waits, or where the actor may not see what it takes to know."""
    noun = nouns().get("account")
    if noun is None or not actor.may(noun.permission("read")):
        return None
    if any(actor.field_mode(noun.key, name) not in {"read", "full"} for name in NEEDED):
        return None
    query = ListQuery(WAITING, "last_contact_at", ["name", "last_contact_at"], SHOWN)
    rows = read_list(actor, noun, query, at=now).rows
    if not rows:
        return None
    shown = [
        Waiting(f"/account/{row['id']}/", row["name"], _last(row["last_contact_at"], now))
        for row in rows
    ]
    asked = urlencode({"filter": json.dumps(WAITING), "sort": "last_contact_at"})
    total = read_total(actor, noun, query).number
    return WaitingCustomers(shown, total, f"/account/?{asked}")


def _last(moment: dt.datetime | None, now: dt.datetime) -> str:
    return moments.near_moment(moment, now) if moment else ""
