"""Classes of past month ends, rebuilt from the books by the rules of today, where none are kept."""

import datetime as dt
from collections.abc import Iterable, Mapping

from guanxi.insight.abc.measure import ABC
from guanxi.insight.lifecycle.measure import LIFECYCLE
from guanxi.insight.measures import UNKNOWN, Measure
from guanxi.insight.parameters import Parameters, months_before
from guanxi.insight.pyramid.measure import PYRAMID
from guanxi.insight.rfm.measure import RFM
from guanxi.insight.run import effective_parameters
from guanxi.insight.switching import switched_off
from guanxi.warehouse.refresh import refresh

# What follows from dated purchases and contacts alone, with nothing to learn first.
RECALLED = (RFM, ABC, PYRAMID, LIFECYCLE)
MOST_MONTHS = 120


def recall(months: int, *, at: dt.datetime, today: dt.date) -> tuple[str, ...]:
    """Tell the classes of so many month ends before what is known; the measures that were told.

    What runs have kept stays as it is: only days before the first of them are filled, and
    nothing is told of a measure that no run has computed.
    """
    off, parameters = set(switched_off()), effective_parameters({})
    told = [one for one in RECALLED if one.key not in off]
    days = month_ends_before(today, months)
    scripts = [(f"recall_{one.key}", _script(one, parameters, days)) for one in told]
    refresh(scripts, lambda _step: None, at=at)
    return tuple(one.key for one in told)


def month_ends_before(day: dt.date, months: int) -> list[dt.date]:
    """The last days of so many months before the one that `day` lies in, the earliest first."""
    firsts = [months_before(day.replace(day=1), back) for back in range(months)]
    return [first - dt.timedelta(days=1) for first in reversed(firsts)]


def _script(measure: Measure, parameters: Mapping[str, Parameters], days: Iterable[dt.date]) -> str:
    """Spans of the classes of those who were customers on each day, until where runs begin."""
    rows = "; ".join(
        f"INSERT INTO recalled SELECT m.account_id, m.class, {_written(day)}"  # noqa: S608 our own names
        f" FROM ({measure.query(parameters[measure.key], day)}) AS m"
        " JOIN dim_customer AS c ON c.account_id = m.account_id"
        f" WHERE c.created_on <= {_written(day)} OR m.class <> '{UNKNOWN}'"
        for day in days
    )
    return f"""
        CREATE OR REPLACE TEMP TABLE recalled (account_id BIGINT, class VARCHAR, day DATE);
        {rows};
        CREATE OR REPLACE TEMP TABLE known AS
        SELECT MIN(valid_from) AS since FROM dim_customer_class WHERE measure = '{measure.key}';
        INSERT INTO dim_customer_class
        SELECT account_id, '{measure.key}', class, day,
            COALESCE(LEAD(day) OVER (PARTITION BY account_id ORDER BY day), since)
        FROM (
            SELECT r.*, k.since,
                LAG(class) OVER (PARTITION BY account_id ORDER BY day) AS before
            FROM recalled AS r CROSS JOIN known AS k
            WHERE r.day < k.since
        )
        WHERE before IS DISTINCT FROM class;
        DROP TABLE recalled;
        DROP TABLE known
    """  # noqa: S608 our own names


def _written(day: dt.date) -> str:
    return f"DATE '{day.isoformat()}'"
