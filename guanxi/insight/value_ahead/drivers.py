"""What would raise customer equity: its drivers by their effect on the intent to buy again."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from guanxi.insight.access import may_read
from guanxi.insight.parameters import months_before
from guanxi.insight.regard import tables
from guanxi.insight.regard.figures import narrow_to_seen
from guanxi.insight.regard.naming import equity_said
from guanxi.insight.regard.surveyed import equity_of
from guanxi.insight.satisfaction.equity import EquityDrivers
from guanxi.insight.satisfaction.scores.sheets import Span
from guanxi.platform.actors.actor import Actor

if TYPE_CHECKING:
    import duckdb

ANSWERS, LOYALTY = "survey_answer.read", ("loyalty_class",)
MONTHS, SHOWN = 12, 5


def drivers_of_equity(
    connection: duckdb.DuckDBPyConnection, actor: Actor, as_of: dt.date
) -> dict[str, Any]:
    """What the section shows of the customers in `seen`; empty for who may not read answers."""
    if not actor.may(ANSWERS) or not may_read(actor, LOYALTY):
        return {}
    sees_all = actor.scope("account.read") == "all" and actor.scope(ANSWERS) == "all"
    narrow_to_seen(connection, sees_all=sees_all)
    found, number = equity_of(connection, Span(months_before(as_of, MONTHS), as_of))
    if found == "not_asked":
        return {}
    found = equity_said(found)
    return {
        "drivers": tables.equity_rows(found)[:SHOWN],
        "drivers_why": tables.equity_why(found),
        "drivers_fit": tables.equity_fit(found, number),
        "drivers_finding": finding(found),
    }


def finding(found: EquityDrivers | str) -> str:
    """Which equity to invest in; that nothing can be told where the model does not settle."""
    if isinstance(found, str):
        return _("What would raise customer equity cannot be told yet")
    name, share = max(
        tables.equity_fit(found, found.fit.n)["shares"], key=lambda one: one[1], default=("", 0)
    )
    text = _("Customer equity rises most by %(equity)s: %(share)s of what moves the intent to buy")
    return text % {"equity": name, "share": f"{100 * share:.0f}%"}
