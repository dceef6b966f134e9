"""Indexes that only lists are sorted by rest while a large file fills a small table.

A new record meets each of them at another page, which SQLite and PostgreSQL then write whole: a
third of a large import. Made at the end they cost seconds. Whoever opens a list meanwhile waits for
it to be sorted; duplicates are met by indexes that stay. After a kill the missing ones are made
when the import goes on, at the next start, or at night.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection, models

from guanxi.platform.concurrently import concurrently
from guanxi.platform.imports.models import ImportRun
from guanxi.platform.imports.plan import Drafting
from guanxi.platform.nouns.registry import noun_named, nouns

# A file of so many bytes (some 100,000 rows), and a table of fewer rows than this.
LARGE_FILE = 16_000_000
SMALL_TABLE = 20_000
# Lists open in this order, and new records come last in it, which costs little.
NEWEST = "updated_at"
DECLARED = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'index'",
    "postgresql": "SELECT relname FROM pg_class JOIN pg_index ON indexrelid = oid WHERE indisvalid",
}
# Sorting for an index takes as much memory as pages may.
SORTING = ("PRAGMA temp_store = FILE", "PRAGMA cache_size = -16000")
SORTED = "PRAGMA temp_store = MEMORY"


@contextmanager
def filling(run: ImportRun, drafting: Drafting | None) -> Iterator[None]:
    """While it lasts, indexes of the noun that is drafted rest, where that is worth it."""
    if drafting is None or not _is_worth_it(run, noun_named(drafting.noun).model):
        yield
        return
    model = noun_named(drafting.noun).model
    met_by = {rule.columns[0] for rule in drafting.rules}
    try:
        for index in model._meta.indexes:
            if _serves_lists_only(model, index, met_by):
                _execute(f'DROP INDEX {concurrently()}IF EXISTS "{index.name}"')
        yield
    finally:
        make_missing([model])


def make_missing(tables: Iterable[type[models.Model]] = ()) -> list[str]:
    """Make declared indexes that are not there, of all nouns or of these; gives their names."""
    wanted = set(tables) or {noun.model for noun in nouns().values()}
    with connection.cursor() as cursor:
        cursor.execute(DECLARED[connection.vendor])
        there = {name for (name,) in cursor.fetchall()}
    missing = [
        (model, index)
        for model in sorted(wanted, key=lambda one: one._meta.db_table)
        for index in model._meta.indexes
        if index.name not in there
    ]
    with _little_memory(bool(missing)):
        for model, index in missing:
            _make(model, index)
    return [index.name for _, index in missing]


def _is_worth_it(run: ImportRun, model: type[models.Model]) -> bool:
    if run.size < LARGE_FILE or run.options.get("dry_run") or connection.in_atomic_block:
        return False
    return model._default_manager.order_by()[:SMALL_TABLE].count() < SMALL_TABLE


def _serves_lists_only(model: type[models.Model], index: models.Index, met_by: set[str]) -> bool:
    """Whether nothing is met by it, no relation followed, and no list opens by it."""
    first = model._meta.get_field(index.fields[0])
    is_followed = first.is_relation and NEWEST not in index.fields
    return not is_followed and first.name not in met_by and first.name != NEWEST


def _make(model: type[models.Model], index: models.Index) -> None:
    editor = connection.SchemaEditorClass(connection, collect_sql=True)
    said = str(index.create_sql(model, editor))
    made = said.replace("CREATE INDEX", f"CREATE INDEX {concurrently()}", 1)
    # PostgreSQL leaves one behind that it could not bring to its end.
    _execute(f'DROP INDEX {concurrently()}IF EXISTS "{index.name}"')
    _execute(made)


def _execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


@contextmanager
def _little_memory(is_needed: bool) -> Iterator[None]:
    if not is_needed or connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        [before] = cursor.execute("PRAGMA cache_size").fetchone()
        for habit in SORTING:
            cursor.execute(habit)
        try:
            yield
        finally:
            cursor.execute(SORTED)
            cursor.execute(f"PRAGMA cache_size = {int(before)}")
