"""What a column says over all rows: how many have a value, its sum, average and ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, F, Max, Min, QuerySet, Sum

from guanxi.platform.money.amounts import currency_of
from guanxi.platform.nouns.fields import Field

CURRENCY = "measured_currency"


@dataclass(frozen=True)
class Measured:
    """One column in one currency ("" for plain figures); amounts are in minor units."""

    field: Field
    currency: str
    count: int
    total: Any
    smallest: Any
    largest: Any

    @property
    def average(self) -> Any:
        """The mean over the rows that have a value; amounts to the whole minor unit."""
        mean = Decimal(self.total) / self.count
        return int(mean.quantize(Decimal(1), ROUND_HALF_UP)) if self.currency else mean


def read_measures(rows: QuerySet[Any], fields: Sequence[Field]) -> list[Measured]:
    """Every field over all ``rows``, amounts apart by currency, the largest first."""
    return [one for field in fields for one in _measured(rows.order_by(), field)]


def _measured(rows: QuerySet[Any], field: Field) -> list[Measured]:
    value = field.expression()
    asked = {
        "found": Count(value),
        "total": Sum(value),
        "smallest": Min(value),
        "largest": Max(value),
    }
    if field.type == "money" and field.currency_path:
        parts = rows.annotate(**{CURRENCY: F(field.currency_path)}).values(CURRENCY)
        found = [(one[CURRENCY], one) for one in parts.annotate(**asked)]
    else:
        currency = currency_of(None, field.currency) if field.type == "money" else ""
        found = [(currency, rows.aggregate(**asked))]
    measured = [
        Measured(field, currency, one["found"], one["total"], one["smallest"], one["largest"])
        for currency, one in found
        if one["found"]
    ]
    return sorted(measured, key=lambda one: -abs(one.total))
