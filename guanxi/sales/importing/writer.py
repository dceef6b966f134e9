"""Writes the rows of an order-lines file, batch by batch."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.conf import settings

from guanxi.platform.imports.options import Options
from guanxi.platform.imports.plan import Batch, Prepared, Problem
from guanxi.platform.imports.recipes import Outcome
from guanxi.platform.records.bulk_writing import Making
from guanxi.sales.choices import OrderKind
from guanxi.sales.importing.fields import ORDER_LINE_FIELDS
from guanxi.sales.importing.named import Named
from guanxi.sales.importing.orders import Orders, Wanted
from guanxi.sales.importing.parties import UNSEEN, Customers, Products
from guanxi.sales.importing.stage_fields import STAGE_FIELDS
from guanxi.sales.importing.stages import faults_of, stage_of

_STAGE_NAMES = frozenset(one.name for one in STAGE_FIELDS)
_REQUIRED = [name for name, one in ORDER_LINE_FIELDS.items() if one.required]
_GREATEST_RATE = Decimal(10) ** 10


class OrderLinesWriter:
    """Finds or makes customer, product and order of every row, then adds the line."""

    def __init__(self, making: Making, options: Options) -> None:
        self._options = options
        self._customers = Customers(making, is_trial=options.dry_run)
        self._products = Products(making)
        self._orders = Orders(making, self._customers)
        self._named = Named(making)

    def reset(self) -> None:
        """Forget what was made in a transaction that was rolled back."""
        self._customers.forget()
        self._products.forget()
        self._orders.forget()

    def write(self, batch: Batch) -> Outcome:
        """Add every good row as a line; reject the others."""
        outcome = Outcome()
        good = [row for row in batch.rows if self._is_whole(row, outcome)]
        good = self._named.resolve(good, outcome)
        self._tell("made:account", self._customers.learn(good), outcome)
        self._tell("made:product", self._products.learn(good), outcome)
        wanted = [one for row in good if (one := self._wanted(row, outcome))]
        self._learn_orders(wanted, outcome)
        accepted = [one for one in wanted if self._fits(one, outcome)]
        self._orders.add(accepted)
        outcome.created += len(accepted)
        if self._options.dry_run:
            # The customers first: orders remember whose they are.
            self._customers.remember()
            self._products.remember()
            self._orders.remember()
        return outcome

    def _is_whole(self, row: Prepared, outcome: Outcome) -> bool:
        missing = [Problem(name, "missing") for name in _REQUIRED if row.values.get(name) is None]
        told = {problem.field for problem in row.problems}
        found = [problem for problem in missing if problem.field not in told]
        if not told & {"currency", "rate"} and (fault := _fault_of_rate(row.values)):
            found.append(Problem("rate", fault, str(row.values["rate"])))
        if not told & _STAGE_NAMES:
            found += faults_of(row.values)
        if row.problems or found:
            outcome.reject(row, *found)
            return False
        return True

    def _wanted(self, row: Prepared, outcome: Outcome) -> Wanted | None:
        if refusal := self._customers.refusal(row):
            outcome.reject(row, Problem("customer_code", "rule", refusal))
            return None
        account = self._customers.of(row)
        if account == UNSEEN and account is not None:
            outcome.reject(row, Problem("customer_code", "may_not_change"))
            return None
        quantity, price = row.values["quantity"], row.values["unit_price"]
        if price < 0:
            # A price below zero takes money back: the same amount, as goods of the other direction.
            quantity, price = -quantity, -price
            outcome.note("negative_price", row.number)
        if account is None:
            outcome.note("without_customer", row.number)
        kind = OrderKind.RETURN if quantity < 0 else OrderKind.SALE
        currency, rate = row.values.get("currency"), row.values.get("rate")
        product, stage = self._products.of(row), stage_of(row.values)
        if kind == OrderKind.RETURN and stage.paid:
            stage = stage._replace(paid=-abs(stage.paid))
        elif stage.paid and stage.paid < 0:
            outcome.reject(row, Problem("paid_amount", "paid_below_nothing"))
            return None
        tax = self._named.tax_of(row)
        return Wanted(row, kind, account, product, quantity, price, currency, rate, stage, tax)

    def _learn_orders(self, wanted: Sequence[Wanted], outcome: Outcome) -> None:
        new = self._orders.learn(wanted)
        for kind, code in ((OrderKind.SALE, "made:order"), (OrderKind.RETURN, "made:return")):
            made = {number: one.row.number for number, one in new.items() if one.kind == kind}
            self._tell(code, made, outcome)
        unrated = {number: new[number].row.number for number in self._orders.unrated(new)}
        self._tell("without_rate", unrated, outcome)

    def _fits(self, one: Wanted, outcome: Outcome) -> bool:
        order = self._orders.of(one)
        if not order.is_ours:
            outcome.skipped += 1
            outcome.note("duplicate:order", one.row.number)
            return False
        if order.account_id != one.account_id:
            outcome.reject(one.row, Problem("order_number", "order_of_other_customer"))
            return False
        if one.currency and one.currency != order.currency:
            outcome.reject(one.row, Problem("currency", "order_in_other_currency", one.currency))
            return False
        if one.rate is not None and one.rate != order.rate:
            outcome.reject(one.row, Problem("rate", "order_at_other_rate", f"{one.rate}"))
            return False
        if one.stage.status != order.stage.status:
            outcome.reject(one.row, Problem("status", "order_in_other_status"))
            return False
        if not order.agrees_on_payment(one.stage.paid):
            outcome.reject(one.row, Problem("paid_amount", "order_paid_otherwise"))
            return False
        order.stage = one.stage
        return True

    def _tell(self, code: str, made: dict[str, int], outcome: Outcome) -> None:
        """Count what was made."""
        for number in made.values():
            outcome.note(code, number)


def _fault_of_rate(values: dict[str, Any]) -> str:
    """What is wrong with the rate of a row; "" when it has none or a sound one."""
    rate = values.get("rate")
    if rate is None:
        return ""
    currency = values.get("currency") or settings.BASE_CURRENCY
    if currency == settings.BASE_CURRENCY:
        return "" if rate == 1 else "rate_of_own_currency"
    return "" if 0 < rate < _GREATEST_RATE else "rate_out_of_range"
