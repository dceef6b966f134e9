"""Which rows and fields a cube may be computed from: those its reader sees, and no others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guanxi.insight.olap.dimensions import DIMENSIONS, NOW, SALE, Dimension
from guanxi.insight.olap.figures import MEASURED, Measured
from guanxi.insight.olap.state import CubeState
from guanxi.insight.seeing import seen_ids
from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import Denied
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.rights.visibility import is_granted, require
from guanxi.warehouse.engine import reading
from guanxi.warehouse.refresh import warehouse_file

if TYPE_CHECKING:
    import duckdb

UNREADABLE = {"hidden", "masked"}
ROWS = {SALE: ("order", "order_line"), "fact_interaction": ("interaction",), NOW: ("account",)}
Columns = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Sight:
    """The warehouse as one actor sees it: which rows are limited, which columns there are."""

    connection: duckdb.DuckDBPyConnection
    limited: frozenset[str]
    columns: Columns


def require_cube(actor: Actor, state: CubeState) -> None:
    """Refuse a cube of rows or fields that the actor may not read."""
    require_measured(actor, state.measured)
    asked = {one.key: one for one in state.dimensions}
    asked |= {one.key: one for one in DIMENSIONS if one.key in state.filters}
    for one in asked.values():
        require_dimension(actor, one)


def require_measured(actor: Actor, measured: Measured) -> None:
    """Refuse a figure over records or fields that the actor may not read."""
    for noun in ROWS[measured.fact]:
        require(actor, noun_named(noun).permission("read"))
    if measured.needs_customer:
        require(actor, "account.read")
    for noun, name in measured.fields:
        _require_field(actor, noun, name)


def require_dimension(actor: Actor, dimension: Dimension) -> None:
    """Refuse a dimension that the actor may not read."""
    noun, name = dimension.field
    if noun:
        require(actor, noun_named(noun).permission("read"))
        _require_field(actor, noun, name)


def may_measure(actor: Actor, measured: Measured) -> bool:
    """Whether the actor may have this figure."""
    return is_granted(require_measured, actor, measured)


def may_divide(actor: Actor, dimension: Dimension) -> bool:
    """Whether the actor may divide by this."""
    return is_granted(require_dimension, actor, dimension)


def may_read_cube(actor: Actor, state: CubeState) -> bool:
    """Whether the actor may have this cube, whatever it then shows."""
    return is_granted(require_cube, actor, state)


def may_use_cube(actor: Actor) -> bool:
    """Whether there is any figure for this actor."""
    return any(may_measure(actor, one) for one in MEASURED)


@contextmanager
def sight_of(actor: Actor, state: CubeState) -> Iterator[Sight]:
    """A short read-only connection on which seen_<noun> holds what the actor sees."""
    import pyarrow as pa

    with reading(warehouse_file()) as connection:
        limited = set()
        customers = ("account",) if _tells_of_customers(state) else ()
        for key in dict.fromkeys((ROWS[state.measured.fact][0], *customers)):
            noun = noun_named(key)
            if actor.scope(noun.permission("read")) == "all":
                continue
            connection.register(f"seen_{key}", pa.table({"id": seen_ids(actor, noun)}))
            limited.add(key)
        rows = connection.execute("SELECT table_name, column_name FROM duckdb_columns()").fetchall()
        yield Sight(connection, frozenset(limited), frozenset(map(tuple, rows)))


def _tells_of_customers(state: CubeState) -> bool:
    """Whether it matters which customers are seen: their ids are many to fetch."""
    used = {*state.filters, *(one.key for one in state.dimensions)}
    traits = {one.key for one in DIMENSIONS if one.is_of_customer}
    return state.measured.needs_customer or bool(used & traits)


def offered(dimension: Dimension, columns: Columns) -> bool:
    """Whether the star keeps the dimension."""
    return not dimension.table or (dimension.table, dimension.column) in columns


def is_measured(measured: Measured, columns: Columns) -> bool:
    """Whether the star keeps what the figure is summed from."""
    return not measured.source[0] or (measured.fact, measured.key) in columns


def _require_field(actor: Actor, noun: str, name: str) -> None:
    if actor.field_mode(noun, name) in UNREADABLE:
        raise Denied(f"{noun}.{name}")
