"""What the page of a cube offers to choose, and how it tells what is chosen."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from guanxi.insight.measures import Text
from guanxi.insight.models import MeasureRun
from guanxi.insight.olap.dimensions import BY_KEY, DIMENSIONS, Dimension
from guanxi.insight.olap.figures import MEASURED, Measured
from guanxi.insight.olap.naming import names_of
from guanxi.insight.olap.rights import (
    Columns,
    is_measured,
    may_divide,
    may_measure,
    may_use_cube,
    offered,
)
from guanxi.insight.olap.spans import COMPARISONS, PERIODS, Span
from guanxi.insight.olap.standing import is_of_then
from guanxi.insight.olap.state import LOOKS, SHARES, STANDINGS, CubeState
from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import Denied
from guanxi.warehouse.engine import reading
from guanxi.warehouse.refresh import warehouse_file

NAMED_VALUES = 3


@dataclass(frozen=True)
class Control:
    """One thing to choose: its name in the address, its label, its options and the chosen one."""

    name: str
    id: str
    label: Text
    options: tuple[tuple[str, Text], ...]
    chosen: str


@dataclass(frozen=True)
class Chip:
    """A filter in words, and the cube without it."""

    label: Text
    text: str
    key: str
    without: str


def require_some(actor: Actor) -> None:
    """Refuse whoever may have no figure at all."""
    if not may_use_cube(actor):
        raise Denied("insight.cube")


def dimensions_for(actor: Actor, measured: Measured) -> list[Dimension]:
    """By what the actor may divide the figure, in the warehouse as it stands."""
    columns = _columns()
    return [
        one
        for one in DIMENSIONS
        if one.divides(measured.fact) and offered(one, columns) and may_divide(actor, one)
    ]


def _columns() -> Columns:
    with reading(warehouse_file()) as connection:
        rows = connection.execute("SELECT table_name, column_name FROM duckdb_columns()").fetchall()
    return frozenset((table, column) for table, column in rows)


def controls(actor: Actor, state: CubeState) -> list[Control]:
    """The choices of the page in the order in which they are read."""
    columns = _columns()
    dimensions = dimensions_for(actor, state.measured)
    nothing = ("", pgettext("dimension", "Nothing"))
    divided = (nothing, *((one.key, one.label) for one in dimensions))
    first, second = (*state.rows, "", "")[:2]
    figures = tuple(
        (one.key, one.label)
        for one in MEASURED
        if is_measured(one, columns) and may_measure(actor, one)
    )
    spans = [
        _control("period", gettext_lazy("Period"), PERIODS.items(), state.period),
        _control("compare", gettext_lazy("Compare with"), COMPARISONS.items(), state.compare),
        _control("standing", gettext_lazy("Customers"), STANDINGS.items(), state.standing),
    ]
    share = _control("share", pgettext_lazy("figure or share", "Show"), SHARES.items(), state.share)
    return [
        Control("measure", "measure", gettext_lazy("Figure"), figures, state.measure),
        Control("rows", "first", gettext_lazy("Down"), divided, first),
        Control("rows", "second", gettext_lazy("Then by"), divided, second),
        Control("column", "column", gettext_lazy("Across"), divided, state.column),
        *([] if state.measured.is_now else spans),
        *([share] if state.measured.has_shares else []),
        _control("look", gettext_lazy("As"), LOOKS.items(), state.look),
    ]


def chips(actor: Actor, state: CubeState) -> list[Chip]:
    """The filters in words."""
    found = []
    for key, values in state.filters.items():
        names = names_of(actor, BY_KEY[key], values)
        text = pgettext("between dimensions", ", ").join(
            names[value] for value in values[:NAMED_VALUES]
        )
        if len(values) > NAMED_VALUES:
            text = _("%(names)s and %(more)d more") % {
                "names": text,
                "more": len(values) - NAMED_VALUES,
            }
        rest = {one: kept for one, kept in state.filters.items() if one != key}
        found.append(Chip(BY_KEY[key].label, text, key, state.but(filters=rest).query()))
    return found


def sliced(actor: Actor, state: CubeState) -> str:
    """The filters as one clause, for where no chips are; empty where everything counts."""
    conditions = [
        pgettext("condition of a cube", "%(label)s: %(values)s")
        % {"label": one.label, "values": one.text}
        for one in chips(actor, state)
    ]
    if not conditions:
        return ""
    joined = pgettext("between conditions", "; ").join(conditions)
    return pgettext("conditions of a cube", "only %(conditions)s") % {"conditions": joined}


def kept(state: CubeState) -> list[tuple[str, str]]:
    """The state as hidden fields of a form."""
    given = QueryDict(state.query())
    return [(name, value) for name, values in given.lists() for value in values]


def title_of(state: CubeState) -> str:
    """The cube in words: revenue by city and quarter."""
    names = [str(one.label) for one in state.dimensions]
    if not names:
        return str(state.measured.label)
    by = pgettext("between dimensions", ", ").join(names)
    words = {"figure": state.measured.label, "dimensions": by}
    if state.standing and any(map(is_of_then, state.dimensions)):
        return _("%(figure)s by %(dimensions)s, customers as they were then") % words
    return _("%(figure)s by %(dimensions)s") % words


def span_text(span: Span, measured: Measured) -> str:
    """The days of a span in words; of what customers are now, the day that they were computed."""
    if measured.is_now:
        return _as_of(measured)
    if span.first is None or span.last is None:
        return str(PERIODS["all"])
    written = pgettext("format of a day", "j M Y")
    first, last = (date_format(day, written) for day in (span.first, span.last))
    return _("%(first)s to %(last)s") % {"first": first, "last": last}


def _as_of(measured: Measured) -> str:
    runs = MeasureRun.objects.order_by("-id")
    table = measured.source[0]
    run = (runs.filter(measure=table.removeprefix("measure_")) if table else runs).first()
    if run is None:
        return ""
    day = date_format(run.as_of, pgettext("format of a day", "j M Y"))
    return _("as of %(day)s") % {"day": day}


def _control(name: str, label: Text, options: Iterable[tuple[str, Text]], chosen: str) -> Control:
    return Control(name, name, label, tuple(options), chosen)
