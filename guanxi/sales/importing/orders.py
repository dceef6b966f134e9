"""The orders of an import: made once, added to as their lines come in."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.db.models import Max

from guanxi.catalog.models import Tax
from guanxi.platform.bulk import insert_all
from guanxi.platform.custom.written import refresh_written
from guanxi.platform.facts.models import Fact
from guanxi.platform.imports.plan import Prepared
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.bulk_writing import Maker, Making
from guanxi.sales import rules
from guanxi.sales.choices import OrderKind
from guanxi.sales.importing.parties import Customers
from guanxi.sales.importing.stages import GONE_OUT, Stage
from guanxi.sales.models import Order, OrderLine

REMEMBERED = 50_000
ONE = Decimal(1)
SUMS = ("total_amount", "base_amount", "tax_amount", "paid_amount")
TOLD = ("number", "kind", "account_id", "currency", "rate", "status", *SUMS)


class Earlier(NamedTuple):
    """An order of an earlier part of a trial; whose it is, as Customers.lasting says."""

    kind: str
    customer: int
    currency: str
    rate: Decimal
    stage: Stage
    total: int
    next_line: int


@dataclass
class Known:
    """An order as an import goes on with it; ``is_ours`` when this run made it.

    ``total`` is what its lines come to, ``tax`` the tax in or on them.
    """

    pk: int
    kind: str
    account_id: int | None
    currency: str
    rate: Decimal
    total: int
    next_line: int
    is_ours: bool
    stage: Stage
    tax: int = 0

    def agrees_on_payment(self, paid: int | None) -> bool:
        """Whether so much is paid, all where it is None, as far as can be told by now."""
        mine = self.stage.paid
        return paid == mine or (mine is None and paid == self.total)


@dataclass
class Wanted:
    """A row with its customer, its product and its order; its signs are mended.

    ``rate`` is what one unit of its currency is worth in the firm's own.
    """

    row: Prepared
    kind: str
    account_id: int | None
    product_id: int | None
    quantity: Decimal
    unit_price: Decimal
    currency: str | None = None
    rate: Decimal | None = None
    stage: Stage = Stage()
    tax: Tax | None = None
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
        self._made_again: list[str] = []
        self._stages: dict[str, Stage] = {}
        self._made_earlier: dict[str, Earlier] = {}

    def forget(self) -> None:
        """Drop what was learnt in a transaction that was rolled back."""
        self._known.clear()
        self._made_now.clear()
        self._made_again.clear()

    def remember(self) -> None:
        """In a trial, before what was made is rolled back: of whom each order is, and its kind."""
        for number in self._made_now:
            known = self._known[number]
            customer = self._customers.lasting(known.account_id)
            self._made_earlier[number] = Earlier(
                *(known.kind, customer, known.currency, known.rate, known.stage),
                *(known.total, known.next_line),
            )
        for number in self._made_again:
            known = self._known[number]
            self._made_earlier[number] = self._made_earlier[number]._replace(
                stage=known.stage, total=known.total, next_line=known.next_line
            )
        self._made_now.clear()
        self._made_again.clear()

    def learn(self, wanted: Sequence[Wanted]) -> dict[str, Wanted]:
        """Give every row its order, making those that are not there; the new ones by number."""
        if len(self._known) > REMEMBERED:
            self._known.clear()
        plain = {one.row.values["order_number"] for one in wanted}
        self._find({name for number in plain for name in (number, f"{number}-R", f"{number}-S")})
        new: dict[str, Wanted] = {}
        for one in wanted:
            one.number = self._number(one, new)
            if one.number != one.row.values["order_number"] and one.stage.paid:
                # What is paid of the whole number stands on the order that has it.
                one.stage = one.stage._replace(paid=0)
            if one.number not in self._known:
                new.setdefault(one.number, one)
        self._stages = {number: one.stage for number, one in new.items()}
        drafts = [self._draft(one) for one in new.values()]
        self._maker.insert(drafts, [("number", "account", "ordered_on", "kind") for _ in drafts])
        for order in drafts:
            self._known[order.number] = self._made(order)
        self._made_now = [number for number in new if number not in self._made_earlier]
        self._made_again = [number for number in new if number in self._made_earlier]
        return {number: new[number] for number in self._made_now}

    def of(self, wanted: Wanted) -> Known:
        """The order of a row."""
        return self._known[wanted.number]

    def unrated(self, numbers: Iterable[str]) -> list[str]:
        """Those orders whose money cannot be told in the firm's own currency."""
        own = settings.BASE_CURRENCY
        found = ((number, self._known[number]) for number in numbers)
        return [number for number, one in found if one.rate == ONE and one.currency != own]

    def add(self, wanted: Sequence[Wanted]) -> None:
        """Add the lines, and what they come to, to their orders."""
        lines = [self._line(one, self._known[one.number]) for one in wanted]
        insert_all(OrderLine, lines)
        touched = {one.number: self._known[one.number] for one in wanted}.values()
        table = Order._meta.db_table
        sql = (
            f'UPDATE "{table}" SET total_amount = %s,'  # noqa: S608 - our own table
            " base_amount = %s, tax_amount = %s, paid_amount = %s WHERE id = %s"
        )
        sums = []
        for one in touched:
            base = rules.in_base(one.total, one.rate, one.currency)
            paid = one.total if one.stage.paid is None else one.stage.paid
            sums.append((one.total, base, one.tax, paid, one.pk))
        with connection.cursor() as cursor:
            cursor.executemany(sql, sums)
        self._refresh([one.pk for one in touched], [line.pk for line in lines])

    def _refresh(self, orders: list[int], lines: list[int]) -> None:
        """Let what is computed from orders and lines follow: neither was written by a save."""
        actor, at = self._making.actor, self._making.at
        refresh_written(noun_named("order_line"), lines, None, actor, at)
        refresh_written(noun_named("order"), orders, set(SUMS), actor, at)

    def _made(self, order: Order) -> Known:
        told = order.pk, order.kind, order.account_id, order.currency, order.rate
        known = Known(*told, 0, 1, True, self._stages[order.number])
        earlier = self._made_earlier.get(order.number)
        if earlier is None:
            return known
        # One of an earlier part of a trial stays what it was made as, and theirs.
        return replace(
            known,
            account_id=self._customers.present(earlier.customer),
            currency=earlier.currency,
            rate=earlier.rate,
            stage=earlier.stage,
            total=earlier.total,
            next_line=earlier.next_line,
        )

    def _find(self, numbers: set[str]) -> None:
        unknown = [number for number in numbers if number not in self._known]
        rows = Order.objects.filter(number__in=unknown, deleted_at=None)
        orders = list(rows.only(*TOLD))
        ids = [order.pk for order in orders]
        ours = Fact.objects.filter(
            noun="order", record_id__in=ids, batch=self._making.batch, kind="order.created"
        )
        made = set(ours.values_list("record_id", flat=True))
        lines = OrderLine.objects.filter(order__in=ids).values("order")
        last = dict(lines.annotate(last=Max("line_no")).values_list("order", "last"))
        for order in orders:
            paid = None if order.paid_amount == order.total_amount else order.paid_amount
            self._known[order.number] = Known(
                *(order.pk, order.kind, order.account_id, order.currency, order.rate),
                *(order.total_amount, last.get(order.pk, 0) + 1, order.pk in made),
                *(Stage(order.status, paid), order.tax_amount),
            )

    def _number(self, one: Wanted, new: dict[str, Wanted]) -> str:
        """The number in the file; goods of the other direction stand on an order of their own."""
        number: str = one.row.values["order_number"]
        there = self._known[number].kind if number in self._known else None
        if there is None and number in self._made_earlier:
            there = self._made_earlier[number].kind
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
        }
        if one.stage.status in GONE_OUT:
            given["delivered_on"] = moment.date()
        if values.get("due_on"):
            given["due_on"] = values["due_on"]
        if one.currency:
            given["currency"] = one.currency
        if one.rate is not None:
            given["rate"] = one.rate
        order = self._maker.draft(given)
        order.status = one.stage.status
        return order

    def _line(self, one: Wanted, order: Known) -> OrderLine:
        values = one.row.values
        discount = values.get("discount_amount") or 0
        amount = rules.line_amount(one.quantity, one.unit_price, discount, order.currency)
        number = values.get("line_no") or order.next_line
        line = OrderLine(
            order_id=order.pk,
            line_no=number,
            product_id=one.product_id,
            description=values.get("description") or "",
            quantity=one.quantity,
            unit_price=one.unit_price,
            discount=discount,
            amount=amount,
            cost=values.get("line_cost"),
            tax=one.tax,
        )
        order.next_line = max(order.next_line, number + 1)
        order.total += amount
        if one.tax:
            is_included = one.tax.is_included
            line.tax_amount = rules.tax_of(amount, one.tax.rate, is_included=is_included)
            order.tax += line.tax_amount
            order.total += 0 if is_included else line.tax_amount
        return line
