"""What the books and the measures add up to, in one answer for people and programs."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.utils import timezone

from guanxi.insight.concerns.telling import attention
from guanxi.insight.last_day import hint, last_purchase
from guanxi.insight.models import MeasureRun
from guanxi.insight.records import last_day_computed, latest_runs, rows_of
from guanxi.insight.registry import MEASURES
from guanxi.platform.money.amounts import major_units
from guanxi.warehouse.engine import reading
from guanxi.warehouse.refresh import warehouse_file

BOOKS = """
SELECT
    COUNT(DISTINCT account_id) FILTER (WHERE is_purchase) AS customers,
    COUNT(DISTINCT order_id) FILTER (WHERE is_purchase) AS orders,
    COUNT(*) FILTER (WHERE is_purchase) AS lines,
    COALESCE(SUM(amount) FILTER (WHERE is_purchase), 0) AS revenue,
    COUNT(*) FILTER (WHERE is_purchase AND rate IS NULL) AS lines_without_rate,
    COUNT(*) FILTER (WHERE is_counted AND is_return) AS return_lines,
    COALESCE(SUM(ABS(amount)) FILTER (WHERE is_counted AND is_return), 0) AS returned,
    COUNT(*) FILTER (WHERE is_counted AND account_id IS NULL) AS lines_without_customer,
    COALESCE(SUM(amount) FILTER (WHERE is_counted AND account_id IS NULL), 0)
        AS revenue_without_customer
FROM (
    SELECT account_id, order_id, is_counted, is_return, rate,
        CASE WHEN rate = 1 THEN amount ELSE CAST(ROUND(amount * rate, 0) AS BIGINT) END AS amount,
        is_counted AND NOT is_return AND quantity > 0 AND unit_price > 0
            AND account_id IN (SELECT account_id FROM dim_customer) AS is_purchase
    FROM fact_order_line
)
"""
MONEY = ("revenue", "returned", "revenue_without_customer")


def summary(at: dt.datetime) -> dict[str, Any]:
    """Counts of customers, orders and lines with their revenue, of every class, and of topics.

    Customers, orders, lines and revenue are purchases by known customers (positive quantity and
    price), in the firm's currency; returns, lines without a customer and those without a rate, of
    which no money is in the revenue, are told apart.
    """
    return {**_books(), **_days(at), "measures": _measures(), "attention": attention(at)}


def _days(at: dt.datetime) -> dict[str, str]:
    """Through which day was computed and when was last bought; a hint where they lie far apart."""
    as_of = last_day_computed()
    if as_of is None:
        return {}
    last = last_purchase(timezone.localdate(at))
    advised, days = hint(as_of, last), {"as_of": as_of, "last_purchase": last}
    said = {name: day.isoformat() for name, day in days.items() if day}
    return said | ({"hint": advised} if advised else {})


def _books() -> dict[str, Any]:
    file = warehouse_file()
    if not file.exists():
        return {"computed": False}
    with reading(file) as warehouse:
        books = rows_of(warehouse, BOOKS)[0]
        accounts = rows_of(warehouse, "SELECT COUNT(*) AS accounts FROM dim_customer")[0]
    amounts = {name: float(major_units(int(books[name]))) for name in MONEY}
    return {"computed": True, **books, **amounts, **accounts, "currency": settings.BASE_CURRENCY}


def _measures() -> dict[str, Any]:
    runs = latest_runs()
    return {measure.key: _measure(runs.get(measure.key)) for measure in MEASURES}


def _measure(run: MeasureRun | None) -> dict[str, Any] | None:
    if run is None:
        return None
    found = {"as_of": run.as_of.isoformat(), "parameters": run.parameters, "classes": run.counts}
    more = {"segments": run.segments, "fit": run.fit}
    return found | {name: value for name, value in more.items() if value}
