"""Purchases by customer and day, kept in step for the customers that a refresh has touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


TABLE = "purchase_day"
AMONG = "account_id IN (SELECT account_id FROM account_touched)"


class Touched:
    """The customers whose purchases may have changed, gathered while the books are read."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, query: str) -> None:
        """Begin with nobody, or with everybody where nothing was rolled up before.

        `query` gives the rows of purchase_day from line_to_roll.
        """
        self.connection, self.query = connection, query
        connection.execute("CREATE OR REPLACE TEMP TABLE account_touched (account_id BIGINT)")
        tables = connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        self.everybody = (TABLE,) not in tables

    def add(self, query: str) -> None:
        """Add the customers that the query names."""
        if not self.everybody:
            self.connection.execute(f"INSERT INTO account_touched {query}")

    def roll_up(self) -> None:
        """Roll up the purchases of the touched customers again."""
        if self.everybody:
            self._read_lines("")
            self.connection.execute(f"CREATE OR REPLACE TABLE {TABLE} AS {self.query}")
            self._name_rolled("")
            return
        among = f"WHERE {AMONG}"
        self._read_lines(among)
        self.connection.execute(f"DELETE FROM {TABLE} {among}")  # noqa: S608 our own names
        self.connection.execute(f"INSERT INTO {TABLE} {self.query}")
        self._name_rolled(among)

    def _read_lines(self, among: str) -> None:
        self.connection.execute(
            f"CREATE OR REPLACE TEMP VIEW line_to_roll AS SELECT * FROM fact_order_line {among}"  # noqa: S608 our own names
        )

    def _name_rolled(self, among: str) -> None:
        self.connection.execute(
            f"CREATE OR REPLACE TEMP VIEW purchase_rolled AS SELECT * FROM {TABLE} {among}"  # noqa: S608 our own names
        )
