"""The customers that an actor may see, brought beside the warehouse for one question."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from guanxi.customers.models import Account
from guanxi.insight.seeing import seen_ids
from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named
from guanxi.warehouse.engine import reading
from guanxi.warehouse.refresh import warehouse_file

if TYPE_CHECKING:
    import duckdb


@contextmanager
def seen_by(actor: Actor) -> Iterator[duckdb.DuckDBPyConnection]:
    """A short connection on which the view `seen` holds the customers the actor may see."""
    import pyarrow as pa

    noun: Noun[Account] = noun_named("account")
    ids = None
    if actor.scope(noun.permission("read")) != "all":
        ids = pa.table({"account_id": seen_ids(actor, noun)})
    with reading(warehouse_file()) as connection:
        if ids is None:
            everybody = f"{_name(connection)}.main.dim_customer"
            connection.execute(f"CREATE TEMP VIEW seen AS SELECT account_id FROM {everybody}")  # noqa: S608 our own names
        else:
            connection.register("seen", ids)
        yield connection


def narrow(connection: duckdb.DuckDBPyConnection, *tables: str) -> None:
    """Let these tables hold, on this connection, only rows of the customers in `seen`.

    So a question is answered by the same SQL for everybody, over what each may see.
    """
    named = _name(connection)
    for table in tables:
        connection.execute(
            f"CREATE TEMP VIEW {table} AS SELECT t.* FROM {named}.main.{table} AS t"  # noqa: S608 our own names
            " WHERE t.account_id IN (SELECT account_id FROM seen)"
        )


def _name(connection: duckdb.DuckDBPyConnection) -> str:
    """What the connection calls the warehouse."""
    return str(connection.execute("SELECT current_database()").fetchall()[0][0])
