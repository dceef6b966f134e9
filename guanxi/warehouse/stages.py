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
REMARK = re.compile(r"^\s*--.*$", re.MULTILINE)
PARAMETER = re.compile(r"\$(?P<name>[a-z][a-z0-9_]*)")

Value = str | int | date | Decimal


@dataclass(frozen=True)
class Stages:
    """The stages of one file in order, each a name and a query in DuckDB's dialect.

    They are taken apart only where that is needed: for another engine, or to tell what they read.
    """

    texts: tuple[tuple[str, str], ...]

    @classmethod
    def read(cls, *paths: Path) -> Stages:
        """The stages of the files; ValueError where a stage is named twice or none is named."""
        found = [cls.parse(path.read_text(encoding="utf-8"), str(path)) for path in paths]
        return cls(tuple(stage for one in found for stage in one.texts))

    @classmethod
    def parse(cls, text: str, source: str = "text") -> Stages:
        """The stages written in the text; `source` names it in errors."""
        headings = list(HEADING.finditer(text))
        names = [heading["name"] for heading in headings]
        if not names or len(set(names)) != len(names):
            raise ValueError(f"{source}: each stage needs a name of its own")
        ends = [heading.start() for heading in headings[1:]] + [len(text)]
        bodies = [text[h.end() : end] for h, end in zip(headings, ends, strict=True)]
        queries = [REMARK.sub("", body).strip().rstrip(";") for body in bodies]
        return cls(tuple(zip(names, queries, strict=True)))

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the stages in order; the last one is the result."""
        return tuple(name for name, _ in self.texts)

    def upto(self, stage: str) -> Stages:
        """The stages that end with this one."""
        return Stages(self.texts[: self.names.index(stage) + 1])

    def instead(self, queries: Mapping[str, str]) -> Stages:
        """The same stages, those named being these queries."""
        return Stages(tuple((name, queries.get(name, text)) for name, text in self.texts))

    def reads(self) -> frozenset[str]:
        """The tables that the stages read beside each other: where the figures come from."""
        from sqlglot import exp

        named = (table.name for _, text in self.texts for table in parsed(text).find_all(exp.Table))
        return frozenset(named) - frozenset(self.names)

    def query(self, parameters: Mapping[str, Value], upto: str = "", dialect: str = DIALECT) -> str:
        """One SELECT that gives the rows of the last stage (or of `upto`) on the engine named."""
        wanted = upto or self.names[-1]
        stages = [(name, bind(text, parameters)) for name, text in self.upto(wanted).texts]
        if dialect != DIALECT:
            stages = [(name, said_in(dialect, text)) for name, text in stages]
        parts = [f"{name} AS (\n{text}\n)" for name, text in stages]
        return "WITH " + ",\n".join(parts) + f"\nSELECT * FROM {wanted}"


def parsed(text: str) -> exp.Expr:
    """One query, taken apart."""
    import sqlglot

    return sqlglot.parse_one(text, dialect=DIALECT)


def bind(text: str, parameters: Mapping[str, Value]) -> str:
    """The query with each `$name` replaced by its value; KeyError if one is missing."""
    return PARAMETER.sub(lambda found: literal(parameters[found["name"]]), text)


def said_in(dialect: str, text: str) -> str:
    """The query in another engine's dialect."""
    return dividing_as_here(parsed(text)).sql(dialect, pretty=True)


def dividing_as_here(query: exp.Expr) -> exp.Expr:
    """The query with `/` said as DuckDB means it: of doubles, where Spark would cut decimals."""
    from sqlglot import exp

    def doubled(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Div):
            for side in ("this", "expression"):
                node.set(side, exp.cast(node.args[side], "DOUBLE"))
        return node

    return query.transform(doubled)


def literal(value: Value) -> str:
    """The value as a literal that every engine reads alike."""
    if isinstance(value, date):
        return f"CAST('{value.isoformat()}' AS DATE)"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return str(value) if value >= 0 else f"({value})"
