"""A column that SQLite's planner shall not look up by index."""

from typing import Any

from django.db.models import Expression, F
from django.db.models.sql.compiler import SQLCompiler


class Unindexed(Expression):
    """The column at ``path``, marked so that SQLite walks another index instead.

    SQLite's planner does not know that a list stops after fifty rows: it gathers every row that
    an actor may see and sorts them. Where many rows are seen it is far cheaper to walk the index
    of the sort order; PostgreSQL finds that out by itself.
    """

    def __init__(self, path: str) -> None:
        super().__init__()
        self.column: Any = F(path)

    def get_source_expressions(self) -> list[Any]:
        return [self.column]

    def set_source_expressions(self, expressions: Any) -> None:
        (self.column,) = expressions

    def _resolve_output_field(self) -> Any:
        return self.column.output_field

    def as_sql(self, compiler: SQLCompiler, connection: Any, **_: Any) -> tuple[str, Any]:
        sql, params = compiler.compile(self.column)
        return (f"+{sql}" if connection.vendor == "sqlite" else sql), params
