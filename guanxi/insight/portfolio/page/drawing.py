"""What the page draws: matrices with a list behind each cell, rows with bars, levels as a table."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guanxi.insight.measures import Class, Measure, Text
from guanxi.insight.portfolio.attention.measure import ATTENTION, SEGMENTS
from guanxi.insight.portfolio.credit.measure import CREDIT
from guanxi.insight.portfolio.key_account.measure import KEY_ACCOUNT
from guanxi.insight.portfolio.page.figures import NOTHING, Held, Portfolio
from guanxi.insight.portfolio.potential.measure import POTENTIAL
from guanxi.insight.portfolio.prospects.measure import PROSPECTS
from guanxi.insight.pyramid.measure import PYRAMID
from guanxi.insight.structure.links import list_where

SHADES = 6
FULL_BAR = 100


@dataclass(frozen=True)
class Axes:
    """How the classes of a measure lie: rows from the top, columns from the left, low first."""

    measure: Measure
    across: Text
    up: Text
    rows: tuple[tuple[str, str], tuple[str, str]]


MATRICES = (
    Axes(
        POTENTIAL,
        _("Potential value"),
        _("Present value"),
        (("maintain", "key"), ("low", "develop")),
    ),
    Axes(
        KEY_ACCOUNT,
        _("Our strength"),
        _("Attraction"),
        (("develop", "key"), ("chance", "maintain")),
    ),
    Axes(
        PROSPECTS,
        _("Prospects of our products"),
        _("Growth of customer and market"),
        (("dangerous", "star"), ("dog", "mature")),
    ),
)


@dataclass(frozen=True)
class Cell:
    """One field of a matrix."""

    label: Text
    customers: int
    profit: int
    shade: str
    href: str


@dataclass(frozen=True)
class Matrix:
    """A measure as two by two fields; who cannot be placed is counted beside it."""

    key: str
    label: Text
    across: Text
    up: Text
    rows: tuple[tuple[Cell, ...], ...]
    placed: int
    unknown: int
    unknown_href: str


@dataclass(frozen=True)
class Row:
    """One class of a measure with bars for its part of customers."""

    label: Text
    about: str
    tone: str
    customers: int
    profit: int
    bar: int
    href: str


@dataclass(frozen=True)
class Table:
    """The classes of one measure from first to last, and in `more` what follows from them."""

    key: str
    label: Text
    rows: tuple[Row, ...]
    unknown: int
    unknown_href: str
    finding: str = ""
    more_label: Text = ""
    more: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Level:
    """One level of attention: how many customers it fits, by what they are given."""

    label: Text
    rule: Text
    given: tuple[tuple[int, str], ...]
    customers: int
    href: str


@dataclass(frozen=True)
class CostRow:
    """One part of the cost to serve, with its share of all cost."""

    label: str | Promise
    cost: int | None
    bar: int


def draw_matrix(axes: Axes, held: Mapping[str, Held]) -> Matrix:
    """The matrix of a measure, the field most customers are in the darkest."""
    keys = [key for row in axes.rows for key in row]
    most = max((held.get(key, NOTHING).customers for key in keys), default=0)
    rows = tuple(tuple(_cell(axes.measure, key, held, most) for key in row) for row in axes.rows)
    return Matrix(
        axes.measure.key,
        axes.measure.label,
        axes.across,
        axes.up,
        rows,
        sum(held.get(key, NOTHING).customers for key in keys),
        held.get("unknown", NOTHING).customers,
        where(axes.measure, "unknown"),
    )


def class_table(
    measure: Measure, held: Mapping[str, Held], parameters: Mapping[str, object]
) -> Table:
    """The classes of a measure as rows."""
    rows = _rows(measure.classes, measure.columns["class"], held, parameters)
    unknown = held.get("unknown", NOTHING).customers
    return Table(measure.key, measure.label, rows, unknown, where(measure, "unknown"))


def credit_table(portfolio: Portfolio, parameters: Mapping[str, object], finding: str) -> Table:
    """The grades of credit, and who stands within its limit and who over it."""
    table, use = class_table(CREDIT, portfolio.classes[CREDIT.key], parameters), "credit_use"
    more = _rows(CREDIT.segments, use, portfolio.credit.held, parameters)
    label = next(one.label for one in CREDIT.profile if one.name == use)
    return replace(table, finding=finding, more_label=label, more=more)


def level_rows(portfolio: Portfolio) -> tuple[Level, ...]:
    """The levels of attention, the closest first."""
    found = []
    for one in reversed(ATTENTION.classes):
        key = str(one.key)
        given = tuple(
            (portfolio.given.get((key, str(given.key)), 0), _given(key, str(given.key)))
            for given in SEGMENTS
        )
        href = where(ATTENTION, key)
        found.append(Level(one.label, one.rule, given, sum(n for n, _href in given), href))
    return tuple(found)


def cost_rows(costs: Mapping[str, int]) -> tuple[CostRow, ...]:
    """The parts of the cost to serve, the largest first."""
    total = sum(costs.values())
    labels = {
        "contact_cost": _("Contacts and tasks"),
        "order_cost": _("Handling of orders"),
        "discount_cost": _("Discounts"),
        "return_cost": _("Returns"),
        "waiting_cost": _("Waiting for late money"),
    }
    largest = sorted(costs.items(), key=lambda one: (-one[1], one[0]))
    return tuple(
        CostRow(labels[name], _known(name, cost), round(FULL_BAR * cost / total) if total else 0)
        for name, cost in largest
    )


def _known(name: str, cost: int) -> int | None:
    """What contacts cost is unknown where none is recorded."""
    return None if name == "contact_cost" and not cost else cost


def segment_name(part: str) -> Text:
    """What a segment is called: a tier of the pyramid by its name, anything else by itself."""
    tiers = {str(one.key): one.label for one in PYRAMID.classes}
    return tiers.get(part, part)


def where(measure: Measure, key: str) -> str:
    """The list of customers in a class of the measure."""
    return list_where((measure.columns["class"], "is", key))


def _rows(
    classes: tuple[Class, ...],
    column: str,
    held: Mapping[str, Held],
    parameters: Mapping[str, object],
) -> tuple[Row, ...]:
    total, rows = sum(one.customers for key, one in held.items() if key != "unknown"), []
    for one in classes:
        found = held.get(str(one.key), NOTHING)
        bar = round(FULL_BAR * found.customers / total) if total else 0
        about, href = one.rule_with(parameters), list_where((column, "is", str(one.key)))
        rows.append(Row(one.label, about, one.tone, found.customers, found.profit, bar, href))
    return tuple(rows)


def _given(level: str, given: str) -> str:
    return list_where(("attention_class", "is", level), ("attention_segment", "is", given))


def _cell(measure: Measure, key: str, held: Mapping[str, Held], most: int) -> Cell:
    found, named = held.get(key, NOTHING), measure.class_named(key)
    shade = 0 if not found.customers else 1 + round((SHADES - 2) * (found.customers / most) ** 0.5)
    return Cell(named.label, found.customers, found.profit, f"h{shade}", where(measure, key))
