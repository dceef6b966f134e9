"""Whether the tables are those that this state of the code reads and writes."""

from django.apps import apps
from django.db import connection

# Generated columns too, which the plain list of SQLite leaves out.
THERE = {
    "sqlite": (
        "SELECT m.name, c.name FROM sqlite_master m, pragma_table_xinfo(m.name) c"
        " WHERE m.type = 'table'"
    ),
    "postgresql": (
        "SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
        " WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')"
        " AND a.attnum > 0 AND NOT a.attisdropped"
    ),
}
# The index keeps its grams in a column of its own.
BESIDE = {"platform_searchentry": {"grams"}}
Columns = dict[str, set[str]]


def differences_of_tables() -> list[str]:
    """What is missing in the database or unknown to the code, by table or column; none, usually."""
    there, wanted = _there(), _wanted()
    found = [f"no table {table}" for table in sorted(wanted.keys() - there.keys())]
    for table in sorted(wanted.keys() & there.keys()):
        found += [f"no {table}.{name}" for name in sorted(wanted[table] - there[table])]
        found += [
            f"unknown {table}.{name}"
            for name in sorted(there[table] - wanted[table] - BESIDE.get(table, set()))
        ]
    return found


def _there() -> Columns:
    found: Columns = {}
    with connection.cursor() as cursor:
        cursor.execute(THERE[connection.vendor])
        for table, column in cursor.fetchall():
            found.setdefault(table, set()).add(column)
    return found


def _wanted() -> Columns:
    return {
        model._meta.db_table: {str(column.column) for column in model._meta.concrete_fields}
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }
