"""The latest entries with some grams, in the way in which PostgreSQL finds them soonest.

Its index gives the entries of a gram in no order, and its planner takes a look into an array for
as cheap as a comparison, so that it walked along ten thousand entries where the index held seven
hundred. It is not asked to choose, but told for each noun: of a text that many of its very last
entries have, the latest are met on a walk from the end; all with a rarer one the index gives, to
be put in order, unless they are more than a walk would have to meet. One question serves all nouns.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.db import connection

from guanxi.platform.search.models import RECORDS_OF_NOUN
from guanxi.platform.search.numbers import NUMBERED, numbers_of

Entry = tuple[int, str]
Statement = tuple[str, list[Any]]

# A text is frequent when ten of the last two hundred entries of a noun have it.
NEAR, FREQUENT = 200, 10
# So many entries are taken from the index; of a text that more have, a walk goes so far.
HELD, FAR = 5_000, 40_000


class Span(NamedTuple):
    """The entries that a noun can have: the first, the last, and its key."""

    first: int
    last: int
    noun: str


@dataclass(frozen=True)
class Look:
    """What is looked for: of each list all grams of one way, and the texts inside."""

    spans: Sequence[Span]
    ways: Sequence[Sequence[Sequence[str]]]
    contained: Sequence[str]

    def condition(self, span: Span) -> Statement:
        """The condition of having all that, beside being of a span."""
        arrays = (f"%s::{NUMBERED}" for ways in self.ways for _ in ways)
        values = [numbers_of(span.noun, way) for ways in self.ways for way in ways]
        return self._with(list(arrays)), [*self.contained, *values]

    def of_any_span(self) -> Statement:
        """The same, with the arrays of the span that stands beside it in `table`."""
        arrays = [f"span.way{n:d}" for n in range(sum(map(len, self.ways)))]
        return self._with(arrays), list(self.contained)

    def table(self) -> Statement:
        """The spans with what each asks the index for."""
        rows: list[str] = []
        values: list[Any] = []
        for span in self.spans:
            ways = [numbers_of(span.noun, way) for ways in self.ways for way in ways]
            arrays = "".join([f", %s::{NUMBERED}"] * len(ways))
            rows.append(f"({span.first:d}::bigint, {span.last:d}::bigint{arrays})")
            values += ways
        columns = "".join(f", way{n:d}" for n in range(sum(map(len, self.ways))))
        return f"(VALUES {', '.join(rows)}) span(first, last{columns})", values

    def _with(self, arrays: Sequence[str]) -> str:
        parts, waiting = ["strpos(e.text, %s) > 0" for _ in self.contained], iter(arrays)
        for ways in self.ways:
            held = " OR ".join(f"e.grams @> {next(waiting)}" for _ in ways)
            parts.append(f"({held})")
        return " AND ".join(parts) or "true"


def latest(look: Look, limit: int) -> list[Entry]:
    """The latest entries of each span, at most so many of each."""
    if not look.ways:
        return _walked(look, "ALL", limit)
    found, frequent = _by_index(look, limit)
    if frequent:
        walked = _walked(replace(look, spans=frequent), f"{FAR:d}", limit)
        met = Counter(entry // RECORDS_OF_NOUN for entry, _ in walked)
        short = [span for span in frequent if met[span.first // RECORDS_OF_NOUN] < limit]
        unfinished = _going_on(short)
        found += walked
        if unfinished:
            found += every(replace(look, spans=unfinished), limit)
    return found


def every(look: Look, limit: int = RECORDS_OF_NOUN) -> list[Entry]:
    """As ``latest``, by the index alone."""
    return _by_index(look, limit, near=False, held="ALL")[0]


def _by_index(
    look: Look, limit: int, *, near: bool = True, held: str = ""
) -> tuple[list[Entry], list[Span]]:
    """The latest entries, and the spans in which the text is too frequent to tell them so."""
    spans, arrays = look.table()
    condition, contained = look.of_any_span()
    most = held or f"{HELD + 1:d}"
    # Its id is no comparison that the planner could take for a reason to walk along the table.
    of_span = f"e.id / {RECORDS_OF_NOUN:d} = span.first / {RECORDS_OF_NOUN:d}"
    sql = (
        f"WITH span AS MATERIALIZED (SELECT * FROM {spans}),"  # noqa: S608
        f" near AS MATERIALIZED (SELECT span.*, {_is_frequent(condition)} frequent FROM span)"
        if near
        else f"WITH near AS MATERIALIZED (SELECT *, false frequent FROM {spans})"  # noqa: S608
    )
    sql += (
        " SELECT span.first, span.frequent, held.size, held.id, held.text FROM near span"  # noqa: S608
        " LEFT JOIN LATERAL (SELECT *, count(*) OVER () size,"
        " row_number() OVER (ORDER BY id DESC) place"
        " FROM (SELECT e.id, e.text FROM platform_searchentry e"
        f" WHERE NOT span.frequent AND {condition} AND {of_span} LIMIT {most}) taken) held"
        f" ON held.place <= {limit:d}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*arrays, *contained * (2 if near else 1)])
        rows = cursor.fetchall()
    too_many = {
        first
        for first, is_frequent, size, *_ in rows
        if is_frequent or (not held and size and size > HELD)
    }
    found = [
        (entry, text)
        for first, *_, entry, text in rows
        if entry is not None and first not in too_many
    ]
    return found, [span for span in look.spans if span.first in too_many]


def _is_frequent(condition: str) -> str:
    return (
        f"(SELECT count(*) = {NEAR:d} AND count(*) FILTER (WHERE {condition}) >= {FREQUENT:d}"  # noqa: S608
        f" FROM ({_end_of_span(f'{NEAR:d}')}) e)"
    )


def _walked(look: Look, length: str, limit: int) -> list[Entry]:
    """What so long a walk from the end of each span meets."""
    spans, arrays = look.table()
    condition, contained = look.of_any_span()
    sql = (
        f"SELECT found.id, found.text FROM {spans}"  # noqa: S608
        f" CROSS JOIN LATERAL (SELECT id, text FROM ({_end_of_span(length)}) e"
        f" WHERE {condition} LIMIT {limit:d}) found"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*arrays, *contained])
        return list(cursor.fetchall())


def _going_on(spans: Sequence[Span]) -> list[Span]:
    """Those of the spans that go on where a walk has ended."""
    if not spans:
        return []
    asked = (
        f"SELECT {span.first:d}::bigint WHERE EXISTS (SELECT FROM platform_searchentry"  # noqa: S608
        f" WHERE id BETWEEN {span.first:d} AND {span.last:d} OFFSET {FAR:d})"
        for span in spans
    )
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        longer = {first for (first,) in cursor.fetchall()}
    return [span for span in spans if span.first in longer]


def _end_of_span(length: str) -> str:
    """The latest entries of a span, so many or ALL."""
    return (
        "SELECT * FROM platform_searchentry WHERE id BETWEEN span.first AND span.last"  # noqa: S608
        f" ORDER BY id DESC LIMIT {length}"
    )
