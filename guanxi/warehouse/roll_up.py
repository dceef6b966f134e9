"""Purchases by customer and day, also by category, in step for the customers that were touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


TABLE, SUMS = "purchase_day", "category_day"
TOUCHED = "account_id IN (SELECT account_id FROM account_touched)"
# Sales to nobody named count too.
NOBODY = "account_id IS NULL"


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
        self._name_touched("fact_order_line", "line_to_roll")
        if self.everybody:
            self.connection.execute(f"CREATE OR REPLACE TABLE {TABLE} AS {self.query}")
        else:
            self.connection.execute(f"DELETE FROM {TABLE} WHERE {TOUCHED}")  # noqa: S608 our own names
            self.connection.execute(f"INSERT INTO {TABLE} {self.query}")
        self._name_touched(TABLE, "purchase_rolled")

    def sum_up(self, query: str) -> None:
        """Sum the lines of the touched customers by day and category again."""
        self.connection.execute(f"DELETE FROM {SUMS} {self._among()}")  # noqa: S608 our own names
        self.connection.execute(f"INSERT INTO {SUMS} BY NAME {query}")
        self._name_touched(SUMS, "category_summed")

    def _name_touched(self, table: str, name: str) -> None:
        self.connection.execute(
            f"CREATE OR REPLACE TEMP VIEW {name} AS SELECT * FROM {table} {self._among()}"  # noqa: S608 our own names
        )

    def _among(self) -> str:
        if self.everybody:
            return ""
        query = f"SELECT COUNT(*) FROM account_touched WHERE {NOBODY}"  # noqa: S608 our own names
        (is_nobody,) = self.connection.execute(query).fetchall()[0]
        # Asked for only where it is needed: beside an OR every line is looked at twice.
        return f"WHERE {TOUCHED} OR {NOBODY}" if is_nobody else f"WHERE {TOUCHED}"
