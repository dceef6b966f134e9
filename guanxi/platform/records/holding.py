"""Letting one transaction after the other past a decision that both would take wrongly at once."""

from django.db import connection


def hold(name: str) -> None:
    """Wait until no other transaction holds ``name``, and hold it until this one ends.

    SQLite has one writer anyway; on PostgreSQL each of two could find the other's change missing.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [name])
