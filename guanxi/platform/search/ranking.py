"""The best records first, of all nouns at once, and only those that may be seen."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from django.db.models import QuerySet

from guanxi.platform.search.engines import Span, engine
from guanxi.platform.search.grams import TAIL as LAST_DIGITS
from guanxi.platform.search.matching import finds, matching, readable_text, spans_of
from guanxi.platform.search.models import SearchEntry
from guanxi.platform.search.query import (
    Query,
    end_of_number,
    parse,
    start_of_title,
    whole_title,
)

EXACT, PREFIX, TAIL, WORD_START, INSIDE = 5, 4, 3, 2, 1
LOOKED_AT = 200
CHUNK, GROWTH = 40, 4

Scope = QuerySet[Any]


@dataclass(frozen=True)
class Found:
    """A record that a search found, and how well its text fits (5 exactly … 1 somewhere)."""

    noun: str
    record_id: int
    rank: int


@dataclass
class _Candidates:
    noun: str
    span: Span
    found: list[Found]
    more: bool


def ranked(
    text: str,
    scopes: Mapping[str, Scope],
    limit: int,
    hidden: Mapping[str, Collection[int]] | None = None,
) -> list[Found]:
    """The best records of the scopes (noun → rows that may be seen), then the latest.

    Of a text found in more than 200 records of a noun, the latest are ranked.
    `hidden` names for a noun the lines (0 is the title) that the person may not read.
    """
    query = parse(text)
    if not query.clauses:
        return []
    spans = spans_of(scopes)
    pools = [
        _candidates(noun, spans[noun], query, (hidden or {}).get(noun))
        for noun in scopes
        if noun in spans
    ]
    results = list(islice(_seen(_interleaved(pools), scopes), limit))
    missing = [pool for pool in pools if pool.more] if len(results) < limit else []
    if missing:
        seen = {(found.noun, found.record_id) for found in results}
        late = chain.from_iterable(
            _within(pool, query, scopes[pool.noun], limit, (hidden or {}).get(pool.noun))
            for pool in missing
        )
        results += [found for found in late if (found.noun, found.record_id) not in seen]
        results.sort(key=lambda found: (-found.rank, -found.record_id))
    return results[:limit]


def rank_of(query: Query, text: str) -> int:
    """How well a text fits: the title exactly, its beginning, the end of a number, words from
    their start, or inside.
    """
    title, *_, pinyin, initials = text.split("\n")
    if title == query.text:
        return EXACT
    joined = query.text.replace(" ", "")
    if title.startswith(query.text) or pinyin.startswith(joined) or initials.startswith(joined):
        return PREFIX if joined else INSIDE
    if query.number and _ends_a_number(query.number, text):
        return TAIL
    words = query.text.split()
    fit = all(_starts_a_word(word, text) or _ends_a_number(word, text) for word in words)
    return WORD_START if fit else INSIDE


def _ends_a_number(word: str, text: str) -> bool:
    """Whether the word is the last digits of a longer number: people say telephones so."""
    if len(word) < LAST_DIGITS or not word.isdecimal():
        return False
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if at and text[at - 1].isdecimal() and not text[end : end + 1].isdecimal():
            return True
        at = text.find(word, at + 1)
    return False


def _starts_a_word(word: str, text: str) -> bool:
    at = text.find(word)
    while at > 0:
        if not text[at - 1].isalnum():
            return True
        at = text.find(word, at + 1)
    return at == 0


def _candidates(noun: str, span: Span, query: Query, hidden: Collection[int] | None) -> _Candidates:
    entries: dict[int, str] = {}
    more = False
    for clause in query.clauses:
        found = engine().newest(span, clause, (), LOOKED_AT)
        more = more or len(found) >= LOOKED_AT
        entries.update(found)
    if more:
        for extra in (whole_title(query), start_of_title(query), end_of_number(query)):
            for clause in query.clauses if extra else ():
                entries.update(engine().newest(span, clause, extra, LOOKED_AT))
    return _Candidates(noun, span, _ranked(noun, span, query, entries.items(), hidden), more)


def _ranked(
    noun: str,
    span: Span,
    query: Query,
    entries: Iterable[tuple[int, str]],
    hidden: Collection[int] | None,
) -> list[Found]:
    found = []
    for entry, text in entries:
        if hidden:
            text = readable_text(text, hidden)
            if not finds(query, text):
                continue
        found.append(Found(noun, entry - span[0], rank_of(query, text)))
    return sorted(found, key=lambda each: (-each.rank, -each.record_id))


def _interleaved(pools: Sequence[_Candidates]) -> list[Found]:
    """All candidates by rank; within a rank, the nouns take turns."""
    keyed = []
    for order, pool in enumerate(pools):
        keyed += [(-found.rank, turn, order, found) for turn, found in enumerate(pool.found)]
    return [found for *_, found in sorted(keyed, key=lambda each: each[:3])]


def _seen(candidates: Sequence[Found], scopes: Mapping[str, Scope]) -> Iterator[Found]:
    start, size = 0, CHUNK
    while chunk := candidates[start : start + size]:
        # Who sees few of them is not asked for forty at a time.
        start, size = start + size, size * GROWTH
        visible = {
            noun: set(
                scopes[noun]
                .filter(pk__in=[found.record_id for found in chunk if found.noun == noun])
                .values_list("pk", flat=True)
            )
            for noun in {found.noun for found in chunk}
        }
        yield from (found for found in chunk if found.record_id in visible[found.noun])


def _within(
    pool: _Candidates,
    query: Query,
    scope: Scope,
    limit: int,
    hidden: Collection[int] | None,
) -> list[Found]:
    """What the scope itself holds of a frequent text, when the latest were not for this person."""
    found = scope.filter(pk__in=matching(pool.noun, query.text)).order_by("-pk")
    keys = [pool.span[0] + key for key in found.values_list("pk", flat=True)[: limit * 5]]
    entries = SearchEntry.objects.filter(pk__in=keys).values_list("pk", "text")
    return _ranked(pool.noun, pool.span, query, entries, hidden)
