"""Small books in SQLite, shaped like the operational tables, for tests of the warehouse."""

import sqlite3
from pathlib import Path

TABLES = """
CREATE TABLE platform_user (id INTEGER PRIMARY KEY, name VARCHAR, team_id BIGINT);
CREATE TABLE catalog_product (
    id INTEGER PRIMARY KEY, code VARCHAR, name VARCHAR, category VARCHAR, updated_at DATETIME
);
CREATE TABLE customers_account (
    id INTEGER PRIMARY KEY, name VARCHAR, kind VARCHAR, owner_id BIGINT, team_id BIGINT,
    city VARCHAR, country VARCHAR, created_at DATETIME, updated_at DATETIME, deleted_at DATETIME
);
CREATE TABLE customers_interaction (
    id INTEGER PRIMARY KEY, account_id BIGINT, staff_id BIGINT, channel VARCHAR,
    direction VARCHAR, happened_at DATETIME, deleted_at DATETIME
);
CREATE TABLE customers_profile (account_id INTEGER PRIMARY KEY, digest BIGINT);
CREATE TABLE sales_order (
    id INTEGER PRIMARY KEY, number VARCHAR, account_id BIGINT, ordered_on DATE,
    currency VARCHAR, rate DECIMAL, total_amount BIGINT, kind VARCHAR,
    status VARCHAR, updated_at DATETIME, deleted_at DATETIME
);
CREATE TABLE sales_orderline (
    id INTEGER PRIMARY KEY, order_id BIGINT, product_id BIGINT, quantity DECIMAL,
    unit_price BIGINT, amount BIGINT, cost BIGINT, discount BIGINT
);
"""
THEN = "2024-01-01 00:00:00"


class Books:
    """The operational database of one firm, written by hand."""

    def __init__(self, path: Path) -> None:
        self.url = f"sqlite:///{path}"
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.executescript(TABLES)

    def account(self, pk: int, created_at: str = THEN, deleted_at: str | None = None) -> None:
        """Add or replace a customer."""
        self.connection.execute(
            "REPLACE INTO customers_account VALUES (?, ?, 'organisation', 1, 1, '', 'CN', ?, ?, ?)",
            [pk, f"Customer {pk}", created_at, THEN, deleted_at],
        )

    def order(self, pk: int, account: int | None, on: str, kind: str = "sale", **more: str) -> None:
        """Add or replace an order without lines."""
        self.connection.execute(
            "REPLACE INTO sales_order VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?, ?, NULL)",
            [
                pk,
                f"SO{pk}",
                account,
                on,
                more.get("currency", "CNY"),
                more.get("rate", "1"),
                kind,
                more.get("status", "confirmed"),
                more.get("updated_at", THEN),
            ],
        )

    def line(
        self, pk: int, order: int, amount: int, cost: int | None = None, quantity: float = 1
    ) -> None:
        """Add or replace an order line."""
        self.connection.execute(
            "REPLACE INTO sales_orderline VALUES (?, ?, 1, ?, ?, ?, ?, 0)",
            [pk, order, quantity, amount, amount, cost],
        )

    def contact(self, pk: int, account: int, at: str) -> None:
        """Add an interaction."""
        self.connection.execute(
            "REPLACE INTO customers_interaction VALUES (?, ?, 1, 'phone', 'in', ?, NULL)",
            [pk, account, at],
        )

    def run(self, sql: str) -> None:
        """Change the books directly."""
        self.connection.execute(sql)
