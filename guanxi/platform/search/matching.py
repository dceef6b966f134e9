"""Which records a typed text finds."""

from collections.abc import Collection, Iterable

from django.db.models import BigIntegerField
from django.db.models.expressions import RawSQL

from guanxi.platform.search.engines import engine
from guanxi.platform.search.grams import grams_of
from guanxi.platform.search.latest import Span
from guanxi.platform.search.models import RECORDS_OF_NOUN, SearchNoun
from guanxi.platform.search.query import Clause, Query, Word, parse

NOTHING = "SELECT 0 WHERE 1 = 0"


def matching(noun: str, text: str, hidden: Collection[int] = ()) -> RawSQL:
    """The ids of the records of a noun that a text finds, for `filter(pk__in=…)`.

    `hidden` names the lines (0 is the title) in which nothing must be found.
    """
    return among(span_of(noun), parse(text), hidden)


def among(span: Span | None, query: Query, hidden: Collection[int] = ()) -> RawSQL:
    """As ``matching``, of a noun whose entries are known."""
    if span is None or not query.clauses:
        return RawSQL(NOTHING, [], output_field=BigIntegerField())  # noqa: S611
    if hidden:
        sql, parameters = engine().listed(_found_in_the_open(span, query, hidden))
    else:
        statements = [engine().records(span, clause) for clause in query.clauses]
        sql = " UNION ".join(statement for statement, _ in statements)
        parameters = [value for _, values in statements for value in values]
    # Whatever was typed is bound; the statements are made of our own words and numbers.
    return RawSQL(sql, parameters, output_field=BigIntegerField())  # noqa: S611


def span_of(noun: str) -> Span | None:
    """The first and last entry that a noun can have, or nothing if it was never indexed."""
    return spans_of([noun]).get(noun)


def spans_of(nouns: Iterable[str]) -> dict[str, Span]:
    """The first and last entry of each of these nouns that was ever indexed."""
    numbered = SearchNoun.objects.filter(name__in=list(nouns)).values_list("name", "pk")
    return {name: span_numbered(number, name) for name, number in numbered}


def span_numbered(number: int, noun: str) -> Span:
    """The entries of the noun for which that number stands."""
    return Span(number * RECORDS_OF_NOUN, (number + 1) * RECORDS_OF_NOUN - 1, noun)


def finds(query: Query, text: str) -> bool:
    """Whether a query finds a text: the same answer that the index gives, from the text alone."""
    grams = frozenset(grams_of(text))
    return any(_has_all(clause, text, grams) for clause in query.clauses)


def readable_text(text: str, hidden: Collection[int]) -> str:
    """An indexed text without the fields (0 is the title) that somebody may not see."""
    lines = text.split("\n")
    if 0 in hidden:
        hidden = [*hidden, len(lines) - 2, len(lines) - 1]
    return "\n".join("" if number in hidden else line for number, line in enumerate(lines))


def _found_in_the_open(span: Span, query: Query, hidden: Collection[int]) -> list[int]:
    found: set[int] = set()
    for clause in query.clauses:
        for entry, text in engine().every(span, clause):
            if finds(query, readable_text(text, hidden)):
                found.add(entry - span[0])
    return sorted(found)


def _has_all(clause: Clause, text: str, grams: frozenset[str]) -> bool:
    return all(word.contains in text and _has_a_way(word, grams) for word in clause)


def _has_a_way(word: Word, grams: frozenset[str]) -> bool:
    return not word.ways or any(grams.issuperset(way) for way in word.ways)
