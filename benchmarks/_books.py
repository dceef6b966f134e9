"""Books of any size, made in DuckDB and brought into the operational tables in bulk."""

import datetime as dt
from typing import Any

import duckdb
import pyarrow as pa

ORDER_LINES = 4
HISTORY_DAYS = 1_050
PRODUCTS = 5_000
BATCH = 100_000
STAMPED = "TIMESTAMP '2026-01-01' AS created_at, TIMESTAMP '2026-01-01' AS updated_at"


def fill(customers: int, lines_each: int, as_of: dt.date) -> None:
    """That many customers with orders up to `as_of`, few of them buying much, most little.

    A kept folder with other books in it is refused.
    """
    from guanxi.catalog.models import Product

    if Product.objects.exists():
        raise SystemExit("The folder holds books of another size, or half made: name another.")
    orders = customers * lines_each // ORDER_LINES
    with duckdb.connect() as made:
        bring("catalog_product", made, _products())
        bring("customers_account", made, _accounts(customers))
        bring("sales_order", made, _orders(1, orders, customers, as_of, HISTORY_DAYS))
        bring("sales_orderline", made, _lines(1, orders))


def as_made(customers: int, lines_each: int) -> bool:
    """Whether a kept folder holds these books already; the day added last time is taken off."""
    from django.db import connection

    from guanxi.customers.models import Account
    from guanxi.sales.models import Order, OrderLine

    orders = customers * lines_each // ORDER_LINES
    if Account.objects.count() != customers:
        return False
    with connection.cursor() as cursor:
        for model, last in ((OrderLine, orders * ORDER_LINES), (Order, orders)):
            cursor.execute(f"DELETE FROM {model._meta.db_table} WHERE id > {last}")
        cursor.execute("DELETE FROM insight_profile")
    return True


def one_day_later(customers: int, lines_each: int, day: dt.date) -> None:
    """One more day of orders, as many as an average day had."""
    orders = customers * lines_each // ORDER_LINES
    new = max(1, orders // HISTORY_DAYS)
    with duckdb.connect() as made:
        bring("sales_order", made, _orders(orders + 1, new, customers, day, 0))
        bring("sales_orderline", made, _lines(orders + 1, new))


def talk(contacts: int, customers: int, as_of: dt.date) -> None:
    """That many contacts in the year up to `as_of`, beyond those of a run that was broken off."""
    from guanxi.customers.models import Interaction

    made_before = Interaction.objects.count()
    if made_before >= contacts:
        return
    with duckdb.connect() as made:
        query = _contacts(made_before + 1, contacts, customers, as_of)
        bring("customers_interaction", made, query)


def _contacts(first: int, contacts: int, customers: int, as_of: dt.date) -> str:
    channels = "['phone', 'email', 'visit', 'wechat', 'meeting']"
    return f"""
        SELECT i AS id, 1 + CAST(hash(i) % {customers} AS BIGINT) AS account_id,
            {channels}[CAST(1 + hash(i * 3) % 5 AS BIGINT)] AS channel,
            ['in', 'out'][CAST(1 + hash(i * 5) % 2 AS BIGINT)] AS direction,
            CAST(DATE '{as_of}' AS TIMESTAMP)
                - INTERVAL 1 MINUTE * CAST(hash(i * 7) % 525600 AS INTEGER) AS happened_at,
            {STAMPED} FROM range({first}, {contacts + 1}) AS t(i)
    """


def _products() -> str:
    return f"""
        SELECT i AS id, 'P' || i AS code, 'Product ' || i AS name, 'Group ' || (i % 20) AS category,
            {STAMPED} FROM range(1, {PRODUCTS + 1}) AS t(i)
    """


def _accounts(customers: int) -> str:
    return f"""
        SELECT i AS id, 'Customer ' || i AS name, 'C' || i AS code, 'business' AS kind,
            {STAMPED} FROM range(1, {customers + 1}) AS t(i)
    """


def _orders(first: int, number: int, customers: int, last: dt.date, days: int) -> str:
    return f"""
        SELECT i AS id, 'B' || i AS number, 'sale' AS kind, 'closed' AS status, 'CNY' AS currency,
            1 + CAST({customers} * pow((hash(i * 7 + 1) % 1000003) / 1000003.0, 2) AS BIGINT)
                % {customers} AS account_id,
            DATE '{last}' - CAST(({first + number} - 1 - i) * {days} / {number} AS INTEGER)
                AS ordered_on,
            {STAMPED} FROM range({first}, {first + number}) AS t(i)
    """


def _lines(first_order: int, orders: int) -> str:
    first = (first_order - 1) * ORDER_LINES + 1
    return f"""
        SELECT id, 1 + (id - 1) // {ORDER_LINES} AS order_id,
            1 + (id - 1) % {ORDER_LINES} AS line_no,
            1 + CAST(hash(id) % {PRODUCTS} AS BIGINT) AS product_id, quantity,
            price / 100.0 AS unit_price, quantity * price AS amount,
            CASE WHEN hash(id + 1) % 10 > 0 THEN CAST(quantity * price * 0.7 AS BIGINT) END AS cost
        FROM (
            SELECT i AS id, 1 + CAST(hash(i * 3) % 20 AS BIGINT) AS quantity,
                100 + CAST(hash(i * 5) % 20000 AS BIGINT) AS price
            FROM range({first}, {first + orders * ORDER_LINES}) AS t(i)
        )
    """


def bring(table: str, made: Any, query: str) -> None:
    """Insert the rows of the query; columns it does not name take the default of their field."""
    from django.apps import apps
    from django.db import connection, transaction

    model = next(m for m in apps.get_models() if m._meta.db_table == table)
    reader = made.sql(query).to_arrow_reader(BATCH)
    named = reader.schema.names
    defaults = {
        field.column: field.get_db_prep_save(field.get_default(), connection)
        for field in model._meta.concrete_fields
        if field.column not in named
    }
    columns = ", ".join([*named, *defaults])
    for batch in reader:
        rows = _rows(batch, tuple(defaults.values()))
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
            else:
                marks = ", ".join(["%s"] * len(rows[0]))
                cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)


def _rows(batch: pa.RecordBatch, tail: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    values = [_texts(column) for column in batch.columns]
    return [(*row, *tail) for row in zip(*values, strict=True)]


def _texts(column: pa.Array) -> list[Any]:
    """The values as every database takes them: days, moments and decimals as text."""
    if pa.types.is_temporal(column.type) or pa.types.is_decimal(column.type):
        return column.cast(pa.string()).to_pylist()
    return column.to_pylist()
