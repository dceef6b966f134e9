"""Making and dropping an index while people write, where the database can."""

from django.db import connection


def concurrently() -> str:
    """The word for it: PostgreSQL can, unless a transaction is running; SQLite has none."""
    is_alone = connection.vendor == "postgresql" and not connection.in_atomic_block
    return "CONCURRENTLY " if is_alone else ""
