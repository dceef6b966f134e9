"""How far the order of a row has come, and what is paid of it, as the file tells."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from guanxi.platform.imports.plan import Problem
from guanxi.sales.choices import OrderStatus

UNPAYABLE = frozenset([OrderStatus.DRAFT, OrderStatus.CANCELLED])
GONE_OUT = frozenset([OrderStatus.DELIVERED, OrderStatus.CLOSED])
PAID, PART, OPEN = "paid", "part", "open"


class Stage(NamedTuple):
    """The status of an order, and its paid minor units; None where all of it is paid."""

    status: str = OrderStatus.CLOSED
    paid: int | None = None


def stage_of(values: Mapping[str, Any]) -> Stage:
    """What a sound row tells; an order of which nothing is said was sold and settled long ago."""
    status = values.get("status") or OrderStatus.CLOSED
    said, amount = values.get("payment_status"), values.get("paid_amount")
    if said == PAID or said is None and amount is None and status == OrderStatus.CLOSED:
        return Stage(status)
    return Stage(status, amount or 0)


def faults_of(values: Mapping[str, Any]) -> Iterator[Problem]:
    """Where status and payment of a row contradict each other."""
    status, said = values.get("status"), values.get("payment_status")
    amount = values.get("paid_amount")
    if status in UNPAYABLE and (said in {PAID, PART} or amount):
        yield Problem("paid_amount" if amount else "payment_status", "paid_before_confirmed")
    elif status == OrderStatus.CLOSED and said in {PART, OPEN}:
        yield Problem("payment_status", "closed_unpaid")
    elif said == PART and not amount:
        yield Problem("payment_status", "part_without_amount")
    elif said == OPEN and amount:
        yield Problem("payment_status", "open_with_amount")
