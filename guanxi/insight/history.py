"""The SQL that keeps which class each customer had, and from when to when."""

from datetime import date

from guanxi.insight.measures import Measure
from guanxi.warehouse.engine import reading
from guanxi.warehouse.refresh import warehouse_file

ON = "account_id = ? AND valid_from <= ? AND COALESCE(valid_to, DATE '9999-12-31') > ?"


def scripts(measure: Measure, as_of: date) -> list[tuple[str, str]]:
    """Statements that close spans whose class has changed and open new ones.

    History only moves forward: a run as of an earlier day than the last one leaves it alone.
    """
    day, key = f"DATE '{as_of.isoformat()}'", measure.key
    forward = (
        "(SELECT COALESCE(MAX(GREATEST(valid_from, COALESCE(valid_to, valid_from))),"  # noqa: S608 our own names
        f" DATE '0001-01-01') FROM dim_customer_class WHERE measure = '{key}') <= {day}"
    )
    close = f"""
        UPDATE dim_customer_class AS h SET valid_to = {day}
        WHERE h.measure = '{key}' AND h.valid_to IS NULL AND {forward} AND NOT EXISTS (
            FROM {measure.table} AS m WHERE m.account_id = h.account_id AND m.class = h.class
        )
    """  # noqa: S608 our own names
    begin = f"""
        INSERT INTO dim_customer_class
        SELECT m.account_id, '{key}', m.class, {day}, NULL FROM {measure.table} AS m
        WHERE {forward} AND NOT EXISTS (
            FROM dim_customer_class AS h
            WHERE h.account_id = m.account_id AND h.measure = '{key}' AND h.valid_to IS NULL
        )
    """  # noqa: S608 our own names
    tidy = f"DELETE FROM dim_customer_class WHERE measure = '{key}' AND valid_from = valid_to"  # noqa: S608 our own names
    return [(f"history_{key}", f"{close}; {begin}; {tidy}")]


def classes_on(account_id: int, day: date) -> dict[str, str]:
    """The class that the customer had on that day, by measure; none before the first run."""
    query = f"SELECT measure, class FROM dim_customer_class WHERE {ON} ORDER BY measure"  # noqa: S608 our own names
    with reading(warehouse_file()) as warehouse:
        return dict(warehouse.execute(query, [account_id, day, day]).fetchall())
