"""SQL files made of named stages, so that any figure can be traced to the query that made it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlglot import exp

DIALECT = "duckdb"
HEADING = re.compile(r"^-- stage: (?P<name>[a-z][a-z0-9_]*)$", re.MULTILINE)

Value = str | int | date | Decimal


@dataclass(frozen=True)
class Stages:
    """The stages of one file in order, each a name and a query in DuckDB's dialect."""

    queries: tuple[tuple[str, exp.Expr], ...]

    @classmethod
    def read(cls, path: Path) -> Stages:
        """The stages of the file; ValueError where a stage is named twice or none is named."""
        return cls.parse(path.read_text(encoding="utf-8"), str(path))

    @classmethod
    def parse(cls, text: str, source: str = "text") -> Stages:
        """The stages written in the text; `source` names it in errors."""
        import sqlglot

        headings = list(HEADING.finditer(text))
        names = [heading["name"] for heading in headings]
        if not names or len(set(names)) != len(names):
            raise ValueError(f"{source}: each stage needs a name of its own")
        ends = [heading.start() for heading in headings[1:]] + [len(text)]
        bodies = [text[h.end() : end] for h, end in zip(headings, ends, strict=True)]
        parsed = [sqlglot.parse_one(body.strip().rstrip(";"), dialect=DIALECT) for body in bodies]
        return cls(tuple(zip(names, parsed, strict=True)))

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the stages in order; the last one is the result."""
        return tuple(name for name, _ in self.queries)

    def reads(self) -> frozenset[str]:
        """The tables that the stages read beside each other: where the figures come from."""
        from sqlglot import exp

        named = (table.name for _, query in self.queries for table in query.find_all(exp.Table))
        return frozenset(named) - frozenset(self.names)

    def query(self, parameters: Mapping[str, Value], upto: str = "", dialect: str = DIALECT) -> str:
        """One SELECT that gives the rows of the last stage (or of `upto`) on the engine named."""
        wanted = upto or self.names[-1]
        stages = self.queries[: self.names.index(wanted) + 1]
        bound = [(name, bind(query, parameters)) for name, query in stages]
        if dialect != DIALECT:
            bound = [(name, dividing_as_here(query)) for name, query in bound]
        parts = [f"{name} AS (\n{query.sql(dialect, pretty=True)}\n)" for name, query in bound]
        return "WITH " + ",\n".join(parts) + f"\nSELECT * FROM {wanted}"


def bind(query: exp.Expr, parameters: Mapping[str, Value]) -> exp.Expr:
    """The query with each `$name` replaced by its value; KeyError if one is missing."""
    from sqlglot import exp

    return query.transform(
        lambda node: literal(parameters[node.name]) if isinstance(node, exp.Placeholder) else node
    )


def dividing_as_here(query: exp.Expr) -> exp.Expr:
    """The query with `/` said as DuckDB means it: of doubles, where Spark would cut decimals."""
    from sqlglot import exp

    def doubled(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Div):
            for side in ("this", "expression"):
                node.set(side, exp.cast(node.args[side], "DOUBLE"))
        return node

    return query.transform(doubled)


def literal(value: Value) -> exp.Expr:
    """The value as a literal that every engine reads alike."""
    from sqlglot import exp

    if isinstance(value, date):
        return exp.cast(exp.Literal.string(value.isoformat()), "DATE")
    if isinstance(value, str):
        return exp.Literal.string(value)
    return exp.Literal.number(str(value)) if value >= 0 else exp.Neg(this=literal(-value))
