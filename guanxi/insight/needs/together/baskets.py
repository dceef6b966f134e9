"""From a rule to the very baskets that it counts."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from guanxi.insight.parameters import window_start
from guanxi.sales.choices import OrderKind, OrderStatus

UNCOUNTED = [str(OrderStatus.DRAFT), str(OrderStatus.CANCELLED)]
Part = dict[str, Any]


@dataclass(frozen=True)
class Counted:
    """What the rules were counted in: orders or customers, of which days."""

    is_by_customer: bool
    since: dt.date
    until: dt.date

    @classmethod
    def by(cls, parameters: Mapping[str, Any], as_of: dt.date) -> Counted:
        """As the run counted that was made with these parameters, as of that day."""
        since = window_start(str(parameters["window"]), as_of) + dt.timedelta(1)
        return cls(parameters["basket"] == "customer", since, as_of)

    def holding(self, *products: int) -> str:
        """The address of the baskets that hold all of these products."""
        if self.is_by_customer:
            parts = [
                {"related": "orders", "where": {"all": [*self._order(), _line(one)]}}
                for one in products
            ]
            return _address("account", parts)
        known = {"field": "account", "op": "not_empty"}
        return _address("order", [*self._order(), known, *map(_line, products)])

    def _order(self) -> list[Part]:
        """What makes an order one that was counted."""
        days = [self.since.isoformat(), self.until.isoformat()]
        return [
            {"field": "ordered_on", "op": "between", "value": days},
            {"field": "kind", "op": "is_not", "value": str(OrderKind.RETURN)},
            {"field": "status", "op": "not_in", "value": UNCOUNTED},
        ]


def _line(product: int) -> Part:
    """A line on which the product was bought, neither given away nor taken back."""
    bought = [
        {"field": "product", "value": product},
        {"field": "quantity", "op": "gt", "value": 0},
        {"field": "unit_price", "op": "gt", "value": 0},
    ]
    return {"related": "lines", "where": {"all": bought}}


def _address(noun: str, parts: list[Part]) -> str:
    written = json.dumps({"all": parts}, separators=(",", ":"))
    return f"/{noun}/?filter={quote(written)}"
