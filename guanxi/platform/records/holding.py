"""Letting one transaction after the other past a decision that both would take wrongly at once."""

from typing import TypeVar

from django.db import connection, models

M = TypeVar("M", bound=models.Model)


def held(rows: models.QuerySet[M]) -> models.QuerySet[M]:
    """The rows, each kept from other writers until the transaction ends.

    Their numbers stay, so whoever only points at them need not wait: on PostgreSQL a record that
    is being changed and one that is placed below it would otherwise wait for each other.
    """
    return rows.select_for_update(of=("self",), no_key=True)


def hold(name: str, *, shared: bool = False) -> None:
    """Wait until no other transaction holds ``name``, and hold it until this one ends.

    Those that share it hold it together; nobody holds it alone meanwhile.
    SQLite has one writer anyway; on PostgreSQL each of two could find the other's change missing.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            kind = "_shared" if shared else ""
            cursor.execute(f"SELECT pg_advisory_xact_lock{kind}(hashtext(%s))", [name])
