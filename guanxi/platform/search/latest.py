"""The latest entries with some grams, in the way in which PostgreSQL finds them soonest.

Its index gives the entries of a gram in no order, and its planner takes a look into an array for
as cheap as a comparison, so that it walked along ten thousand entries where the index held seven
hundred. It is not asked to choose: how many of the very last entries have the grams tells whether
a text is frequent. The latest with a frequent one are met on a short walk from the end; all with
a rarer one the index gives, to be put in order. One question serves all nouns.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

from guanxi.platform.search.models import RECORDS_OF_NOUN

Entry = tuple[int, str]
Span = tuple[int, int]
Statement = tuple[str, list[Any]]

# A text is frequent when ten of the last two hundred entries of any noun have it.
NEAR, FREQUENT = 200, 10
# As far as a walk goes.
FAR = 6_000


@dataclass(frozen=True)
class Look:
    """What is looked for: of each list all grams of one way, by number, and the texts inside."""

    spans: Sequence[Span]
    ways: Sequence[Sequence[Sequence[int]]]
    contained: Sequence[str]

    def condition(self, array: str = "%s::bigint[]") -> Statement:
        """The condition of having all that, beside being of a span."""
        parts = ["strpos(e.text, %s) > 0" for _ in self.contained]
        parts += [f"({' OR '.join([f'e.grams @> {array}'] * len(ways))})" for ways in self.ways]
        values = [*self.contained, *(list(way) for ways in self.ways for way in ways)]
        return " AND ".join(parts) or "true", values


def latest(look: Look, limit: int) -> list[Entry]:
    """The latest entries of each span, at most so many of each."""
    if not look.ways:
        return _walked(look, "ALL", limit)[0]
    is_frequent, found = _by_index(look, limit, unless=f">= {FREQUENT:d}")
    if not is_frequent:
        return found
    found, unfinished = _walked(look, f"{FAR:d}", limit)
    if unfinished:
        found += every(replace(look, spans=unfinished), limit)
    return found


def every(look: Look, limit: int = RECORDS_OF_NOUN) -> list[Entry]:
    """As ``latest``, by the index alone."""
    return _by_index(look, limit, unless="< 0")[1]


def _by_index(look: Look, limit: int, unless: str) -> tuple[bool, list[Entry]]:
    """The latest entries, or that so many of the very last ones of a span are among them."""
    near, values = look.condition()
    # An array that only running tells keeps the planner from weighing the index against a walk.
    held, arrays = look.condition("(SELECT %s::bigint[])")
    nouns = [first // RECORDS_OF_NOUN for first, _ in look.spans]
    sql = (
        f"WITH frequent AS MATERIALIZED (SELECT 1 FROM {_spans(look)}"  # noqa: S608
        f" CROSS JOIN LATERAL (SELECT count(*) walked, count(*) FILTER (WHERE {near}) held"
        f" FROM ({_end_of_span(f'{NEAR:d}')}) e) near"
        f" WHERE near.walked = {NEAR:d} AND near.held {unless}),"
        f" held AS (SELECT id, text FROM platform_searchentry e WHERE {held}"
        f" AND e.id / {RECORDS_OF_NOUN:d} = ANY(%s) AND NOT EXISTS (SELECT FROM frequent)),"
        f" placed AS (SELECT *, row_number() OVER"
        f" (PARTITION BY id / {RECORDS_OF_NOUN:d} ORDER BY id DESC) place FROM held)"
        " SELECT EXISTS (SELECT FROM frequent), found.id, found.text FROM (SELECT) one"
        f" LEFT JOIN (SELECT id, text FROM placed WHERE place <= {limit:d}) found ON true"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, *arrays, nouns])
        rows = cursor.fetchall()
    return rows[0][0], [(entry, text) for _, entry, text in rows if entry is not None]


def _walked(look: Look, length: str, limit: int) -> tuple[list[Entry], list[Span]]:
    """What so long a walk from the end of each span meets, and which spans may hold more."""
    condition, values = look.condition()
    sql = (
        f"SELECT span.first, span.last, size.entries, found.id, found.text FROM {_spans(look)}"  # noqa: S608
        f" CROSS JOIN LATERAL (SELECT count(*) entries FROM (SELECT FROM platform_searchentry"
        f" WHERE id BETWEEN span.first AND span.last LIMIT {FAR + 1:d}) e) size"
        f" LEFT JOIN LATERAL (SELECT id, text FROM ({_end_of_span(length)}) e"
        f" WHERE {condition} LIMIT {limit:d}) found ON true"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows = cursor.fetchall()
    met: dict[Span, int] = {}
    for first, last, entries, entry, _ in rows:
        if entries > FAR:
            met[first, last] = met.get((first, last), 0) + (entry is not None)
    found = [(entry, text) for *_, entry, text in rows if entry is not None]
    return found, [span for span, number in met.items() if number < limit]


def _spans(look: Look) -> str:
    spans = ", ".join(f"({first:d}::bigint, {last:d}::bigint)" for first, last in look.spans)
    return f"(VALUES {spans}) span(first, last)"


def _end_of_span(length: str) -> str:
    """The latest entries of a span, so many or ALL."""
    return (
        "SELECT * FROM platform_searchentry WHERE id BETWEEN span.first AND span.last"  # noqa: S608
        f" ORDER BY id DESC LIMIT {length}"
    )
