"""The matrices of loyalty: two rows, two columns, each cell a list of customers."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.insight.loyalty.contentment.measure import CONTENTMENT
from guanxi.insight.loyalty.kinds.measure import LOYALTY_KIND
from guanxi.insight.loyalty.measure import LOYALTY
from guanxi.insight.loyalty.profit.measure import PROFIT_TENURE
from guanxi.insight.measures import UNKNOWN, Measure
from guanxi.insight.structure.links import list_where

Text = str | Promise
SHADES = 6


@dataclass(frozen=True)
class Axes:
    """How a measure is laid out: names of the rows and columns, and the classes of each cell."""

    measure: Measure
    title: Text
    rows: tuple[Text, Text]
    columns: tuple[Text, Text]
    cells: tuple[tuple[tuple[str, ...], tuple[str, ...]], tuple[tuple[str, ...], tuple[str, ...]]]


@dataclass(frozen=True)
class Cell:
    """One cell: its name, customers, share of those known, and the list behind it."""

    label: str
    customers: int
    share: float | None
    shade: str
    href: str
    advice: str


@dataclass(frozen=True)
class Matrix:
    """Two rows of two cells, and those of whom nothing is known."""

    title: Text
    columns: tuple[Text, Text]
    rows: tuple[tuple[Text, tuple[Cell, ...]], ...]
    known: int
    unknown: int
    unknown_href: str


@dataclass(frozen=True)
class KindRow:
    """One of the seven kinds, how many it holds, and what to do."""

    label: str
    advice: str
    customers: int
    bar: int
    href: str


AXES = (
    Axes(
        LOYALTY,
        _("Attitude and purchases (Dick & Basu)"),
        (_("attached"), _("not attached")),
        (_("buys often"), _("buys seldom")),
        ((("true",), ("latent",)), (("spurious",), ("none",))),
    ),
    Axes(
        CONTENTMENT,
        _("Satisfaction and purchases (Jones & Sasser)"),
        (pgettext_lazy("row of a matrix", "satisfied"), _("not satisfied")),
        (_("buys often"), _("buys seldom")),
        ((("apostle", "loyalist"), ("mercenary",)), (("hostage",), ("defector", "terrorist"))),
    ),
    Axes(
        PROFIT_TENURE,
        _("Profit and tenure (Reinartz & Kumar)"),
        (_("profitable"), _("brings little")),
        (_("for long"), _("not for long")),
        ((("true_friend",), ("butterfly",)), (("barnacle",), ("stranger",))),
    ),
)


def draw_matrices(classes: Mapping[str, Mapping[str, int]]) -> tuple[Matrix, ...]:
    """The matrices that were computed."""
    return tuple(
        _matrix(axes, classes[axes.measure.key]) for axes in AXES if axes.measure.key in classes
    )


def kind_rows(classes: Mapping[str, Mapping[str, int]]) -> tuple[KindRow, ...]:
    """The seven kinds and those without, in the order of the theory."""
    counts = classes.get(LOYALTY_KIND.key, {})
    most = max((counts.get(str(one.key), 0) for one in LOYALTY_KIND.classes), default=0) or 1
    return tuple(
        KindRow(
            str(one.label),
            str(one.advice),
            counts.get(one.key, 0),
            round(100 * counts.get(one.key, 0) / most),
            list_where(("loyalty_kind", "is", one.key)),
        )
        for one in LOYALTY_KIND.classes
    )


def _matrix(axes: Axes, counts: Mapping[str, int]) -> Matrix:
    column = axes.measure.columns["class"]
    known = sum(number for key, number in counts.items() if key != UNKNOWN)
    most = max((counts.get(key, 0) for key in counts if key != UNKNOWN), default=0)
    rows = tuple(
        (name, tuple(_cell(axes.measure, keys, counts, most) for keys in cells))
        for name, cells in zip(axes.rows, axes.cells, strict=True)
    )
    unknown = counts.get(UNKNOWN, 0)
    return Matrix(
        axes.title, axes.columns, rows, known, unknown, list_where((column, "is", UNKNOWN))
    )


def _cell(measure: Measure, keys: tuple[str, ...], counts: Mapping[str, int], most: int) -> Cell:
    known = sum(number for key, number in counts.items() if key != UNKNOWN)
    customers = sum(counts.get(key, 0) for key in keys)
    share = customers / known if known else None
    shade = 0 if not customers else 1 + round((SHADES - 2) * customers / most)
    classes = [measure.class_named(key) for key in keys]
    return Cell(
        label=" / ".join(str(one.label) for one in classes),
        customers=customers,
        share=share,
        shade=f"h{min(shade, SHADES)}",
        href=list_where((measure.columns["class"], "in", list(keys))),
        advice=str(classes[-1].advice),
    )
