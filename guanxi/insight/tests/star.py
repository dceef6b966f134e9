"""A star written by hand, on which a measure gives answers that can be checked on paper."""

import json
from datetime import date, timedelta
from typing import Any

import duckdb
import numpy as np

from guanxi.insight.measures import Measure
from guanxi.insight.parameters import Parameters
from guanxi.insight.registry import measure_named
from guanxi.warehouse.build import carry_out
from guanxi.warehouse.categories import number_categories
from guanxi.warehouse.engine import SCHEMA
from guanxi.warehouse.refresh import category_day_stages

AS_OF = date(2025, 12, 31)


class Star:
    """Customers with purchase days and contacts, in memory."""

    def __init__(self) -> None:
        self.connection = duckdb.connect()
        self.last: dict[str, Any] = {}
        self.connection.execute(SCHEMA.read_text())
        self.connection.execute(
            "CREATE TABLE purchase_day (account_id BIGINT, ordered_on DATE, purchase_lines INTEGER,"
            " revenue BIGINT, margin BIGINT, costed_revenue BIGINT, returned BIGINT,"
            " returned_margin BIGINT, has_foreign INTEGER)"
        )

    def customers(self, *accounts: int) -> None:
        """Customers of whom nothing else is known."""
        for account in accounts:
            self.connection.execute(
                "INSERT INTO dim_customer (account_id) SELECT $1"
                " WHERE NOT EXISTS (FROM dim_customer WHERE account_id = $1)",
                [account],
            )

    def bought(self, account: int, days_ago: int, revenue: int, **more: int) -> None:
        """A day with purchases, so many days before the day of the measure."""
        self.customers(account)
        self.connection.execute(
            "INSERT INTO purchase_day VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                account,
                AS_OF - timedelta(days_ago),
                more.get("lines", 1),
                revenue,
                more.get("margin", revenue),
                revenue if "margin" in more else 0,
                more.get("returned", 0),
                more.get("returned_margin", 0),
                more.get("foreign", 0),
            ],
        )

    def sold(self, account: int, day: date, amount: int, **more: object) -> None:
        """An order of one line on the day: `product` and `category` name what it was."""
        self.customers(account)
        key = self.connection.execute("SELECT COUNT(*) + 1 FROM dim_order").fetchall()[0][0]
        product = more.get("product")
        if product is not None:
            self.connection.execute(
                "INSERT INTO dim_product (product_id, category) SELECT $1, $2"
                " WHERE NOT EXISTS (FROM dim_product WHERE product_id = $1)",
                [product, more.get("category", "")],
            )
        rate, is_return = more.get("rate", 1), more.get("is_return", False)
        self.connection.execute(
            "INSERT INTO dim_order (order_id, account_id, ordered_on, currency, rate, is_return,"
            " is_counted, total_amount, base_amount, paid_amount, status)"
            " VALUES ($1, $2, $3, 'CNY', $4, $5, true, $6, $6, 0, 'confirmed')",
            [key, account, day, rate, is_return, amount],
        )
        self.connection.execute(
            "INSERT INTO fact_order_line (line_id, order_id, account_id, product_id, ordered_on,"
            " quantity, unit_price, amount, cost, currency, rate, is_return, is_counted)"
            " VALUES ($1, $1, $2, $3, $4, 1, $5, $6, $7, 'CNY', $8, $9, true)",
            [key, account, product, day, amount / 100, amount, more.get("cost"), rate, is_return],
        )

    def by_category(self) -> None:
        """Sum up what was sold by customer, day and category, as a refresh does."""
        number_categories(self.connection, lambda _buyers: None)
        self.connection.execute("CREATE OR REPLACE TEMP VIEW line_to_roll AS FROM fact_order_line")
        query = category_day_stages().query({})
        self.connection.execute(f"INSERT INTO category_day BY NAME {query}")

    def drawn(self, customers: int, seed: int, first: int = 1, **more: int) -> None:
        """Customers who came over two years and buy and stop as BG/NBD says, at spends apart."""
        chance = np.random.default_rng(seed)
        for account in range(first, first + customers):
            gap, stop = 1 / chance.gamma(0.8, 1 / 40), chance.beta(0.8, 2.5)
            spend = 5_000 / chance.gamma(3.0, 1 / 3)
            days_ago = float(chance.integers(20, 730))
            self.customers(account)
            while days_ago >= 0:
                revenue = max(1, int(chance.gamma(4.0, spend / 4)))
                self.bought(account, int(days_ago), revenue, **more)
                if chance.random() < stop:
                    break
                days_ago -= 1 + chance.exponential(gap)

    def met(self, account: int, days_ago: int) -> None:
        """A contact, so many days before the day of the measure."""
        self.customers(account)
        self.connection.execute(
            "INSERT INTO fact_interaction (account_id, happened_on) VALUES (?, ?)",
            [account, AS_OF - timedelta(days_ago)],
        )

    def lines(self, account: int, days_ago: int, *products: int, **more: int) -> None:
        """An order of these products, so many days before the day of the measure."""
        self.customers(account)
        orders = self.connection.execute("SELECT COUNT(*) FROM dim_order").fetchall()[0][0]
        day, price = AS_OF - timedelta(days_ago), more.get("price", 1_000)
        self.connection.execute(
            "INSERT INTO dim_order (order_id, account_id, ordered_on) VALUES (?, ?, ?)",
            [orders + 1, account, day],
        )
        for product in products:
            self.connection.execute(
                "INSERT INTO fact_order_line SELECT COUNT(*) + 1, $order, $account, $product, $day,"
                " 1, $price / 100, $price, $cost, 0, 'CNY', 1, $is_return = 1, true"
                " FROM fact_order_line",
                {
                    "order": orders + 1,
                    "account": account,
                    "product": product,
                    "day": day,
                    "price": price,
                    "cost": more.get("cost"),
                    "is_return": more.get("is_return", 0),
                },
            )

    def product(self, product: int, name: str = "", **more: str | bool) -> None:
        """A product by its number, with a name and perhaps a category."""
        self.connection.execute(
            "INSERT INTO dim_product (product_id, code, name, category, is_active)"
            " VALUES (?, ?, ?, ?, ?)",
            [
                product,
                f"P{product}",
                name or f"Product {product}",
                more.get("category", ""),
                more.get("active", True),
            ],
        )

    def said(self, account: int | None, kind: str, points: int, **more: Any) -> None:
        """An answer, in hundredths of its scale."""
        row = {"days_ago": 30, "item": "", "firm": "", "sheet": "", **more}
        if account is not None:
            self.customers(account)
        self.connection.execute(
            "INSERT INTO fact_score (answer_id, account_id, kind, item, points, value,"
            " answered_on, sheet, firm) SELECT COUNT(*), ?, ?, ?, ?, ?, ?, ?, ? FROM fact_score",
            [
                account,
                kind,
                row["item"],
                100 * points,
                row.get("value", points),
                AS_OF - timedelta(row["days_ago"]),
                row["sheet"],
                row["firm"],
            ],
        )

    def noted(self, account: int, days_ago: int = 30, **known: Any) -> None:
        """What is known of a customer's freedom to buy elsewhere."""
        self.customers(account)
        blank = ("alternatives", "main_reason", "money", "time", "learning", "relations")
        row = dict.fromkeys((*blank, "contract"), "") | {"yearly_need": None} | known
        names = ", ".join(row)
        self.connection.execute(
            f"INSERT INTO fact_switching_note (note_id, account_id, noted_on, {names})"
            f" SELECT COUNT(*), ?, ?{', ?' * len(row)} FROM fact_switching_note",
            [account, AS_OF - timedelta(days_ago), *row.values()],
        )

    def lined(self, account: int, quantity: float, amount: int, **more: Any) -> None:
        """An order line of a product, with its discount."""
        self.customers(account)
        row = {"days_ago": 30, "product": 1, "discount": 0, "rate": 1, "returned": False, **more}
        self.connection.execute(
            "INSERT INTO fact_order_line (account_id, product_id, ordered_on, quantity, amount,"
            " discount, rate, is_return, is_counted) VALUES (?, ?, ?, ?, ?, ?, ?, ?, true)",
            [
                account,
                row["product"],
                AS_OF - timedelta(row["days_ago"]),
                quantity,
                amount,
                row["discount"],
                row["rate"],
                row["returned"],
            ],
        )

    def table(self, measure: Measure, **overrides: str) -> dict[int, dict[str, Any]]:
        """The rows of the measure by customer."""
        parameters = measure.parameters.changed(overrides)
        self.prepare(measure, parameters, AS_OF)
        cursor = self.connection.execute(measure.query(parameters, AS_OF))
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        return {row["account_id"]: row for row in rows}

    def prepare(self, measure: Measure, parameters: Parameters, day: date) -> None:
        """Compute what the measure is built on, and take the step before its SQL, if any."""
        for table in sorted(measure.stages().reads()):
            if table.startswith("measure_"):
                self.compute(measure_named(table.removeprefix("measure_")), day)
        call = measure.call(parameters, day, last=self.last)
        if call:
            carry_out(self.connection, call)

    def compute(self, measure: Measure, day: date = AS_OF) -> None:
        """Keep the table of the measure, as a run does."""
        parameters = measure.parameters()
        self.prepare(measure, parameters, day)
        query = measure.query(parameters, day)
        self.connection.execute(f"CREATE OR REPLACE TABLE {measure.table} AS {query}")

    def told(self, key: str) -> dict[str, Any]:
        """What the step of a measure has recorded."""
        row = self.connection.execute(
            "SELECT told FROM measure_fit WHERE measure = ?", [key]
        ).fetchone()
        return dict(json.loads(row[0])) if row else {}

    def classes(self, measure: Measure, **overrides: str) -> dict[int, str]:
        """The class of each customer."""
        return {key: row["class"] for key, row in self.table(measure, **overrides).items()}
