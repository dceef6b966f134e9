"""Where figures come from: what each step reads is said, and every table has a name."""

import datetime as dt
import json
from importlib import import_module

import duckdb
import pytest
import sqlglot
from django.utils import translation
from sqlglot import exp

from guanxi.insight import freshness
from guanxi.insight.olap.cuboids import NAME as CUBOID
from guanxi.insight.registry import MEASURES, measure_named
from guanxi.insight.tests.test_run import books  # noqa: F401 a fixture
from guanxi.warehouse.build import CALL
from guanxi.warehouse.refresh import warehouse_file

STEPS = [one for one in MEASURES if one.step]
# What the warehouse keeps about itself, for no figure.
KEPT = {
    *("class_snapshot", "data_test", "extract_print", "freshness", "made_of_snapshot", "made_with"),
    *("measure_fit", "profile_differing", "profile_digest", "category_of", "class_digest"),
    *("account_changed", "kept_state", "books_followed"),
}

# What steps keep from one night to the next.
OWN = {
    *("churn_check", "clv_holdout", "clv_spend_holdout", "forecast_history", "lifecycle_spell"),
    *("next_offers", "next_pairs", "next_sellers", "upgrade_move", "upgrade_price"),
}
AS_OF = dt.date(2026, 11, 19)


class Listening:
    """A connection that remembers which tables were read."""

    def __init__(self, connection, heard):
        self.connection, self.heard = connection, heard

    def __getattr__(self, name):
        return getattr(self.connection, name)

    def execute(self, query, *more):
        self.heard.append(query)
        return self.connection.execute(query, *more)

    def sql(self, query, **more):
        self.heard.append(query)
        return self.connection.sql(query, **more)

    def cursor(self):
        return Listening(self.connection.cursor(), self.heard)


def read_by(queries):
    """The tables in the queries."""
    return {
        table.name
        for query in queries
        for statement in sqlglot.parse(query, dialect="duckdb")
        if statement is not None
        for table in statement.find_all(exp.Table)
    }


@pytest.fixture
def tables(books, compute):  # noqa: F811
    compute()
    return warehouse_file()


def test_every_step_says_what_it_reads(tables):
    with duckdb.connect(str(tables)) as connection:
        there = names_in(connection)
        for measure in STEPS:
            read = read_by(queries_of(measure, connection)) & there
            # What another measure keeps is made of tables that are read beside it.
            read = {name for name in read if not name.startswith("kept_")}
            assert read - KEPT - OWN - {measure.table} == set(measure.reads), measure.key
            assert not there & set(measure.makes), measure.key


def queries_of(measure, connection):
    """Everything that the step of a measure asks the warehouse."""
    heard = []
    of = {key: measure_named(key).parameters().values() for key in measure.needs}
    script = measure.call(measure.parameters(), AS_OF, last={}, of=of)
    where, _, given = script.removeprefix(CALL).partition(" ")
    module, _, function = where.partition(":")
    getattr(import_module(module), function)(Listening(connection, heard), json.loads(given))
    return heard


def names_in(connection):
    rows = connection.execute("SELECT table_name FROM duckdb_tables() WHERE NOT temporary")
    return {name for (name,) in rows.fetchall()}


def test_every_table_and_every_source_of_a_measure_has_a_name(tables):
    with duckdb.connect(str(tables), read_only=True) as connection:
        there = names_in(connection)
    for language in ("en", "zh-hans"):
        with translation.override(language):
            told = {
                name: str(freshness.label_of(name))
                for name in there - KEPT
                if CUBOID not in name and not name.startswith("kept_")
            }
            sources = {one for measure in MEASURES for one in measure.sources()}
            told |= {name: str(freshness.label_of(name)) for name in sources}
        assert all(told.values())
        if language != "en":
            plain = {name for name, label in told.items() if label.isascii()}
            assert plain <= {"measure_rfm", "measure_abc"}, plain


def test_order_lines_feed_what_steps_make_of_them(tables):
    with translation.override("en"):
        shown = freshness.freshness()
        feeds = {one.name: [str(fed) for fed in one.feeds] for one in shown.tables}
        reads = {str(one.label): [str(read) for read in one.reads] for one in shown.measures}
    assert {"Bought together", "Forecast"} <= set(feeds["fact_order_line"])
    assert reads["Bought together"] == ["Customers", "Order lines"]
    assert not any("_" in name for names in reads.values() for name in names)
