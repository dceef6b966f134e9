"""What a figure can be divided by: periods, traits of the customer, goods, channels."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.insight.measures import Measure, Text
from guanxi.insight.registry import CUSTOMER_MEASURES

SALE, CONTACT = "fact_order_line", "fact_interaction"
BOTH = (SALE, CONTACT)
CUSTOMER = "dim_customer"
# Customers as the last night found them, one row each.
NOW = "cube_customer"
CATEGORY = "category"
# The columns of a measure by which customers are grouped.
GROUPINGS = ("class", "segment")


@dataclass(frozen=True)
class Dimension:
    """One way to divide a figure.

    `table` and `column` name where the star keeps it; an empty table is the fact's own day.
    `field` is the field that the actor must be able to read. `kind` is one of period, class,
    choice, text or record; a record's `target` says whose title names it. `finer` is where
    drilling down leads, and a `large` dimension has too many members for a full cube.
    """

    key: str
    label: Text
    kind: str
    table: str
    column: str
    field: tuple[str, str]
    facts: tuple[str, ...] = BOTH
    target: str = ""
    finer: str = ""
    is_large: bool = False

    @property
    def is_of_customer(self) -> bool:
        """Whether it says something about the customer, so that the customer must be seen."""
        return self.table == CUSTOMER or self.table.startswith("measure_")

    def divides(self, fact: str) -> bool:
        """Whether figures over these rows can be divided by it."""
        return self.is_of_customer if fact == NOW else fact in self.facts

    @property
    def is_period(self) -> bool:
        """Whether its members are spans of days."""
        return self.kind == "period"


def _period(key: str, label: Text, finer: str = "") -> Dimension:
    return Dimension(key, label, "period", "", key, ("", ""), finer=finer)


def _trait(column: str, label: Text, kind: str = "text", **more: str) -> Dimension:
    target, finer = more.get("target", ""), more.get("finer", "customer")
    key = more.get("key", column)
    field = ("account", more.get("field", column))
    return Dimension(key, label, kind, CUSTOMER, column, field, target=target, finer=finer)


def _classes(measure: Measure) -> Iterator[Dimension]:
    """One dimension for each class and segment of the measure."""
    for column in measure.profile:
        if column.result in GROUPINGS:
            field = ("account", f"profile_{column.name}")
            yield Dimension(
                column.name,
                column.label,
                "class",
                measure.table,
                column.result,
                field,
                finer="customer",
            )


DIMENSIONS = (
    _period("year", pgettext_lazy("period", "Year"), "quarter"),
    _period("quarter", pgettext_lazy("period", "Quarter"), "month"),
    _period("month", pgettext_lazy("period", "Month"), "day"),
    _period("week", pgettext_lazy("period", "Week"), "day"),
    _period("day", pgettext_lazy("period", "Day")),
    *(one for measure in CUSTOMER_MEASURES for one in _classes(measure)),
    _trait("kind", _("Kind of customer"), "choice"),
    _trait("tier", _("Tier"), "choice"),
    _trait("industry", _("Industry")),
    _trait("province", _("Province"), finer="city"),
    _trait("city", _("City")),
    _trait("source", _("Customer source"), "choice"),
    _trait("owner_id", _("Owner"), "record", key="owner", field="owner", target="user"),
    _trait("team_id", _("Team"), "record", key="team", field="team", target="team", finer="owner"),
    Dimension(
        "customer",
        _("Customer"),
        "record",
        CUSTOMER,
        "account_id",
        ("account", "name"),
        target="account",
        is_large=True,
    ),
    Dimension(
        CATEGORY,
        _("Product category"),
        "text",
        "dim_product",
        "category",
        ("product", "category"),
        (SALE,),
        finer="product",
    ),
    Dimension(
        "product",
        _("Product"),
        "record",
        SALE,
        "product_id",
        ("order_line", "product"),
        (SALE,),
        target="product",
        is_large=True,
    ),
    Dimension("currency", _("Currency"), "text", SALE, "currency", ("order", "currency"), (SALE,)),
    Dimension(
        "order_channel",
        _("Sales channel"),
        "choice",
        "dim_order",
        "channel",
        ("order", "channel"),
        (SALE,),
    ),
    Dimension(
        "channel",
        _("Channel of contact"),
        "choice",
        CONTACT,
        "channel",
        ("interaction", "channel"),
        (CONTACT,),
    ),
    Dimension(
        "direction",
        _("Direction of contact"),
        "choice",
        CONTACT,
        "direction",
        ("interaction", "direction"),
        (CONTACT,),
    ),
    Dimension(
        "staff",
        _("Colleague in contact"),
        "record",
        CONTACT,
        "staff_id",
        ("interaction", "staff"),
        (CONTACT,),
        target="user",
    ),
)
BY_KEY = {one.key: one for one in DIMENSIONS}
