"""The facts of the demo's history, so that every record can say how it came about."""

import datetime as dt
from collections.abc import Mapping

from guanxi.demo.company import Company, Mould
from guanxi.demo.customers import Customer
from guanxi.platform.actors.models import User
from guanxi.platform.facts.models import Fact
from guanxi.sales.choices import OrderStatus
from guanxi.sales.models import Order

FACT = Mould(Fact, actor_kind="person", data={"version": 1})
RECENT = dt.timedelta(days=400)


def make_facts(company: Company, customers: list[Customer], further: list[Fact]) -> None:
    """How customers, people and orders came to be, and what else; stored in the order of time."""
    found = [*further]
    for one in customers:
        account = one.account
        said = {"name": [None, account.name], "kind": [None, str(account.kind)]}
        found.append(told("account.created", account.pk, account.created_at, one.owner, said))
        if account.tier in {"vip", "major"}:
            at = min(company.now, account.created_at + dt.timedelta(days=200))
            said = {"tier": ["standard", str(account.tier)]}
            found.append(told("account.updated", account.pk, at, one.owner, said))
        for person in one.people:
            said = {"name": [None, person.name], "title": [None, person.title]}
            found.append(told("person.created", person.pk, person.created_at, one.owner, said))
        for order in one.orders:
            found += _of_order(company, order, one.owner)
    found.sort(key=lambda fact: fact.at)
    company.keep(found)


def _of_order(company: Company, order: Order, owner: User) -> list[Fact]:
    said = {"number": [None, order.number], "total_amount": [None, order.total_amount]}
    found = [told("order.created", order.pk, order.created_at, owner, said)]
    is_old = order.created_at < company.now - RECENT
    if is_old or order.status in {OrderStatus.DRAFT, OrderStatus.CANCELLED}:
        return found
    said = {"status": ["draft", "confirmed"]}
    found.append(told("order.confirmed", order.pk, order.created_at, owner, said))
    if order.delivered_on:
        said = {"status": ["confirmed", "delivered"]}
        at = company.past(order.delivered_on)
        found.append(told("order.delivered", order.pk, at, owner, said))
    return found


def told(kind: str, pk: int, at: dt.datetime, actor: User, changes: Mapping[str, object]) -> Fact:
    """One fact, not stored yet."""
    return FACT.cast(
        at=at,
        kind=kind,
        noun=kind.partition(".")[0],
        record_id=pk,
        actor_id=actor.pk,
        actor_name=actor.name,
        changes=changes,
    )
