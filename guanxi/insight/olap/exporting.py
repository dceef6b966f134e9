"""A cube as a file: the table as it is shown, within the same rights, safe for spreadsheets."""

import datetime as dt
import tempfile
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from guanxi.insight.olap.answering import Value
from guanxi.insight.olap.pivot import Cell, Pivot, Row
from guanxi.insight.olap.rights import ROWS
from guanxi.insight.olap.state import CubeState
from guanxi.platform.actors.actor import SCOPES, Actor
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.exports.lists import FORMATS
from guanxi.platform.exports.sheets import CsvSheet, Sheet, XlsxSheet
from guanxi.platform.facts.publishing import Happening, publish
from guanxi.platform.money.amounts import exponent, major_units
from guanxi.platform.rights.visibility import is_granted

Figure = Decimal | int | float | None


def require_export(actor: Actor, state: CubeState) -> None:
    """Refuse whoever may not take out all that they may read of these rows."""
    noun = ROWS[state.measured.fact][0]
    export = f"{noun}.export"
    if SCOPES.index(actor.scope(export)) < SCOPES.index(actor.scope(f"{noun}.read")):
        raise Denied(export)


def may_export(actor: Actor, state: CubeState) -> bool:
    """Whether the cube may be taken out by the actor."""
    return is_granted(require_export, actor, state)


def file_of(context: Mapping[str, Any], format: str) -> bytes:
    """The table as CSV or XLSX, money in whole units of its currency; `context` is as shown.

    A second sheet of the workbook says what the figures are, of when and of which records.
    """
    if format not in FORMATS:
        raise RuleBroken(_("Choose CSV or XLSX."))
    answer, pivot = context["answer"], context["pivot"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"cube.{format}"
        heading = _heading(answer.state, pivot)
        sheet: Sheet = CsvSheet(path, heading)
        if format == "xlsx":
            patterns = _patterns(answer.state, len(heading))
            sheet = XlsxSheet(path, heading, patterns=patterns, about=_about(context))
        for cells in _lines(answer.state, pivot):
            sheet.row(cells)
        sheet.close()
        return path.read_bytes()


def exported(state: CubeState, format: str, *, actor: Actor, at: dt.datetime) -> None:
    """Record that the actor took the cube out."""
    noun = ROWS[state.measured.fact][0]
    data = {"cube": state.query(), "format": format}
    publish(Happening("export.made", noun, data=data), actor=actor, at=at)


def figure(cell: Cell, kind: str) -> Figure:
    """The value of a cell in the units that people write."""
    return in_whole_units(cell.value, kind, cell.currency)


def in_whole_units(value: Value, kind: str, currency: str) -> Figure:
    """A value in the units that people write; money without a `currency` is the firm's."""
    if value is None or kind not in ("money", "own_money"):
        return value
    return major_units(int(value), currency or settings.BASE_CURRENCY)


def _about(context: Mapping[str, Any]) -> list[str]:
    """What a reader of the bare table would ask."""
    star = _("Only in part within the period asked for; not to be compared with the others.")
    told = [context["title"], context["state"].measured.about, context["span"], context["sliced"]]
    told += [f"* {star}"] if context["pivot"].has_cut_periods else []
    return [str(one) for one in told if one]


def _heading(state: CubeState, pivot: Pivot) -> list[str]:
    labels = [str(one.label) for one in state.row_dimensions]
    total = str(state.measured.label) if not state.column else _("Total")
    compared = [
        _("%(figure)s, before") % {"figure": state.measured.label},
        pgettext("of a figure", "Change"),
    ]
    return [
        *labels,
        *(head.name for head in pivot.columns),
        total,
        *(compared if state.compare else []),
    ]


def _patterns(state: CubeState, columns: int) -> list[str]:
    """How the numbers of each column are shown; those of money by the decimals of the firm's."""
    names, kind = len(state.rows), state.measured.kind
    money = "#,##0" + (f".{'0' * exponent()}" if exponent() else "")
    kinds = {"money": money, "own_money": "#,##0.00", "share": "0.0%"}
    usual = [""] * names + [kinds.get(kind, "#,##0.###")] * (columns - names)
    return [*usual[:-1], "0.0%"] if state.compare else usual


def _lines(state: CubeState, pivot: Pivot) -> Iterator[list[str | Figure]]:
    above = ""
    for row in pivot.rows:
        above = row.head.name if row.depth == 0 else above
        if row.depth < len(state.rows) - 1:
            continue
        named = [above, row.head.name] if len(state.rows) > 1 else [row.head.name]
        yield [*named, *_figures(row, state)]
    yield [
        *([_("Total")] + [""] * (len(state.rows) - 1))[: len(state.rows)],
        *_figures(pivot.totals, state),
    ]


def _figures(row: Row, state: CubeState) -> list[Figure]:
    kind, total = state.measured.kind, row.total
    figures = [figure(cell, kind) for cell in (*row.cells, total)]
    if not state.compare:
        return figures
    return [*figures, in_whole_units(total.before, kind, total.currency), total.change]
