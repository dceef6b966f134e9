"""Whom to win back, as a file: why each was lost, and its value by the chance of return, less cost.

One row per lost customer that one may see and whose return is worth more than it costs, the most
worth first.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from guanxi.customers.models import Account
from guanxi.insight.churn.figures import OF_SEEN, WORTH
from guanxi.insight.churn.measure import CHURN
from guanxi.insight.explain import reason
from guanxi.insight.models import MeasureRun
from guanxi.platform.actors.actor import SCOPES, Actor
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.exports.lists import FORMATS
from guanxi.platform.exports.sheets import CsvSheet, Sheet, XlsxSheet
from guanxi.platform.exports.values import Cell
from guanxi.platform.facts.publishing import Happening, publish
from guanxi.platform.money.amounts import exponent, major_units
from guanxi.platform.nouns.registry import noun_of
from guanxi.platform.rights.visibility import visible_to

if TYPE_CHECKING:
    import duckdb

EXPORT, READ = "account.export", "account.read"
# More than anybody calls; a file of it is made while one waits.
MOST = 5_000
RETURNING = f"""
SELECT m.*, {WORTH} AS worth {OF_SEEN}
WHERE m.class = 'lost' AND m.year_value > 0 AND {WORTH} > 0
ORDER BY worth DESC, m.account_id LIMIT $2
"""  # noqa: S608 our own names


def may_take_out(actor: Actor) -> bool:
    """Whether the actor may take out all customers that they may read."""
    return SCOPES.index(actor.scope(EXPORT)) >= SCOPES.index(actor.scope(READ))


def returning(connection: duckdb.DuckDBPyConnection, return_cost: int) -> list[dict[str, Any]]:
    """The rows of the measure over the view `seen`, with `worth`; money in minor units."""
    cursor = connection.execute(RETURNING, [return_cost, MOST])
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def require_taking_out(actor: Actor) -> None:
    """Refuse whoever may not take out all customers that they may read."""
    if not may_take_out(actor):
        raise Denied(EXPORT)


def taken_out(  # noqa: PLR0913 - whose list, of which run, in what form and when
    actor: Actor,
    rows: Sequence[dict[str, Any]],
    run: MeasureRun,
    return_cost: int,
    format: str,
    *,
    at: dt.datetime,
) -> bytes:
    """The file, and a fact that says so, as every export leaves one."""
    require_taking_out(actor)
    content = as_file(actor, rows, run, return_cost, format)
    told = Happening("export.made", "account", data={"list": "win-back", "format": format})
    publish(told, actor=actor, at=at)
    return content


def as_file(
    actor: Actor, rows: Sequence[dict[str, Any]], run: MeasureRun, return_cost: int, format: str
) -> bytes:
    """CSV or XLSX, money in whole units of the firm's currency."""
    if format not in FORMATS:
        raise RuleBroken(_("Choose CSV or XLSX."))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"win-back.{format}"
        sheet: Sheet = CsvSheet(path, _heading())
        if format == "xlsx":
            sheet = XlsxSheet(path, _heading(), patterns=_patterns())
        for cells in _lines(actor, rows, run, return_cost):
            sheet.row(cells)
        sheet.close()
        return path.read_bytes()


def _heading() -> list[str]:
    money = [_("A year's contribution"), _("Cost of winning back"), _("Worth, less cost")]
    named = [
        f"{name} {settings.BASE_CURRENCY}" if name in money else name
        for name in (money[0], pgettext("a customer", "Chance of return, %"), money[1], money[2])
    ]
    return [_("Customer"), _("Code"), _("Owner"), _("Last purchase"), _("Why"), *named]


def _patterns() -> list[str]:
    money = "#,##0" + (f".{'0' * exponent()}" if exponent() else "")
    return ["", "", "", "", "", money, "0.0", money, money]


def _lines(
    actor: Actor, rows: Sequence[dict[str, Any]], run: MeasureRun, return_cost: int
) -> Iterator[list[Cell]]:
    seen = visible_to(actor, noun_of(Account)).filter(pk__in=[row["account_id"] for row in rows])
    told = {pk: more for pk, *more in seen.values_list("pk", "name", "code", "owner__name")}
    is_hidden = [
        actor.field_mode("account", name) in {"hidden", "masked"}
        for name in ("name", "code", "owner")
    ]
    for row in rows:
        if row["account_id"] not in told:
            continue
        yield [
            *(
                "" if hidden else value or ""
                for hidden, value in zip(is_hidden, told[row["account_id"]], strict=True)
            ),
            row["last_on"],
            reason(CHURN, row, run.parameters),
            major_units(row["year_value"]),
            round(100 * row["stays"], 1),
            major_units(return_cost),
            major_units(row["worth"]),
        ]
