"""Small books in SQLite, shaped like the operational tables, for tests of the warehouse."""

import sqlite3
from pathlib import Path

from guanxi.warehouse.build import Report
from guanxi.warehouse.noting import TABLES as NOTED
from guanxi.warehouse.noting import triggers
from guanxi.warehouse.source import NOTES
from guanxi.warehouse.star import FEEDS

RECORD = "version BIGINT DEFAULT 1, created_at DATETIME, updated_at DATETIME, deleted_at DATETIME"
TABLES = f"""
CREATE TABLE platform_team (id INTEGER PRIMARY KEY, name VARCHAR, parent_id BIGINT, lead_id BIGINT);
CREATE TABLE platform_user (
    id INTEGER PRIMARY KEY, name VARCHAR, team_id BIGINT, is_active BOOLEAN
);
CREATE TABLE catalog_product (
    id INTEGER PRIMARY KEY, code VARCHAR, name VARCHAR, category VARCHAR, list_price BIGINT,
    cost BIGINT, currency VARCHAR, is_active BOOLEAN, {RECORD}
);
CREATE TABLE customers_account (
    id INTEGER PRIMARY KEY, name VARCHAR, kind VARCHAR, role VARCHAR, tier VARCHAR,
    relation_type VARCHAR, bond_level VARCHAR, attention VARCHAR, industry VARCHAR, size VARCHAR,
    country VARCHAR, province VARCHAR, city VARCHAR, source VARCHAR, referrer_id BIGINT,
    parent_id BIGINT, owner_id BIGINT, team_id BIGINT, {RECORD}
);
CREATE TABLE customers_person (
    id INTEGER PRIMARY KEY, name VARCHAR, account_id BIGINT, role VARCHAR, owner_id BIGINT,
    team_id BIGINT, left_at DATE, {RECORD}
);
CREATE TABLE customers_affiliation (
    id INTEGER PRIMARY KEY, person_id BIGINT, account_id BIGINT, role VARCHAR, since DATE,
    until DATE, {RECORD}
);
CREATE TABLE customers_accountrelation (
    id INTEGER PRIMARY KEY, account_id BIGINT, other_id BIGINT, kind VARCHAR, {RECORD}
);
CREATE TABLE customers_consent (
    id INTEGER PRIMARY KEY, account_id BIGINT, person_id BIGINT, channel VARCHAR, purpose VARCHAR,
    state VARCHAR, at DATETIME
);
CREATE TABLE customers_interaction (
    id INTEGER PRIMARY KEY, account_id BIGINT, person_id BIGINT, staff_id BIGINT, channel VARCHAR,
    direction VARCHAR, duration_seconds INTEGER, happened_at DATETIME, {RECORD}
);
CREATE TABLE customers_erasure (id INTEGER PRIMARY KEY, noun VARCHAR, record_id BIGINT);
CREATE TABLE customers_mergerecord (
    id INTEGER PRIMARY KEY, noun VARCHAR, kept_id BIGINT, gone_id BIGINT
);
CREATE TABLE insight_profile (account_id INTEGER PRIMARY KEY, digest BIGINT);
CREATE TABLE insight_judgement (
    id INTEGER PRIMARY KEY, account_id BIGINT, factor VARCHAR, score INTEGER, judged_at DATETIME
);
CREATE TABLE activities_activity (
    id INTEGER PRIMARY KEY, kind VARCHAR, state VARCHAR, priority VARCHAR, account_id BIGINT,
    person_id BIGINT, owner_id BIGINT, team_id BIGINT, due_at DATETIME, done_at DATETIME, {RECORD}
);
CREATE TABLE surveys_surveyanswer (
    id INTEGER PRIMARY KEY, account_id BIGINT, person_id BIGINT, kind VARCHAR, item VARCHAR,
    value DECIMAL, scale_low INTEGER, scale_high INTEGER, answered_on DATE, instrument VARCHAR,
    sheet VARCHAR, firm VARCHAR, {RECORD}
);
CREATE TABLE surveys_switchingnote (
    id INTEGER PRIMARY KEY, account_id BIGINT, noted_on DATE, yearly_need BIGINT,
    alternatives VARCHAR, main_reason VARCHAR, money VARCHAR, time VARCHAR, learning VARCHAR,
    relations VARCHAR, contract VARCHAR, {RECORD}
);
CREATE TABLE sales_order (
    id INTEGER PRIMARY KEY, number VARCHAR, account_id BIGINT, ordered_on DATE, due_on DATE,
    currency VARCHAR, rate DECIMAL, discount BIGINT, total_amount BIGINT, base_amount BIGINT,
    paid_amount BIGINT, kind VARCHAR, status VARCHAR, channel VARCHAR, owner_id BIGINT,
    team_id BIGINT, {RECORD}
);
CREATE TABLE sales_orderline (
    id INTEGER PRIMARY KEY, order_id BIGINT, product_id BIGINT, quantity DECIMAL,
    unit_price BIGINT, amount BIGINT, cost BIGINT, discount BIGINT
);
CREATE TABLE sales_payment (
    id INTEGER PRIMARY KEY, order_id BIGINT, account_id BIGINT, kind VARCHAR, method VARCHAR,
    amount BIGINT, currency VARCHAR, paid_on DATE, {RECORD}
);
"""
THEN = "2024-01-01 00:00:00"


class Books:
    """The operational database of one firm, written by hand."""

    def __init__(self, path: Path) -> None:
        self.url = f"sqlite:///{path}"
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.executescript(TABLES)
        noting = triggers("sqlite", {feed.source for feed in FEEDS})
        for statement in (NOTED["sqlite"], *noting.values()):
            self.connection.execute(statement)

    def put(self, table: str, **row: object) -> None:
        """Add or replace a row; what it does not name is NULL."""
        names, marks = ", ".join(row), ", ".join("?" * len(row))
        if "id" in row:
            # What is replaced is noted as gone.
            self.connection.execute(f"DELETE FROM {table} WHERE id = ?", [row["id"]])
        sql = f"REPLACE INTO {table} ({names}) VALUES ({marks})"
        self.connection.execute(sql, list(row.values()))
        if "id" in row:
            # In the product ids only rise; what comes later with a lower one counts as changed.
            behind = f"SELECT MAX(id) FROM {table}"
            self.connection.execute(
                f"UPDATE {table} SET id = id WHERE id = ? AND id < ({behind})", [row["id"]]
            )

    def account(self, pk: int, created_at: str = THEN, **more: object) -> None:
        """Add or replace a customer."""
        row: dict[str, object] = {"name": f"Customer {pk}", "kind": "organisation", "country": "CN"}
        row |= {"created_at": created_at, "updated_at": THEN}
        self.put("customers_account", id=pk, **(row | more))

    def order(
        self, pk: int, account: int | None, on: str, kind: str = "sale", **more: object
    ) -> None:
        """Add or replace an order without lines."""
        row: dict[str, object] = {
            "number": f"SO{pk}",
            "currency": "CNY",
            "rate": "1",
            "status": "confirmed",
        }
        row |= {"discount": 0, "total_amount": 0, "created_at": THEN, "updated_at": THEN}
        row |= {"account_id": account, "ordered_on": on, "kind": kind}
        self.put("sales_order", id=pk, **(row | more))

    def line(
        self, pk: int, order: int, amount: int, cost: int | None = None, quantity: float = 1
    ) -> None:
        """Add or replace an order line."""
        row: dict[str, object] = {
            "order_id": order,
            "quantity": quantity,
            "unit_price": amount,
            "amount": amount,
        }
        self.put("sales_orderline", id=pk, cost=cost, discount=0, **row)

    def contact(self, pk: int, account: int, at: str) -> None:
        """Add an interaction."""
        row = {"account_id": account, "channel": "phone", "direction": "in", "happened_at": at}
        self.put("customers_interaction", id=pk, **row)

    def run(self, sql: str) -> None:
        """Change the books directly."""
        self.connection.execute(sql)

    def followed(self, report: Report) -> None:
        """Drop the notes that a refresh followed and leave its word, as the product does."""
        match = "source = ? AND bucket = ? AND stamp = ?"
        self.connection.executemany(f"DELETE FROM {NOTES} WHERE {match}", report.notes)
        self.connection.execute(f"DELETE FROM {NOTES} WHERE source = ''")
        self.put(NOTES, source="", bucket=0, stamp=report.token)
