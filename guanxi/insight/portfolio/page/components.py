"""The components of lifetime value on the page, each apart; what nobody measured stays unknown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from guanxi.insight.portfolio.engagement.measure import JUDGED
from guanxi.insight.wording import agreeing, count

if TYPE_CHECKING:
    import duckdb

SUMS = f"""
SELECT COUNT(*),
    COUNT(m.purchase_value), COALESCE(SUM(m.purchase_value), 0),
    COUNT(m.referral_value), COALESCE(SUM(m.referral_value), 0),
    COALESCE(SUM(CASE WHEN m.referred > 0 THEN 1 ELSE 0 END), 0),
    COUNT(m.sheets), COALESCE(SUM(m.sheets), 0),
    COALESCE(SUM(CASE WHEN m.sheets > 0 THEN 1 ELSE 0 END), 0),
    {", ".join(f"COUNT(m.{key}), COALESCE(SUM(m.{key}), 0)" for key in JUDGED)}
FROM measure_engagement AS m JOIN seen AS s ON s.account_id = m.account_id
"""  # noqa: S608 our own names
NAMES = {
    "purchase": pgettext_lazy("component of value", "Purchase"),
    "referral": pgettext_lazy("component of value", "Referral"),
    "information": pgettext_lazy("component of value", "Information"),
    "knowledge": pgettext_lazy("component of value", "Knowledge"),
    "trading": pgettext_lazy("component of value", "Trading"),
    "gathering": pgettext_lazy("component of value", "Gathering"),
    "weapon": pgettext_lazy("component of value", "Against competition"),
}
MEANT: dict[str, str | Promise] = {
    "purchase": gettext_lazy("what its own buying brought and will bring, after cost to serve"),
    "referral": gettext_lazy("a share of what those it brought to us bring"),
    "information": gettext_lazy("what it tells us of needs, market and faults"),
    "knowledge": gettext_lazy("what we learn from serving it"),
    "trading": gettext_lazy("what the relation opens in other brands or markets"),
    "gathering": gettext_lazy("whom its name attracts"),
    "weapon": gettext_lazy("what it keeps from competitors or does against them"),
}
NOT_REFERRED = gettext_lazy("No referral of any customer is recorded.")
NOT_JUDGED = gettext_lazy("No book tells it, and nobody has judged it: “Judge” on a customer.")


@dataclass(frozen=True)
class Component:
    """One component: money or a judgement of five, over how many customers, or what is missing."""

    label: str | Promise
    meant: str | Promise
    known: int
    unknown: int
    money: int | None = None
    judged: float | None = None
    more: str = ""
    missing: str | Promise = ""


def components_of(connection: duckdb.DuckDBPyConnection) -> tuple[Component, ...]:
    """The components over the view `seen`, as last computed."""
    found = [int(one) for one in connection.execute(SUMS).fetchall()[0]]
    customers, bought, purchase, referable, referral, referrers, asked, sheets, told = found[:9]
    brought = _("%(customers)s have brought somebody") % {"customers": count(referrers)}
    answered = _("%(sheets)s surveys answered by %(customers)s customers")
    answered = agreeing(answered % {"sheets": count(sheets), "customers": count(told)})
    rows = [_money("purchase", customers, bought, purchase)]
    if referable:
        rows.append(_money("referral", customers, referable, referral, brought))
    else:
        rows.append(_unknown("referral", customers, NOT_REFERRED))
    for place, key in enumerate(JUDGED):
        known, points = found[9 + 2 * place : 11 + 2 * place]
        more = answered if key == "information" and asked else ""
        rows.append(_judged(key, customers, known, points, more))
    return tuple(rows)


def finding(rows: tuple[Component, ...]) -> str:
    """How many of the components are known of anybody."""
    known = sum(1 for one in rows if not one.missing)
    return _("Components of value: %(known)s of %(all)s are known of anybody") % {
        "known": known,
        "all": len(rows),
    }


def _money(key: str, customers: int, known: int, amount: int, more: str = "") -> Component:
    return Component(NAMES[key], MEANT[key], known, customers - known, money=amount, more=more)


def _judged(key: str, customers: int, known: int, points: int, more: str) -> Component:
    if not known:
        return _unknown(key, customers, NOT_JUDGED, more)
    mean = points / known
    return Component(NAMES[key], MEANT[key], known, customers - known, judged=mean, more=more)


def _unknown(key: str, customers: int, missing: str | Promise, more: str = "") -> Component:
    return Component(NAMES[key], MEANT[key], 0, customers, more=more, missing=missing)


def is_told(parameters: dict[str, Any]) -> bool:
    """Whether the run kept the components apart; an earlier version did not."""
    return "information_months" in parameters
