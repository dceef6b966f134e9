"""Where every figure comes from and how fresh it is, for those who answer for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.insight.measures import Text
from guanxi.insight.records import latest_runs
from guanxi.insight.registry import MEASURES
from guanxi.warehouse.data_tests import NOTICES
from guanxi.warehouse.engine import reading
from guanxi.warehouse.refresh import category_day_stages, purchase_day_stages, warehouse_file

if TYPE_CHECKING:
    import duckdb

TABLES: dict[str, Text] = {
    "dim_team": _("Teams"),
    "dim_staff": _("Colleagues"),
    "dim_product": _("Products"),
    "dim_person": pgettext_lazy("of a warehouse", "People"),
    "dim_customer": _("Customers"),
    "dim_order": _("Orders"),
    "fact_order_line": _("Order lines"),
    "fact_payment": _("Payments"),
    "fact_interaction": _("Contacts"),
    "fact_activity": _("Tasks, meetings and calls"),
    "fact_consent": _("Consent"),
    "fact_relation": _("Relations of customers"),
    "fact_affiliation": _("Further posts of people"),
    "fact_score": _("Answers to surveys"),
    "fact_switching_note": _("Notes on switching"),
    "fact_judgement": _("Judgements of customers"),
    "purchase_day": _("Purchases by customer and day"),
    "category_day": _("Sales by customer, day and category"),
    "cube_customer": _("Traits and classes of customers, for the cube"),
    "cuboid": _("Sums that the cube keeps ready"),
    "dim_customer_history": _("What customers were before"),
    "dim_product_history": _("What products were before"),
    "dim_staff_history": _("What colleagues were before"),
    "dim_customer_class": _("Which class customers had before"),
    "category_number": _("Product categories, numbered"),
    "lifecycle_spell": _("How long customers stayed in each stage"),
    "clv_holdout": _("Values foretold on a past day, and what came"),
    "clv_spend_holdout": _("What a purchase would bring, foretold, and what it brought"),
    "churn_check": _("Chances of leaving foretold on a past day, and what came"),
    "forecast_history": _("What was sold, step by step, for the forecast"),
    "upgrade_price": _("What products cost, by category"),
    "upgrade_move": _("Dearer products to which customers moved"),
    "next_pairs": _("Products that are bought after each other"),
    "next_sellers": _("Products that sell best"),
    "next_offers": _("What each customer may buy next"),
}
TESTS: dict[str, Text] = {
    "unique": _("each key once"),
    "reference": _("every reference found"),
    "books": _("sums as in the books"),
    "spans": _("no two spans of one day"),
}


@dataclass(frozen=True)
class Table:
    """One table of the star: what feeds it, what it feeds, and how its tests came out."""

    name: str
    label: Text
    source: str
    rows: int
    compared_at: dt.datetime | None
    changed_at: dt.datetime | None
    tests: tuple[Text, ...]
    failed: int
    in_bin: int
    feeds: tuple[Text, ...]


@dataclass(frozen=True)
class Derived:
    """One measure: the tables it is computed from, as of which day, when."""

    label: Text
    reads: tuple[Text, ...]
    as_of: dt.date | None
    finished_at: dt.datetime | None


@dataclass(frozen=True)
class Freshness:
    """The whole warehouse, tables first."""

    tables: tuple[Table, ...]
    measures: tuple[Derived, ...]
    compared_at: dt.datetime | None
    size: int


def freshness() -> Freshness:
    """Every table and measure of the warehouse as of its last refresh."""
    file = warehouse_file()
    with reading(file) as warehouse:
        tables = tuple(_tables(warehouse))
    runs = latest_runs()
    measures = tuple(
        Derived(
            measure.label,
            tuple(label_of(name) for name in sorted(_reads()[measure.key])),
            run.as_of if (run := runs.get(measure.key)) else None,
            run.finished_at if run else None,
        )
        for measure in MEASURES
    )
    compared = [one.compared_at for one in tables if one.compared_at]
    return Freshness(tables, measures, max(compared, default=None), file.stat().st_size)


def label_of(table: str) -> Text:
    """What a table is called: its own name, or that of the measure whose rows it holds."""
    return {one.table: one.label for one in MEASURES}.get(table) or TABLES[table]


@cache
def _reads() -> dict[str, frozenset[str]]:
    """The tables that each measure reads, and those that days are summed from, parsed once."""
    summed = {"purchase_day": purchase_day_stages(), "category_day": category_day_stages()}
    measured = {measure.key: measure.sources() for measure in MEASURES}
    return {key: stages.reads() for key, stages in summed.items()} | measured


def _tables(warehouse: duckdb.DuckDBPyConnection) -> Iterable[Table]:
    read = warehouse.execute(
        "SELECT table_name, source, row_count, timezone('UTC', compared_at),"
        " timezone('UTC', changed_at) FROM freshness"
    ).fetchall()
    told = {name: rest for name, *rest in read}
    tests = warehouse.execute("FROM data_test ORDER BY ALL").fetchall()
    there = {
        name for (name,) in warehouse.execute("SELECT table_name FROM duckdb_tables()").fetchall()
    }
    # What a fit writes is not there before its measure has been computed.
    for name, label in ((name, label) for name, label in TABLES.items() if name in there):
        source, rows, compared_at, changed_at = told.get(name) or _made(warehouse, name)
        kinds = {kind for table, kind, _about, _n in tests if table == name} - NOTICES
        yield Table(
            name=name,
            label=label,
            source=source,
            rows=rows,
            compared_at=_in_utc(compared_at),
            changed_at=_in_utc(changed_at),
            tests=tuple(TESTS[kind] for kind in TESTS if kind in kinds),
            failed=_failures(tests, name, noticed=False),
            in_bin=_failures(tests, name, noticed=True),
            feeds=tuple(_fed_by(name)),
        )


def _in_utc(moment: dt.datetime | None) -> dt.datetime | None:
    return moment and moment.replace(tzinfo=dt.UTC)


def _made(warehouse: duckdb.DuckDBPyConnection, name: str) -> tuple[str, int, None, None]:
    """A table that the warehouse makes itself, of others."""
    rows = warehouse.execute(f"SELECT COUNT(*) FROM {name}").fetchall()[0][0]  # noqa: S608 our own names
    return "", rows, None, None


def _failures(tests: list[tuple[str, str, str, int]], name: str, *, noticed: bool) -> int:
    return sum(
        n for table, kind, _about, n in tests if table == name and (kind in NOTICES) is noticed
    )


def _fed_by(name: str) -> Iterable[Text]:
    if name in _reads()["purchase_day"] or name == "fact_order_line":
        yield TABLES["purchase_day"]
    if name in _reads()["category_day"] or name in ("fact_order_line", "dim_product"):
        yield TABLES["category_day"]
    if name == "dim_customer":
        yield TABLES["cube_customer"]
    if name in ("category_day", "cube_customer"):
        yield TABLES["cuboid"]
    if name in ("category_day", "cube_customer", "cuboid"):
        yield pgettext_lazy("of a warehouse", "The cube")
    yield from (measure.label for measure in MEASURES if name in _reads()[measure.key])
