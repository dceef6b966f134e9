"""A cube as SQL: names are ours alone, whatever people typed travels as parameters."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanxi.insight.olap.dimensions import BY_KEY, CUSTOMER, NOW, SALE, Dimension
from guanxi.insight.olap.rights import ROWS, Columns, is_measured, offered
from guanxi.insight.olap.spans import Compared, Span
from guanxi.insight.olap.standing import column_then, is_of_then, joins_then
from guanxi.insight.olap.state import UNKNOWN, CubeState
from guanxi.platform.errors import RuleBroken

ROW_KEYS = {SALE: "order_id", "fact_interaction": "interaction_id", NOW: "account_id"}
DAYS = {SALE: "ordered_on", "fact_interaction": "happened_on"}
Cut = Mapping[str, Sequence[Any]]

# What is told of a customer in the recycle bin is nobody's to see, as in every list.
LIVING = f"(f.account_id IS NULL OR f.account_id IN (SELECT account_id FROM {CUSTOMER}))"  # noqa: S608 our own names

ONLY = {SALE: ("f.is_counted",), "fact_interaction": (LIVING,), NOW: ()}


@dataclass
class Parameters:
    """Values for a statement, each under a name of ours."""

    values: dict[str, Any] = field(default_factory=dict)

    def named(self, value: Any) -> str:
        """The placeholder under which the value travels."""
        name = f"p{len(self.values)}"
        self.values[name] = value
        return f"${name}"


@dataclass(frozen=True)
class Asked:
    """One question to the star: the state, its days, whose rows, and the members that count.

    `compared` is set where the span before is asked; its days are then shifted beside today's.
    `cut` names, by dimension, the members that are kept apart from the others.
    """

    state: CubeState
    span: Span
    limited: frozenset[str]
    columns: Columns
    compared: Compared | None = None
    cut: Cut = field(default_factory=dict)


def cube_query(asked: Asked) -> tuple[str, dict[str, Any]]:
    """A row per combination and subtotal: keys, whether others; level, value, currency."""
    parameters = Parameters()
    dimensions = asked.state.dimensions
    keys = [f"k{place}, o{place}" for place in range(len(dimensions))]
    inner = rows_query(asked, dimensions, parameters)
    own = "MIN(f.currency)" if asked.state.measured.kind == "own_money" else "''"
    value = f"{asked.state.measured.value}, {own}"
    if not dimensions:
        return f"SELECT 0 AS level, {value} FROM ({inner}) AS f", parameters.values  # noqa: S608 our own names
    sets = ", ".join(f"({key})" for key in keys)
    level = ", ".join(f"k{place}" for place in range(len(dimensions)))
    query = (
        f"SELECT {', '.join(keys)}, GROUPING({level}) AS level, {value}"  # noqa: S608 our own names
        f" FROM ({inner}) AS f GROUP BY CUBE ({sets})"
    )
    return query, parameters.values


def members_query(asked: Asked, dimension: Dimension, most: int) -> tuple[str, dict[str, Any]]:
    """The members of one dimension with the greatest values, unknown left out."""
    parameters = Parameters()
    inner = rows_query(asked, (dimension,), parameters)
    query = (
        f"SELECT k0 FROM ({inner}) AS f WHERE k0 IS NOT NULL GROUP BY k0"  # noqa: S608 our own names
        f" ORDER BY {asked.state.measured.value} DESC NULLS LAST, k0"
        f" LIMIT {parameters.named(most)}"
    )
    return query, parameters.values


def listed_query(asked: Asked, place: tuple[int, int]) -> tuple[str, dict[str, Any]]:
    """The records behind a figure, most first; `place` is limit and offset."""
    parameters = Parameters()
    measured = asked.state.measured
    inner = rows_query(asked, (), parameters, with_customer=measured.listed == "account")
    key = {"order": "order_id", "account": "customer_id", "interaction": "interaction_id"}
    listed = key[measured.listed]
    limit, offset = parameters.named(place[0]), parameters.named(place[1])
    query = (
        f"SELECT {listed}, value, COUNT(*) OVER () FROM (SELECT {listed}, {measured.value} AS value"  # noqa: S608 our own names
        f" FROM ({inner}) AS f WHERE {listed} IS NOT NULL GROUP BY {listed})"
        f" WHERE value <> 0 ORDER BY value DESC, {listed} LIMIT {limit} OFFSET {offset}"
    )
    return query, parameters.values


def rows_query(
    asked: Asked,
    dimensions: Sequence[Dimension],
    parameters: Parameters,
    *,
    with_customer: bool = False,
) -> str:
    """The rows of the fact that count, with a key for each dimension."""
    state = asked.state
    filtered = [BY_KEY[key] for key in state.filters]
    then = [one for one in (*dimensions, *filtered) if is_told_then(asked, one)]
    told = [one for one in (*dimensions, *filtered) if one not in then]
    used = {one.table for one in told if not _coded(asked, one)}
    is_held = all(offered(one, asked.columns) for one in (*dimensions, *filtered))
    if not is_held or not is_measured(state.measured, asked.columns):
        raise RuleBroken(_("The warehouse does not hold that yet; refresh it first."))
    needs_customer = with_customer or state.measured.needs_customer
    needs_customer = needs_customer or any(one.is_of_customer for one in (*dimensions, *filtered))
    keys = ["f.*"] + [
        text
        for place, one in enumerate(dimensions)
        for text in _keys(asked, one, place, parameters)
    ]
    keys += [f"{_customers(asked)}.account_id AS customer_id"] if needs_customer else []
    where = _conditions(asked, parameters)
    joins = " ".join([_joins(asked, used, needs_customer), *joins_then(then, day_of(asked))])
    return f"SELECT {', '.join(keys)} FROM {state.measured.fact} AS f {joins} WHERE {where}"  # noqa: S608 our own names


def _keys(asked: Asked, dimension: Dimension, place: int, parameters: Parameters) -> list[str]:
    return key_texts(asked, dimension, place, _expression(asked, dimension), parameters)


def key_texts(
    asked: Asked, dimension: Dimension, place: int, key: str, parameters: Parameters
) -> list[str]:
    """The key of a dimension and whether it is one of the others, each under its name."""
    if dimension.key not in asked.cut:
        return [f"{key} AS k{place}", f"false AS o{place}"]
    kept = ", ".join(parameters.named(value) for value in asked.cut[dimension.key]) or "NULL"
    is_other = f"({key} IS NOT NULL AND {key} NOT IN ({kept}))"
    return [f"CASE WHEN NOT {is_other} THEN {key} END AS k{place}", f"{is_other} AS o{place}"]


def _expression(asked: Asked, dimension: Dimension) -> str:
    if dimension.is_period:
        return period_of(asked, dimension, day_of(asked))
    if coded := _coded(asked, dimension):
        return f"f.{coded}"
    table = "f" if dimension.table == asked.state.measured.fact else dimension.table
    column = f"{table}.{dimension.column}"
    if is_told_then(asked, dimension):
        column = column_then(dimension)
    if dimension.kind == "class":
        return f"NULLIF({column}, 'unknown')"
    return column if dimension.kind == "record" else f"NULLIF({column}, '')"


def _coded(asked: Asked, dimension: Dimension) -> str:
    """The column in which a row that is a customer holds the dimension itself; empty elsewhere."""
    if not asked.state.measured.is_now:
        return ""
    if (dimension.table, dimension.column) == (CUSTOMER, "account_id"):
        return "account_id"
    return dimension.key if (NOW, dimension.key) in asked.columns else ""


def _customers(asked: Asked) -> str:
    """Where a row's customer is, so far as the actor sees it."""
    return "f" if asked.state.measured.is_now else CUSTOMER


def is_told_then(asked: Asked, dimension: Dimension) -> bool:
    """Whether the customer counts as it was on the day of the line."""
    is_past = asked.state.standing and not asked.state.measured.is_now
    return bool(is_past) and is_of_then(dimension)


def day_of(asked: Asked) -> str:
    """The day of a line."""
    return f"f.{DAYS.get(asked.state.measured.fact, '')}"


def period_of(asked: Asked, dimension: Dimension, day: str) -> str:
    """The period in which a day lies; one of the span before lies beside its counterpart."""
    if asked.compared and asked.compared.months:
        day = f"({day} + INTERVAL {asked.compared.months} MONTH)"
    elif asked.compared:
        day = f"({day} + INTERVAL {asked.compared.days} DAY)"
    return f"CAST(date_trunc('{dimension.key}', {day}) AS DATE)"


def _joins(asked: Asked, used: set[str], needs_customer: bool) -> str:
    fact = asked.state.measured.fact
    rows = ROWS[fact][0]
    joins = []
    if rows in asked.limited:
        joins.append(f"JOIN seen_{rows} ON seen_{rows}.id = f.{ROW_KEYS[fact]}")
    if needs_customer and (fact != NOW or used - {NOW}):
        account = "f.account_id"
        if "account" in asked.limited and fact != NOW:
            joins.append("LEFT JOIN seen_account ON seen_account.id = f.account_id")
            account = "seen_account.id"
        joins.append(f"LEFT JOIN {CUSTOMER} ON {CUSTOMER}.account_id = {account}")
    for table in sorted(used - {"", fact, CUSTOMER}):
        if table.startswith("measure_"):
            joins.append(f"LEFT JOIN {table} ON {table}.account_id = {CUSTOMER}.account_id")
        else:
            key = "product_id" if table == "dim_product" else "order_id"
            joins.append(f"LEFT JOIN {table} ON {table}.{key} = f.{key}")
    return " ".join(joins)


def _conditions(asked: Asked, parameters: Parameters) -> str:
    found = list(ONLY[asked.state.measured.fact])
    found += span_texts(asked, parameters)
    for key, values in asked.state.filters.items():
        one = BY_KEY[key]
        member = _expression(asked, one)
        if _coded(asked, one) and one.kind != "record":
            # A code knows only its own members; an address may name any.
            member = f"CAST({member} AS VARCHAR)"
        found.append(is_among(one, member, values, parameters))
    return " AND ".join(found) or "true"


def span_texts(asked: Asked, parameters: Parameters) -> list[str]:
    """The conditions that a row lies in the span that is asked about."""
    span = asked.compared.span if asked.compared else asked.span
    day = day_of(asked)
    found = [f"{day} >= {parameters.named(span.first)}"] if span.first is not None else []
    return found + ([f"{day} <= {parameters.named(span.last)}"] if span.last is not None else [])


def is_among(dimension: Dimension, key: str, values: Sequence[str], parameters: Parameters) -> str:
    """The condition that the key of a dimension is one of these members."""
    named = [parameters.named(typed(dimension, one)) for one in values if one != UNKNOWN]
    parts = [f"{key} IN ({', '.join(named)})"] if named else []
    parts += [f"{key} IS NULL"] if UNKNOWN in values else []
    return f"({' OR '.join(parts)})"


def typed(dimension: Dimension, value: str) -> Any:
    """The member that the text of an address names; RuleBroken where it can be none."""
    try:
        if dimension.is_period:
            return dt.date.fromisoformat(value)
        if dimension.kind != "record":
            return value
        number = int(value)
    except ValueError:
        number = -1
    if not 0 < number < 2**63:
        raise RuleBroken(_("The address names a member that there is not."))
    return number
