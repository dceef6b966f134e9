"""A star with contacts, orders, payments and relations, and measures computed in their order."""

import random
from datetime import date, timedelta
from typing import Any

from guanxi.insight.measures import Measure
from guanxi.insight.tests.star import AS_OF, Star

COLUMNS = {
    "dim_customer": "account_id, industry, tier, kind, attention, relation_type,"
    " referrer_id, parent_id",
    "fact_interaction": "account_id, channel, direction, duration_seconds, happened_on",
    "fact_activity": "account_id, kind, state, done_on",
    "dim_order": "order_id, account_id, ordered_on, due_on, total_amount, paid_amount, discount,"
    " rate, is_return, is_counted",
    "fact_payment": "order_id, account_id, kind, amount, paid_on",
    "fact_order_line": "order_id, account_id, product_id, ordered_on, quantity, unit_price, amount,"
    " cost, discount, rate, is_return, is_counted",
    "fact_judgement": "judgement_id, account_id, factor, score, judged_on",
    "fact_relation": "account_id, other_id, kind",
    "dim_person": "person_id, account_id, left_on",
    "fact_affiliation": "person_id, account_id, until_on",
}


def ago(days: int) -> date:
    """The day so many days before that of the measure."""
    return AS_OF - timedelta(days)


class Firm(Star):
    """Everything that the portfolio reads; money in minor units."""

    def __init__(self) -> None:
        super().__init__()
        self.orders = 0
        self.fixed: set[str] = set()

    def row(self, name: str, **values: Any) -> None:
        """A row of a table of the star; what is not given is missing."""
        names = [one.strip() for one in COLUMNS[name].split(",")]
        assert set(values) <= set(names)
        marks = ", ".join("?" * len(names))
        self.connection.execute(
            f"INSERT INTO {name} ({COLUMNS[name]}) VALUES ({marks})",  # noqa: S608 test's own names
            [values.get(one) for one in names],
        )

    def customer(self, account: int, **traits: Any) -> None:
        """A customer with traits."""
        blank = dict.fromkeys(("industry", "tier", "kind", "attention", "relation_type"), "")
        self.row("dim_customer", account_id=account, **{**blank, **traits})

    def met_by(self, account: int, channel: str, days_ago: int = 10, **more: Any) -> None:
        """A contact on a channel."""
        self.customers(account)
        more = {"direction": "out"} | more
        day = ago(days_ago)
        self.row("fact_interaction", account_id=account, channel=channel, happened_on=day, **more)

    def ordered(self, account: int, days_ago: int, total: int, **more: Any) -> int:
        """An order in the books, beside what `bought` says of it; its id."""
        self.customers(account)
        self.orders += 1
        due = more.pop("due", None)
        plain = {"rate": 1, "is_return": False, "is_counted": True, "paid_amount": 0, "discount": 0}
        self.row(
            "dim_order",
            order_id=self.orders,
            account_id=account,
            ordered_on=ago(days_ago),
            total_amount=total,
            due_on=None if due is None else ago(due),
            **(plain | more),
        )
        return self.orders

    def line(self, account: int, product: int, amount: int, cost: int | None, **more: Any) -> None:
        """A line that was sold."""
        self.customers(account)
        plain = {
            "quantity": 1, "unit_price": amount, "discount": 0, "rate": 1,
            "is_return": False, "is_counted": True, "ordered_on": ago(10),
        }  # fmt: skip
        values = plain | more | {"account_id": account, "product_id": product, "amount": amount}
        self.row("fact_order_line", cost=cost, **values)

    def judged(self, account: int, **scores: int) -> None:
        """Judgements of factors."""
        self.customers(account)
        for factor, score in scores.items():
            number = self.connection.execute("SELECT COUNT(*) FROM fact_judgement").fetchall()[0][0]
            self.row(
                "fact_judgement", judgement_id=number + 1, account_id=account, factor=factor,
                score=score, judged_on=ago(5),
            )  # fmt: skip

    def worth(self, **values: int) -> None:
        """Say what the customers named `of_1` and so on will bring, in place of the model."""
        rows = [(int(name.removeprefix("of_")), value, "net") for name, value in values.items()]
        self.put("measure_clv", "account_id BIGINT, value BIGINT, cause VARCHAR", rows)

    def put(self, table: str, columns: str, rows: list[tuple[Any, ...]]) -> None:
        """Fix the result of another measure."""
        self.connection.execute(f"CREATE OR REPLACE TABLE {table} ({columns})")
        for row in rows:
            marks = ", ".join("?" * len(row))
            self.connection.execute(f"INSERT INTO {table} VALUES ({marks})", list(row))  # noqa: S608 test's own names
        self.fixed.add(table)

    def compute(self, measure: Measure, day: date = AS_OF) -> None:
        """Keep the table of the measure, unless its result is fixed."""
        if measure.table not in self.fixed:
            super().compute(measure, day)


def made_dealings(firm: Firm, customers: int, chance: random.Random) -> None:
    """Traits, contacts, orders, payments, lines, judgements, relations and people as they come."""
    firm.connection.execute(
        "UPDATE dim_customer SET industry = CASE account_id % 4 WHEN 0 THEN '' ELSE"
        " 'trade ' || account_id % 4 END, tier = '', kind = 'business',"
        " attention = CASE account_id % 3 WHEN 0 THEN 'reactive' ELSE '' END,"
        " relation_type = CASE account_id % 5 WHEN 0 THEN 'partnership' ELSE '' END,"
        " referrer_id = CASE account_id % 6 WHEN 0 THEN account_id // 6 END"
    )
    for account in range(1, customers, 2):
        channel = chance.choice(["visit", "phone", "email", "service", "note", "meeting"])
        lasted = chance.choice([None, 55, 4_001])
        direction = chance.choice(["in", "out"])
        firm.met_by(account, channel, chance.randrange(900), direction=direction,
                    duration_seconds=lasted)  # fmt: skip
        _dealt(firm, account, chance)
        firm.row("dim_person", person_id=account, account_id=account)
        if account % 7 == 0:
            firm.row("fact_affiliation", person_id=account, account_id=account + 1)
            firm.row("fact_relation", account_id=account, other_id=account // 7, kind="partner")
            firm.judged(account, price=chance.randrange(1, 6), fit=chance.randrange(1, 6))
    firm.row("fact_activity", account_id=1, kind="task", state="done", done_on=ago(3))


def _dealt(firm: Firm, account: int, chance: random.Random) -> None:
    for _ in range(chance.randrange(4)):
        day, total = chance.randrange(-10, 900), chance.randrange(1, 900_000)
        is_return, rate = chance.random() < 0.1, chance.choice([1, 1, 1, "7.1234", None])
        more = {"is_return": is_return, "rate": rate, "discount": chance.choice([0, 99])}
        order = firm.ordered(account, day, total, due=day - 30, **more)
        if chance.random() < 0.8:
            paid = ago(day - chance.randrange(60))
            kind = chance.choice(["in", "in", "refund"])
            firm.row("fact_payment", order_id=order, account_id=account, kind=kind,
                     amount=chance.randrange(1, total + 1), paid_on=paid)  # fmt: skip
        cost = chance.choice([None, total // 2, total, total * 2])
        firm.line(account, chance.randrange(1, 9), total, cost, discount=chance.choice([0, 7]),
                  ordered_on=ago(day), **{"is_return": is_return, "rate": rate})  # fmt: skip
