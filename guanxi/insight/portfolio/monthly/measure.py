"""Cost to serve by month: contacts, tasks, orders, discounts, returns and waiting for money."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from guanxi.insight.kept import Kept
from guanxi.insight.measures import Measure
from guanxi.insight.parameters import Parameters, number
from guanxi.platform.money.amounts import exponent
from guanxi.warehouse.stages import Value

EACH: Any = lazy(lambda: settings.BASE_CURRENCY, str)()
WINNING = "monthly.winning_cost"


def winning_cost() -> Any:
    """What winning a customer costs, as a parameter: of this measure, or borrowed of it."""
    return number(0, _("Winning a customer costs (0: not known)"), 0, 10_000_000, EACH)


@dataclass(frozen=True)
class MonthlyParameters(Parameters):
    """What an hour, a visit, a message, a task, an order, a return and a new customer cost.

    What winning one costs is in no book: all that need it read it from here.
    """

    hour_cost: int = number(120, _("An hour of a colleague costs"), 0, 100_000, EACH)
    visit_cost: int = number(200, _("The way to a visit costs"), 0, 1_000_000, EACH)
    message_cost: int = number(5, _("A message costs"), 0, 10_000, EACH)
    task_cost: int = number(30, _("A finished task costs"), 0, 100_000, EACH)
    order_cost: int = number(50, _("Handling an order costs"), 0, 1_000_000, EACH)
    return_cost: int = number(100, _("Handling a return costs"), 0, 1_000_000, EACH)
    winning_cost: int = winning_cost()
    visit_minutes: int = number(120, _("A visit of unknown length takes"), 0, 1_440, _("minutes"))
    meeting_minutes: int = number(
        60, _("A meeting of unknown length takes"), 0, 1_440, _("minutes")
    )
    phone_minutes: int = number(6, _("A call of unknown length takes"), 0, 1_440, _("minutes"))
    service_minutes: int = number(
        30, _("A service of unknown length takes"), 0, 1_440, _("minutes")
    )
    interest_percent: int = number(6, _("Money that is waited for costs a year"), 0, 100, "%")
    grace_days: int = number(5, _("Late when paid later than"), 0, 180, _("days after it was due"))

    def bound(self, as_of: dt.date) -> dict[str, Value]:
        """The values, and how many minor units one unit of the firm's money has."""
        return {**super().bound(as_of), "minor": 10 ** exponent()}


# What is waited for costs more each day; a payment that was written down ahead ends it on its day.
WAITED_FOR = """
SELECT account_id FROM dim_order
WHERE is_counted AND NOT is_return AND rate IS NOT NULL AND due_on <= $as_of
    AND total_amount > COALESCE(paid_amount, 0)
UNION
SELECT o.account_id FROM fact_payment AS p JOIN dim_order AS o ON o.order_id = p.order_id
WHERE p.paid_on > $as_of - {days}
"""

MONTHLY = Measure(
    key="monthly",
    label=_("Cost to serve by month"),
    grain="One row per customer and month: what it brought and what serving it cost, by what.",
    rule=_(
        "Contacts count with their recorded duration, or with the usual one where none is "
        "recorded; a visit also with the way there. To these come finished tasks, the handling of "
        "orders and returns, discounts, the margin of what was returned, and the interest on "
        "money that came late. Expenses are not recorded yet and therefore not counted."
    ),
    parameters=MonthlyParameters,
    classes=(),
    profile=(),
    figures=(),
    reasons={"": _("What each month brought and cost.")},
    missing={"": _("Nothing is recorded.")},
    home="portfolio/monthly",
    kept=(
        Kept(
            "monthly",
            of=(
                *("dim_customer", "purchase_day", "fact_order_line", "dim_order"),
                *("fact_interaction", "fact_activity"),
            ),
            borders=(
                ("purchase_day", "ordered_on", "$as_of"),
                ("fact_order_line", "ordered_on", "$as_of"),
                ("dim_order", "ordered_on", "$as_of"),
                ("dim_order", "due_on", "$as_of"),
                ("fact_interaction", "happened_on", "$as_of"),
                ("fact_activity", "done_on", "$as_of"),
            ),
            also=WAITED_FOR,
            wide=True,
        ),
    ),
    comparison="""
        SELECT CAST(SUM(brought) AS BIGINT) AS brought, CAST(SUM(cost) AS BIGINT) AS cost,
            CAST(SUM(contact_cost) AS BIGINT) AS contact_cost,
            CAST(SUM(task_cost) AS BIGINT) AS task_cost,
            CAST(SUM(order_cost) AS BIGINT) AS order_cost,
            CAST(SUM(discount_cost) AS BIGINT) AS discount_cost,
            CAST(SUM(return_cost) AS BIGINT) AS return_cost,
            CAST(SUM(waiting_cost) AS BIGINT) AS waiting_cost
        FROM measure_monthly
    """,
)
