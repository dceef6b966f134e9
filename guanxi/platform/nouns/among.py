"""``team__among=ids_of(teams)``: membership in a large set of ids, as rights ask for it.

The ORM would handle each of some hundred teams several times for every query; here the numbers
are written into the statement once for each set.
"""

from collections.abc import Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import ForeignKey, Lookup
from django.db.models.sql.compiler import SQLCompiler


@dataclass(frozen=True)
class Ids:
    """Some ids as they stand in a statement."""

    sql: str


@ForeignKey.register_lookup
class Among(Lookup[Any]):
    """Whether a relation points to one of the ids."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """The condition; numbers only, so nothing in it is anybody's text."""
        if not self.rhs.sql:
            raise EmptyResultSet
        lhs, params = self.process_lhs(compiler, connection)
        return f"{lhs} IN ({self.rhs.sql})", tuple(params)


@lru_cache(maxsize=1_000)
def ids_of(numbers: Set[int]) -> Ids:
    """The ids of a frozen set, in order."""
    return Ids(", ".join(str(int(one)) for one in sorted(numbers)))
