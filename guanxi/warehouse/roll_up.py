"""Purchases by customer and day, kept in step for the customers that a refresh has touched."""

from pathlib import Path

import duckdb

from guanxi.warehouse.stages import Stages

QUERY = Path(__file__).parent / "sql" / "purchase_day.sql"
TABLE = "purchase_day"


class Touched:
    """The customers whose purchases may have changed, gathered while the books are read."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Begin with nobody, or with everybody where nothing was rolled up before."""
        self.connection = connection
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
            self.connection.execute(f"CREATE OR REPLACE TABLE {TABLE} AS {_query()}")
            return
        among = "WHERE account_id IN (SELECT account_id FROM account_touched)"
        self._read_lines(among)
        self.connection.execute(f"DELETE FROM {TABLE} {among}")  # noqa: S608 our own names
        self.connection.execute(f"INSERT INTO {TABLE} {_query()}")

    def _read_lines(self, among: str) -> None:
        self.connection.execute(
            f"CREATE OR REPLACE TEMP VIEW line_to_roll AS SELECT * FROM fact_order_line {among}"  # noqa: S608 our own names
        )


def _query() -> str:
    return Stages.read(QUERY).query({})
