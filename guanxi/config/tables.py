"""Bringing the database's tables up to date, in seconds when there are none yet."""

import sys

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

# Of what differs so much is named.
SHOWN = 5


def bring_up_to_date() -> None:
    """Migrates when needed; an empty database gets its tables as they are today."""
    if make_where_none():
        return
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        _tell("Bringing the database up to date …")
        call_command("migrate", interactive=False, verbosity=0)
    refuse_other_tables()


def refuse_other_tables() -> None:
    """Ends with a sentence where the tables are of another state of the code, with no way up."""
    from guanxi.platform.table_columns import differences_of_tables

    if not (found := differences_of_tables()):
        return
    further = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    where = (
        "DATABASE_URL" if connection.vendor == "postgresql" else f"GUANXI_DATA ({settings.DATA})"
    )
    raise SystemExit(
        f"The tables in {where} are not those of this state of the program:"
        f" {', '.join(found[:SHOWN])}{further}. Nothing was changed.\n"
        "Before the first release tables have no way up by themselves. With the state that made"
        " them: bin/guanxi backup FILE; with this one, into a new GUANXI_DATA or database:"
        " bin/guanxi restore FILE."
    )


def make_where_none() -> bool:
    """Makes the tables of an empty database; whether it was empty."""
    _reach_database()
    is_empty = not connection.introspection.table_names()
    if is_empty:
        _tell("Making the database …")
        _make_tables()
    return is_empty


def _reach_database() -> None:
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        where = "DATABASE_URL" if connection.vendor == "postgresql" else "GUANXI_DATA"
        reason = str(error).strip()
        raise SystemExit(f"Cannot open the database that {where} names: {reason}") from None


def _make_tables() -> None:
    """Walking through every migration would take ten times as long and end at the same tables."""
    modules = settings.MIGRATION_MODULES
    settings.MIGRATION_MODULES = {config.label: None for config in apps.get_app_configs()}
    try:
        call_command("migrate", run_syncdb=True, interactive=False, verbosity=0)
    finally:
        settings.MIGRATION_MODULES = modules
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    for app, name in MigrationLoader(connection).graph.nodes:
        recorder.record_applied(app, name)


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
