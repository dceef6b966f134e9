"""Writes the rows of an order-lines file, batch by batch."""

from collections.abc import Sequence

from guanxi.platform.imports.options import Options
from guanxi.platform.imports.plan import Batch, Prepared, Problem
from guanxi.platform.imports.recipes import Outcome
from guanxi.platform.records.bulk_writing import Making
from guanxi.sales.choices import OrderKind
from guanxi.sales.importing.fields import ORDER_LINE_FIELDS
from guanxi.sales.importing.orders import Orders, Wanted
from guanxi.sales.importing.parties import UNSEEN, Customers, Products

_REQUIRED = [name for name, one in ORDER_LINE_FIELDS.items() if one.required]


class OrderLinesWriter:
    """Finds or makes customer, product and order of every row, then adds the line."""

    def __init__(self, making: Making, options: Options) -> None:
        self._options = options
        self._customers = Customers(making, is_trial=options.dry_run)
        self._products = Products(making)
        self._orders = Orders(making, self._customers)

    def reset(self) -> None:
        """Forget what was made in a transaction that was rolled back."""
        self._customers.forget()
        self._products.forget()
        self._orders.forget()

    def write(self, batch: Batch) -> Outcome:
        """Add every good row as a line; reject the others."""
        outcome = Outcome()
        good = [row for row in batch.rows if self._is_whole(row, outcome)]
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
        missing = [problem for problem in missing if problem.field not in told]
        if row.problems or missing:
            outcome.reject(row, *missing)
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
        return Wanted(row, kind, account, self._products.of(row), quantity, price)

    def _learn_orders(self, wanted: Sequence[Wanted], outcome: Outcome) -> None:
        new = self._orders.learn(wanted)
        for kind, code in ((OrderKind.SALE, "made:order"), (OrderKind.RETURN, "made:return")):
            made = {number: one.row.number for number, one in new.items() if one.kind == kind}
            self._tell(code, made, outcome)

    def _fits(self, one: Wanted, outcome: Outcome) -> bool:
        order = self._orders.of(one)
        if not order.is_ours:
            outcome.skipped += 1
            outcome.note("duplicate:order", one.row.number)
            return False
        if order.account_id != one.account_id:
            outcome.reject(one.row, Problem("order_number", "order_of_other_customer"))
            return False
        return True

    def _tell(self, code: str, made: dict[str, int], outcome: Outcome) -> None:
        """Count what was made."""
        for number in made.values():
            outcome.note(code, number)
