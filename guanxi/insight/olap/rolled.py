"""A cube from the sums by customer, day and category, where these can tell: else from the lines.

Whoever sees every order is answered from them, or from a cuboid made of them. A row says when its
customer had bought last before; the customer is new to a cell exactly when that was before the
first day of the cell's span, so one pass over the rows counts distinct customers for every subtotal
(decision 018).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from guanxi.insight.olap.coding import TABLE as CODED
from guanxi.insight.olap.compiling import (
    Asked,
    Parameters,
    is_among,
    is_told_then,
    key_texts,
    period_of,
    span_texts,
)
from guanxi.insight.olap.cuboids import SUMS
from guanxi.insight.olap.dimensions import BY_KEY, CATEGORY, Dimension
from guanxi.insight.olap.sources import Source, source_for
from guanxi.insight.olap.state import UNKNOWN

ORDERS, CUSTOMERS = "orders", "customers"
# Before this nobody bought who had not bought at all.
BEGINNING = "CAST('0001-01-01' AS DATE)"
Subset = tuple[int, ...]


@dataclass(frozen=True)
class Summed:
    """A figure from sums: the columns it adds up, what it counts, its value over their totals.

    In the value, {orders} and {customers} stand for how many distinct ones a cell has.
    """

    columns: tuple[str, ...]
    value: str
    counts: str = ""


def _known(value: str) -> str:
    return f"CASE WHEN COALESCE(unrated, 0) = 0 THEN {value} END"


def _each(value: str, number: str) -> str:
    ratio = f"CAST({value} AS DOUBLE) / NULLIF({number}, 0)"
    return _known(f"CAST(ROUND({ratio}, 0) AS BIGINT)")


# As in figures.py, over sums in place of lines.
SUMMED: Mapping[str, Summed] = {
    "revenue": Summed(("revenue", "unrated"), _known("COALESCE(revenue, 0)")),
    "margin": Summed(("margin", "unrated"), _known("margin")),
    "margin_rate": Summed(
        ("margin", "costed_revenue", "unrated"),
        _known("CAST(margin AS DOUBLE) / NULLIF(costed_revenue, 0)"),
    ),
    "returned": Summed(
        ("returned", "returned_unrated"),
        "CASE WHEN COALESCE(returned_unrated, 0) = 0 THEN COALESCE(returned, 0) END",
    ),
    "units": Summed(("units",), "COALESCE(units, 0)"),
    "orders": Summed((), "{orders}", ORDERS),
    "customers": Summed((), "{customers}", CUSTOMERS),
    "order_value": Summed(("revenue", "unrated"), _each("revenue", "{orders}"), ORDERS),
    "customer_revenue": Summed(
        ("named_revenue", "unrated"), _each("named_revenue", "{customers}"), CUSTOMERS
    ),
}


def can_tell(asked: Asked) -> bool:
    """Whether the sums hold all that is asked, for somebody who sees every row."""
    state = asked.state
    used = (*state.dimensions, *(BY_KEY[key] for key in state.filters))
    if asked.limited or state.measure not in SUMMED or (SUMS, "units") not in asked.columns:
        return False
    if not all(_is_held(asked, one) and not is_told_then(asked, one) for one in used):
        return False
    if not SUMMED[state.measure].counts:
        return True
    # Categories or spans taken together: who is in two of them would be counted twice.
    is_apart = CATEGORY not in asked.cut and len(state.filters.get(CATEGORY, ())) <= 1
    return is_apart and not any(BY_KEY[key].is_period for key in state.filters)


def _is_held(asked: Asked, one: Dimension) -> bool:
    return one.is_period or one.key == CATEGORY or (CODED, one.key) in asked.columns


def rolled_query(asked: Asked) -> tuple[str, dict[str, Any]]:
    """The statement whose rows are those of cube_query, and its parameters.

    The rows are added up finely, as numbers; then they are named, then added up for every subtotal.
    """
    parameters = Parameters()
    dimensions = asked.state.dimensions
    source = source_for(asked, parameters)
    totals = {**_columns(asked, source), **dict(_counts(asked, source, parameters))}
    rows = _rows(asked, source, parameters)
    places = range(len(dimensions))
    value = _value(asked)
    if not dimensions:
        sums = ", ".join(f"SUM({text}) AS {name}" for name, text in totals.items())
        return f"SELECT 0 AS level, {value}, '' FROM (SELECT {sums} FROM {rows})", parameters.values  # noqa: S608 our own names
    fine = ", ".join(
        [f"{_fine(one, place, source)} AS k{place}" for place, one in enumerate(dimensions)]
        + [f"SUM({text}) AS {name}" for name, text in totals.items()]
    )
    keys = ", ".join(f"k{place}, o{place}" for place in places)
    level = ", ".join(f"k{place}" for place in places)
    sets = ", ".join(f"(k{place}, o{place})" for place in places)
    sums = ", ".join(f"SUM({name}) AS {name}" for name in totals)
    query = f"""
        WITH fine AS (SELECT {fine} FROM {rows} GROUP BY ALL),
        named AS (SELECT {_named(asked, parameters)}, {", ".join(totals)} FROM fine),
        cubed AS (
            SELECT {keys}, GROUPING({level}) AS level, {sums} FROM named GROUP BY CUBE ({sets})
        )
        SELECT {keys}, level, {value}, '' FROM cubed
    """  # noqa: S608 our own names
    return query, parameters.values


def _fine(one: Dimension, place: int, source: Source) -> str:
    if one.is_period:
        return f"d.p{place}"
    return "f.category_no" if one.key == CATEGORY else _trait(one, source)


def _trait(one: Dimension, source: Source) -> str:
    return f"f.{one.key}" if source.holds_traits else f"c.{one.key}"


def _named(asked: Asked, parameters: Parameters) -> str:
    """Each key as the cube names it, and whether it is one of the others."""
    found = []
    for place, one in enumerate(asked.state.dimensions):
        key = f"fine.k{place}"
        if one.key == CATEGORY:
            key = f"(SELECT category FROM category_number WHERE category_no = {key})"  # noqa: S608 our own names
        elif not one.is_period and one.kind != "record":
            key = f"CAST({key} AS VARCHAR)"
        found += key_texts(asked, one, place, key, parameters)
    return ", ".join(found)


def _columns(asked: Asked, source: Source) -> dict[str, str]:
    """What is added up as it is, by name."""
    said = {"named_revenue": source.named}
    return {name: said.get(name, f"f.{name}") for name in SUMMED[asked.state.measure].columns}


def _periods(asked: Asked) -> Subset:
    return tuple(place for place, one in enumerate(asked.state.dimensions) if one.is_period)


def _subsets(asked: Asked) -> Iterator[Subset]:
    """The periods, by place, that a cell may keep apart: the more the earlier."""
    periods = _periods(asked)
    for size in range(len(periods), -1, -1):
        yield from combinations(periods, size)


def _ways(asked: Asked) -> tuple[str, ...]:
    """Whether cells are of one category, or of all of them, or both."""
    if CATEGORY in asked.state.filters:
        return ("in_category",)
    is_divided = any(one.key == CATEGORY for one in asked.state.dimensions)
    return ("in_category", "at_all") if is_divided else ("at_all",)


def _counts(asked: Asked, source: Source, parameters: Parameters) -> Iterator[tuple[str, str]]:
    """What is counted for each kind of cell: the name of the sum, and what a row brings to it."""
    counted = SUMMED[asked.state.measure].counts
    for way in _ways(asked) if counted else ():
        if counted == ORDERS:
            yield f"orders_{way}", "f.orders" if way == "in_category" else "f.orders_at_all"
            continue
        for subset in _subsets(asked):
            begin = f"d.{_begin(subset)}" if subset else _first(asked, parameters)
            is_new = f"CASE WHEN f.before_{way} < {begin} THEN {source.customers} ELSE 0 END"
            yield f"{way}_{_begin(subset)}", is_new


def _begin(subset: Subset) -> str:
    return "begin" + "".join(f"_{place}" for place in subset)


def _first(asked: Asked, parameters: Parameters) -> str:
    span = asked.compared.span if asked.compared else asked.span
    return f"CAST({parameters.named(span.first)} AS DATE)" if span.first else BEGINNING


def _value(asked: Asked) -> str:
    """The value of a cell, with what it counts chosen by what the cell keeps apart."""
    summed = SUMMED[asked.state.measure]
    if not summed.counts:
        return summed.value
    bits = {place: len(asked.state.dimensions) - 1 - place for place in range(3)}
    category = [i for i, one in enumerate(asked.state.dimensions) if one.key == CATEGORY]
    is_divided = CATEGORY not in asked.state.filters
    cases = []
    for way in _ways(asked):
        # Where all rows are of one category, its subtotal is of that one too.
        apart = category if way == "in_category" and is_divided else []
        for subset in _subsets(asked) if summed.counts == CUSTOMERS else [()]:
            name = f"orders_{way}" if summed.counts == ORDERS else f"{way}_{_begin(subset)}"
            wanted = [f"level >> {bits[place]} & 1 = 0" for place in (*apart, *subset)]
            cases.append(f"WHEN {' AND '.join(wanted) or 'true'} THEN {name}")
    return summed.value.format(**{summed.counts: f"COALESCE(CASE {' '.join(cases)} END, 0)"})


def _rows(asked: Asked, source: Source, parameters: Parameters) -> str:
    """The rows of the days, joined with what the keys and filters ask of days and customers."""
    where = span_texts(asked, parameters)
    where += list(_filters(asked, parameters))
    joins = []
    if _periods(asked):
        # Every day is found. LEFT tells the planner that no row gets lost, so that it hashes the
        # few customers and not the many rows.
        days = _days(asked, source, parameters)
        joins.append(f"LEFT JOIN ({days}) AS d ON d.day = f.ordered_on")
    filters = {BY_KEY[key]: values for key, values in asked.state.filters.items()}
    of_customer = [
        is_among(one, f"CAST({_trait(one, source)} AS {_type(one)})", values, parameters)
        for one, values in filters.items()
        if one.is_of_customer
    ]
    if source.holds_traits:
        where += of_customer
    elif any(one.is_of_customer for one in (*asked.state.dimensions, *filters)):
        must = any(one.is_of_customer and UNKNOWN not in filters[one] for one in filters)
        rows = f"SELECT * FROM {CODED} AS c WHERE {' AND '.join(of_customer) or 'true'}"  # noqa: S608 our own names
        rows, kind = (f"({rows})", "JOIN") if must else (CODED, "LEFT JOIN")
        where += [] if must else of_customer
        joins.append(f"{kind} {rows} AS c ON c.account_id = f.account_id")
    return f"{source.rows} AS f {' '.join(joins)} WHERE {' AND '.join(where) or 'true'}"


def _filters(asked: Asked, parameters: Parameters) -> Iterator[str]:
    """The conditions on periods and categories."""
    for one, values in ((BY_KEY[key], values) for key, values in asked.state.filters.items()):
        if one.is_period:
            yield is_among(one, period_of(asked, one, "f.ordered_on"), values, parameters)
        elif one.key == CATEGORY:
            number = is_among(one, "n.category", values, parameters)
            numbers = f"SELECT n.category_no FROM category_number AS n WHERE {number}"  # noqa: S608 our own names
            nothing = " OR f.category_no = 0" if UNKNOWN in values else ""
            yield f"(f.category_no IN ({numbers}){nothing})"


def _type(one: Dimension) -> str:
    return "BIGINT" if one.kind == "record" else "VARCHAR"


def _days(asked: Asked, source: Source, parameters: Parameters) -> str:
    """One row per day: its periods, and for each mix of them the first day that lies in it."""
    where = " AND ".join(span_texts(asked, parameters)) or "true"
    days = f"SELECT DISTINCT f.ordered_on AS day FROM ({source.days}) AS f WHERE {where}"  # noqa: S608 our own names
    dimensions: Sequence[Dimension] = asked.state.dimensions
    keys = ", ".join(
        f"{period_of(asked, dimensions[place], 'day')} AS p{place}" for place in _periods(asked)
    )
    begins = ", ".join(
        f"MIN(day) OVER (PARTITION BY {', '.join(f'p{place}' for place in subset)})"
        f" AS {_begin(subset)}"
        for subset in _subsets(asked)
        if subset
    )
    return f"SELECT *, {begins} FROM (SELECT day, {keys} FROM ({days}))"  # noqa: S608 our own names
