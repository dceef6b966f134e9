"""From which rows a cube is added up: a cuboid where one holds all that is asked, else the sums."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from guanxi.insight.olap.coding import TABLE as CODED
from guanxi.insight.olap.compiling import Asked, Parameters
from guanxi.insight.olap.cuboids import ADDED, NAME, NAMED_REVENUE, SUMS
from guanxi.insight.olap.dimensions import BY_KEY, CATEGORY, Dimension
from guanxi.insight.olap.spans import DAY, Span

CALENDAR = ("year", "quarter", "month")


@dataclass(frozen=True)
class Source:
    """Rows under the name f: each counts for so many `customers`, `named` is what the known spent.

    `days` are the days (or first days of months) of the rows. Where `holds_traits`, the rows tell
    the traits of customers themselves; else they are found by account_id.
    """

    rows: str = SUMS
    days: str = f"SELECT ordered_on FROM {SUMS}"  # noqa: S608 our own names
    holds_traits: bool = False
    customers: str = "1"
    named: str = NAMED_REVENUE


def source_for(asked: Asked, parameters: Parameters) -> Source:
    """The cuboid that tells, with the days of a month that the span ends within; else the sums."""
    cuboid = cuboid_for(asked)
    if not cuboid:
        return Source()
    span, rest = _span(asked), _rest(_span(asked))
    if rest is None:
        rows, days = cuboid, f"SELECT ordered_on FROM {cuboid}"  # noqa: S608 our own names
    else:
        begin, last = parameters.named(rest), parameters.named(span.last)
        months = f"FROM {cuboid} WHERE ordered_on < {begin}"
        ending = f"f.ordered_on >= {begin} AND f.ordered_on <= {last}"
        rows = f"(SELECT * {months} UNION ALL BY NAME {_daily(asked, cuboid)} WHERE {ending})"  # noqa: S608 our own names
        days = f"SELECT ordered_on {months} UNION ALL SELECT ordered_on FROM {SUMS} AS f WHERE {ending}"  # noqa: S608, E501 our own names
    return Source(rows, days, holds_traits=True, customers="f.customers", named="f.named_revenue")


def cuboid_for(asked: Asked) -> str:
    """The cuboid with the fewest traits that holds what is asked, over whole months; or none.

    A cuboid holds everybody's rows: it never answers whoever sees only some of them.
    """
    state, span = asked.state, _span(asked)
    used = (*state.dimensions, *(BY_KEY[key] for key in state.filters))
    if asked.limited or not all(_is_in_months(one) for one in used):
        return ""
    if span.first is not None and span.first.day != 1:
        return ""
    if asked.compared and asked.compared.days:
        return ""
    wanted = {one.key for one in used if one.is_of_customer}
    held = _held(asked)
    return min(
        (name for name in held if wanted <= held[name]),
        key=lambda name: (len(held[name]), name),
        default="",
    )


def traits_for(dimensions: Iterable[Dimension]) -> tuple[str, ...] | None:
    """The traits that a cuboid for these dimensions needs; None where no cuboid can tell."""
    used = tuple(dimensions)
    if not all(_is_in_months(one) for one in used):
        return None
    return tuple(sorted({one.key for one in used if one.is_of_customer}))


def _is_in_months(one: Dimension) -> bool:
    if one.is_of_customer:
        return not one.is_large
    return one.key in (CATEGORY, *CALENDAR)


def _held(asked: Asked) -> dict[str, set[str]]:
    """The cuboids with the traits that each holds."""
    found: dict[str, set[str]] = {}
    for table, column in asked.columns:
        if table.startswith(NAME):
            found.setdefault(table, set()).add(column)
    return found


def _span(asked: Asked) -> Span:
    return asked.compared.span if asked.compared else asked.span


def _rest(span: Span) -> dt.date | None:
    """The first day of the month that the span ends within; None where it ends with a month."""
    if span.last is None or (span.last + DAY).day == 1:
        return None
    return span.last.replace(day=1)


def _daily(asked: Asked, cuboid: str) -> str:
    """The sums day by day as rows of the cuboid."""
    traits = sorted({column for table, column in asked.columns if table == CODED} - {"account_id"})
    held = [key for key in traits if (cuboid, key) in asked.columns]
    of_customer = "".join(f"c.{key}, " for key in held)
    coded = f"LEFT JOIN {CODED} AS c ON c.account_id = f.account_id" if held else ""
    sums = ", ".join(f"f.{name}" for name in ADDED)
    return (
        f"SELECT {of_customer}f.ordered_on, f.category_no, f.before_in_category, f.before_at_all,"  # noqa: S608 our own names
        f" 1 AS customers, {sums}, {NAMED_REVENUE} AS named_revenue FROM {SUMS} AS f {coded}"
    )
