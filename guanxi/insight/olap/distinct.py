"""Counting orders or customers apart from the lines, with as few passes as it takes.

All lines of an order are of one day and one customer, and a customer has one city: only by what
differs between the lines of an order (or the purchases of a customer) can it be in several cells.
So it is told apart once for each mix of those dimensions, and along the others the counts add up:
by city, category and quarter, orders take two passes in place of eight.
"""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from guanxi.insight.olap.compiling import Asked, Parameters, rows_query
from guanxi.insight.olap.dimensions import CATEGORY, Dimension
from guanxi.insight.olap.figures import BOUGHT

# What is counted, in rows of which kind.
COUNTED = {
    "orders": ("f.order_id", BOUGHT),
    "customers": ("f.customer_id", BOUGHT),
    "contacted": ("f.customer_id", "true"),
}
OF_A_LINE = (CATEGORY, "product")


def can_count(asked: Asked) -> bool:
    """Whether the figure is nothing but a count, over something to divide by.

    As they were then, customers may have had several cities: they are counted line by line.
    """
    if asked.state.standing:
        return False
    return asked.state.measure in COUNTED and bool(asked.state.dimensions)


def distinct_query(asked: Asked) -> tuple[str, dict[str, Any]]:
    """The statement whose rows are those of cube_query, and its parameters."""
    parameters = Parameters()
    dimensions = asked.state.dimensions
    counted, kind = COUNTED[asked.state.measure]
    keys = ", ".join(_keys(range(len(dimensions))))
    inner = rows_query(asked, dimensions, parameters)
    parts = " UNION ALL ".join(_part(asked, mix) for mix in _mixes(asked))
    query = f"""
        WITH line AS (
            SELECT {keys}, CASE WHEN {kind} THEN {counted} END AS counted FROM ({inner}) AS f
        )
        {parts}
    """  # noqa: S608 our own names
    return query, parameters.values


def _mixes(asked: Asked) -> Iterator[tuple[int, ...]]:
    """The places of dimensions that a cell may keep apart and that differ for one counted."""
    places = [
        place
        for place, one in enumerate(asked.state.dimensions)
        if _differs(asked.state.measure, one)
    ]
    for size in range(len(places), -1, -1):
        yield from combinations(places, size)


def _differs(measure: str, one: Dimension) -> bool:
    return one.key in OF_A_LINE if measure == "orders" else not one.is_of_customer


def _part(asked: Asked, mix: tuple[int, ...]) -> str:
    """The cells that keep these dimensions apart, with every subtotal along those that agree."""
    dimensions = asked.state.dimensions
    agree = [n for n, one in enumerate(dimensions) if not _differs(asked.state.measure, one)]
    told = sorted([*mix, *agree])
    columns = [
        f"k{place}, o{place}" if place in told else f"NULL AS k{place}, NULL AS o{place}"
        for place in range(len(dimensions))
    ]
    level = " + ".join(
        f"{_added_up(place, mix, agree)} * {1 << len(dimensions) - 1 - place}"
        for place in range(len(dimensions))
    )
    apart = [f"k{place}, o{place}" for place in mix]
    apart += [f"CUBE ({', '.join(f'(k{place}, o{place})' for place in agree)})"] if agree else []
    groups = f"GROUP BY {', '.join(apart)}" if apart else ""
    once = ", ".join([*_keys(told), "counted"])
    return (
        f"SELECT {', '.join(columns)}, {level} AS level, COUNT(counted), ''"  # noqa: S608 our own names
        f" FROM (SELECT DISTINCT {once} FROM line) {groups}"
    )


def _added_up(place: int, mix: tuple[int, ...], agree: list[int]) -> str:
    """1 where the dimension is added up, else 0."""
    if place in agree:
        return f"GROUPING(k{place})"
    return "0" if place in mix else "1"


def _keys(places: Any) -> list[str]:
    return [name for place in places for name in (f"k{place}", f"o{place}")]
