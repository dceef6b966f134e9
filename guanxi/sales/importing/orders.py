"""The orders of an import: made once, added to as their lines come in."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.db.models import Max

from guanxi.platform.bulk import insert_all
from guanxi.platform.facts.models import Fact
from guanxi.platform.imports.plan import Prepared
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.bulk_writing import Maker, Making
from guanxi.sales import rules
from guanxi.sales.choices import OrderKind, OrderStatus
from guanxi.sales.importing.parties import Customers
from guanxi.sales.models import Order, OrderLine

REMEMBERED = 50_000
# The kind of an order, and whose it is, as Customers.lasting says.
Earlier = tuple[str, int]


@dataclass
class Known:
    """An order as an import goes on with it; ``is_ours`` when this run made it."""

    pk: int
    kind: str
    account_id: int | None
    currency: str
    next_line: int
    is_ours: bool
    added: int = 0


@dataclass
class Wanted:
    """A row with its customer, its product and its order; its signs are mended."""

    row: Prepared
    kind: str
    account_id: int | None
    product_id: int | None
    quantity: Decimal
    unit_price: Decimal
    number: str = field(default="")


class Orders:
    """Orders by number, with the sums that this batch adds to each."""

    def __init__(self, making: Making, customers: Customers) -> None:
        self._making = making
        self._customers = customers
        self._maker = Maker(noun_named("order"), making)
        self._zone = ZoneInfo(making.actor.time_zone or settings.TIME_ZONE)
        self._known: dict[str, Known] = {}
        self._made_now: list[str] = []
        self._made_earlier: dict[str, Earlier] = {}

    def forget(self) -> None:
        """Drop what was learnt in a transaction that was rolled back."""
        self._known.clear()
        self._made_now.clear()

    def remember(self) -> None:
        """In a trial, before what was made is rolled back: of whom each order is, and its kind."""
        for number in self._made_now:
            known = self._known[number]
            customer = self._customers.lasting(known.account_id)
            self._made_earlier[number] = (known.kind, customer)
        self._made_now.clear()

    def learn(self, wanted: Sequence[Wanted]) -> dict[str, Wanted]:
        """Give every row its order, making those that are not there; the new ones by number."""
        if len(self._known) > REMEMBERED:
            self._known.clear()
        plain = {one.row.values["order_number"] for one in wanted}
        self._find({name for number in plain for name in (number, f"{number}-R", f"{number}-S")})
        new: dict[str, Wanted] = {}
        for one in wanted:
            one.number = self._number(one, new)
            if one.number not in self._known:
                new.setdefault(one.number, one)
        drafts = [self._draft(one) for one in new.values()]
        self._maker.insert(drafts, [("number", "account", "ordered_on", "kind") for _ in drafts])
        for order in drafts:
            account = self._account_of(order)
            self._known[order.number] = Known(
                order.pk, order.kind, account, order.currency, 1, True
            )
        self._made_now = [number for number in new if number not in self._made_earlier]
        return {number: new[number] for number in self._made_now}

    def of(self, wanted: Wanted) -> Known:
        """The order of a row."""
        return self._known[wanted.number]

    def add(self, wanted: Sequence[Wanted]) -> None:
        """Add the lines, and what they come to, to their orders."""
        lines = [self._line(one, self._known[one.number]) for one in wanted]
        insert_all(OrderLine, lines)
        touched = {one.number: self._known[one.number] for one in wanted}.values()
        table = Order._meta.db_table
        sql = (
            f'UPDATE "{table}" SET total_amount = total_amount + %s,'  # noqa: S608 - our own table
            " base_amount = base_amount + %s, paid_amount = paid_amount + %s WHERE id = %s"
        )
        with connection.cursor() as cursor:
            cursor.executemany(sql, [(one.added, one.added, one.added, one.pk) for one in touched])
        for one in touched:
            one.added = 0

    def _account_of(self, order: Order) -> int | None:
        """Whose the order is; one of an earlier part of a trial stays theirs who had it first."""
        earlier = self._made_earlier.get(order.number)
        return self._customers.present(earlier[1]) if earlier else order.account_id

    def _find(self, numbers: set[str]) -> None:
        unknown = [number for number in numbers if number not in self._known]
        rows = Order.objects.filter(number__in=unknown)
        orders = list(rows.values_list("number", "pk", "kind", "account_id", "currency"))
        ids = [pk for _, pk, *_ in orders]
        ours = Fact.objects.filter(
            noun="order", record_id__in=ids, batch=self._making.batch, kind="order.created"
        )
        made = set(ours.values_list("record_id", flat=True))
        lines = OrderLine.objects.filter(order__in=ids).values("order")
        last = dict(lines.annotate(last=Max("line_no")).values_list("order", "last"))
        for number, pk, kind, account, currency in orders:
            next_line = last.get(pk, 0) + 1
            self._known[number] = Known(pk, kind, account, currency, next_line, pk in made)

    def _number(self, one: Wanted, new: dict[str, Wanted]) -> str:
        """The number in the file; goods of the other direction stand on an order of their own."""
        number: str = one.row.values["order_number"]
        there = self._known[number].kind if number in self._known else None
        if there is None and number in self._made_earlier:
            there = self._made_earlier[number][0]
        if there is None and number in new:
            there = new[number].kind
        if there in (None, one.kind):
            return number
        return f"{number}-R" if one.kind == OrderKind.RETURN else f"{number}-S"

    def _draft(self, one: Wanted) -> Any:
        values = one.row.values
        moment: dt.datetime = values["ordered_at"].astimezone(self._zone)
        given = {
            "number": one.number,
            "account": one.account_id,
            "kind": one.kind,
            "ordered_on": moment.date(),
            "ordered_at": values["ordered_at"] if moment.time() != dt.time() else None,
            "delivered_on": moment.date(),
        }
        if values.get("currency"):
            given["currency"] = values["currency"].upper()
        order = self._maker.draft(given)
        # What another system has on file as sold is history: delivered, and settled there.
        order.status = OrderStatus.CLOSED
        return order

    def _line(self, one: Wanted, order: Known) -> OrderLine:
        values = one.row.values
        amount = rules.line_amount(one.quantity, one.unit_price, 0, order.currency)
        line = OrderLine(
            order_id=order.pk,
            line_no=order.next_line,
            product_id=one.product_id,
            description=values.get("description") or "",
            quantity=one.quantity,
            unit_price=one.unit_price,
            amount=amount,
        )
        order.next_line += 1
        order.added += amount
        return line
