"""Customers as they were on the day of each line: classes, owner, tier, city of then, not of now.

The star remembers them in spans of days, of which at most one holds on a day: nothing is counted
twice, and a line of a day that nobody remembers is unknown.
"""

from collections.abc import Iterable

from guanxi.insight.olap.dimensions import CUSTOMER, Dimension
from guanxi.warehouse.spans import CUSTOMER as TRACKED

CLASSES = "dim_customer_class"
EVER = "DATE '9999-12-31'"
MEASURE = "measure_"


def is_remembered(one: Dimension) -> bool:
    """Whether the star knows of past days what the dimension says of customers."""
    if one.table == CUSTOMER:
        return one.is_large or one.column in TRACKED.columns
    return one.column == "class"


def is_of_then(one: Dimension) -> bool:
    """Whether another span may hold of another day; a customer is the same one every day."""
    return one.is_of_customer and not one.is_large


def column_then(one: Dimension) -> str:
    """Where the spans tell the dimension."""
    return f"{_alias(one)}.{one.column}"


def joins_then(dimensions: Iterable[Dimension], day: str) -> list[str]:
    """The spans that hold on the day of the line, for each of these dimensions."""
    found = {}
    for one in dimensions:
        name = _alias(one)
        key = one.table.removeprefix(MEASURE)
        spans = TRACKED.history if one.table == CUSTOMER else CLASSES
        which = "" if one.table == CUSTOMER else f" AND {name}.measure = '{key}'"
        found[name] = (
            f"LEFT JOIN {spans} AS {name} ON {name}.account_id = {CUSTOMER}.account_id{which}"
            f" AND {name}.valid_from <= {day} AND COALESCE({name}.valid_to, {EVER}) > {day}"
        )
    return [found[name] for name in sorted(found)]


def _alias(one: Dimension) -> str:
    return "then_" + one.table.removeprefix(MEASURE)
