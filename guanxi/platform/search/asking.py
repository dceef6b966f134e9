"""Whether a record is found, asked of each record: of a text that many have, soonest.

A list shows the first fifty, and counts no more than ten thousand. Of a text that one record in
twenty has, those are met before the index has told all that have it.
"""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func, Q
from django.db.models.sql.compiler import SQLCompiler

from guanxi.platform.search.latest import Span
from guanxi.platform.search.matching import among, span_numbered, span_of
from guanxi.platform.search.models import RECORDS_OF_NOUN
from guanxi.platform.search.query import parse

# A text is frequent when so many of the last four hundred records have it.
NEAR, FREQUENT = 400, 16
INSIDE = {"sqlite": "instr", "postgresql": "strpos"}

# Of each list, an entry must have all texts inside.
Texts = Sequence[Sequence[str]]


def being_found(noun: str, text: str, hidden: Collection[int] = ()) -> Q:
    """The condition of being found by a text; `hidden` names lines in which nothing must be."""
    query = parse(text)
    texts = [[word.inside for word in clause] for clause in query.clauses]
    if hidden or not texts or not all(map(all, texts)):
        return Q(pk__in=among(span_of(noun), query, hidden))
    span, held = _latest(noun, texts)
    if span is not None and held >= FREQUENT:
        return Q(_Found(span, texts))
    return Q(pk__in=among(span, query))


class _Found(Func):
    """True of a record whose entry has the texts of any of the lists inside."""

    output_field = BooleanField()

    def __init__(self, span: Span, texts: Texts) -> None:
        super().__init__(F("pk"))
        self.span, self.texts = span, texts

    def as_sql(
        self, compiler: SQLCompiler, connection: Any, *_args: Any, **_context: Any
    ) -> tuple[str, tuple[Any, ...]]:
        """Nothing is found of a record without an entry."""
        record, of_record = compiler.compile(self.source_expressions[0])
        inside, held = _has(self.texts)
        entry = f"FROM platform_searchentry e WHERE e.id = {record} + {self.span.first:d}"
        return f"COALESCE((SELECT {inside} {entry}), FALSE)", (*held, *of_record)


def _latest(noun: str, texts: Texts) -> tuple[Span | None, int]:
    """The entries of a noun, and how many of the last ones have the texts."""
    inside, held = _has(texts)
    first = f"n.id * {RECORDS_OF_NOUN:d}"
    sql = (
        f"SELECT n.id, (SELECT count(*) FROM (SELECT text FROM platform_searchentry"  # noqa: S608
        f" WHERE id >= {first} AND id < {first} + {RECORDS_OF_NOUN:d}"
        f" ORDER BY id DESC LIMIT {NEAR:d}) e WHERE {inside})"
        " FROM platform_searchnoun n WHERE n.name = %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*held, noun])
        found = cursor.fetchone()
    return (span_numbered(found[0], noun), found[1]) if found else (None, 0)


def _has(texts: Texts) -> tuple[str, list[str]]:
    one = f"{INSIDE[connection.vendor]}(e.text, %s) > 0"
    lists = (" AND ".join([one] * len(words)) for words in texts)
    return f"({' OR '.join(lists)})", [word for words in texts for word in words]
