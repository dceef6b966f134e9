"""Purchases by customer and day, also by category, in step for the customers that were touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


TABLE, SUMS = "purchase_day", "category_day"
AMONG = "account_id IN (SELECT account_id FROM account_touched)"
# Sales to nobody named count too.
AMONG_ALL = f"""
({AMONG} OR account_id IS NULL AND EXISTS (FROM account_touched WHERE account_id IS NULL))
"""


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

    def sum_up(self, query: str) -> None:
        """Sum the lines of the touched customers by day and category again."""
        among = "" if self.everybody else f"WHERE {AMONG_ALL}"
        for view, table in (("line_to_sum", "fact_order_line"), ("category_summed", SUMS)):
            self.connection.execute(
                f"CREATE OR REPLACE TEMP VIEW {view} AS SELECT * FROM {table} {among}"  # noqa: S608 our own names
            )
        self.connection.execute(f"DELETE FROM {SUMS} {among}")  # noqa: S608 our own names
        self.connection.execute(f"INSERT INTO {SUMS} BY NAME {query}")

    def _read_lines(self, among: str) -> None:
        self.connection.execute(
            f"CREATE OR REPLACE TEMP VIEW line_to_roll AS SELECT * FROM fact_order_line {among}"  # noqa: S608 our own names
        )

    def _name_rolled(self, among: str) -> None:
        self.connection.execute(
            f"CREATE OR REPLACE TEMP VIEW purchase_rolled AS SELECT * FROM {TABLE} {among}"  # noqa: S608 our own names
        )
