"""The best records first, of all nouns at once, and only those that may be seen."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Any

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.rights.visibility import visible_to
from guanxi.platform.search.engines import engine
from guanxi.platform.search.grams import TAIL as LAST_DIGITS
from guanxi.platform.search.latest import Span
from guanxi.platform.search.matching import finds, matching, readable_text, spans_of
from guanxi.platform.search.models import RECORDS_OF_NOUN, SearchEntry
from guanxi.platform.search.query import (
    Clause,
    Grams,
    Query,
    end_of_number,
    parse,
    start_of_title,
    whole_title,
)
from guanxi.platform.search.seeing import seen_among

EXACT, PREFIX, TAIL, WORD_START, INSIDE = 5, 4, 3, 2, 1
LOOKED_AT = 200
CHUNK, GROWTH = 40, 4


@dataclass(frozen=True)
class Found:
    """A record that a search found, how well its text fits (5 exactly … 1 somewhere), and its
    title as it is stored.
    """

    noun: str
    record_id: int
    rank: int
    title: Any = None


@dataclass
class _Candidates:
    noun: str
    span: Span
    found: list[Found]
    more: bool


def ranked(
    actor: Actor, text: str, hidden: Mapping[str, Collection[int]], limit: int
) -> list[Found]:
    """The best records that the actor sees, then the latest.

    Of a text found in more than 200 records of a noun, the latest are ranked. `hidden` names each
    noun to be searched, with the lines (0 is the title) that the actor may not read.
    """
    query = parse(text)
    if not query.clauses:
        return []
    pools = _candidates(spans_of(hidden), query, hidden)
    results = list(islice(_seen(actor, _interleaved(pools)), limit))
    missing = [pool for pool in pools if pool.more] if len(results) < limit else []
    if missing:
        seen = {(found.noun, found.record_id) for found in results}
        late = chain.from_iterable(
            _within(actor, pool, query, limit, hidden[pool.noun]) for pool in missing
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


def _candidates(
    spans: Mapping[str, Span], query: Query, hidden: Mapping[str, Collection[int]]
) -> list[_Candidates]:
    entries: dict[str, dict[int, str]] = {noun: {} for noun in hidden if noun in spans}
    frequent: set[str] = set()
    for clause in query.clauses:
        for noun, found in _newest(spans, clause, ()).items():
            entries[noun] |= found
            frequent |= {noun} if len(found) >= LOOKED_AT else set()
    if frequent:
        further = {noun: spans[noun] for noun in spans if noun in frequent}
        for extra in (whole_title(query), start_of_title(query), end_of_number(query)):
            for clause in query.clauses if extra else ():
                for noun, found in _newest(further, clause, extra).items():
                    entries[noun] |= found
    return [
        _Candidates(
            noun,
            spans[noun],
            _ranked(noun, spans[noun], query, held.items(), hidden[noun]),
            noun in frequent,
        )
        for noun, held in entries.items()
    ]


def _newest(spans: Mapping[str, Span], clause: Clause, extra: Grams) -> dict[str, dict[int, str]]:
    """The latest entries that have the extra grams too, by noun."""
    named = {span.first // RECORDS_OF_NOUN: noun for noun, span in spans.items()}
    found: dict[str, dict[int, str]] = {}
    if spans:
        for entry, text in engine().newest(list(spans.values()), clause, extra, LOOKED_AT):
            found.setdefault(named[entry // RECORDS_OF_NOUN], {})[entry] = text
    return found


def _ranked(
    noun: str,
    span: Span,
    query: Query,
    entries: Iterable[tuple[int, str]],
    hidden: Collection[int],
) -> list[Found]:
    found = []
    for entry, text in entries:
        if hidden:
            text = readable_text(text, hidden)
            if not finds(query, text):
                continue
        found.append(Found(noun, entry - span.first, rank_of(query, text)))
    return sorted(found, key=lambda each: (-each.rank, -each.record_id))


def _interleaved(pools: Sequence[_Candidates]) -> list[Found]:
    """All candidates by rank; within a rank, the nouns take turns."""
    keyed = []
    for order, pool in enumerate(pools):
        keyed += [(-found.rank, turn, order, found) for turn, found in enumerate(pool.found)]
    return [found for *_, found in sorted(keyed, key=lambda each: each[:3])]


def _seen(actor: Actor, candidates: Sequence[Found]) -> Iterator[Found]:
    start, size = 0, CHUNK
    while chunk := candidates[start : start + size]:
        # Who sees few of them is not asked for forty at a time.
        start, size = start + size, size * GROWTH
        asked: dict[str, list[int]] = {}
        for found in chunk:
            asked.setdefault(found.noun, []).append(found.record_id)
        titles = seen_among(actor, asked)
        for found in chunk:
            if (key := (found.noun, found.record_id)) in titles:
                yield replace(found, title=titles[key])


def _within(
    actor: Actor, pool: _Candidates, query: Query, limit: int, hidden: Collection[int]
) -> list[Found]:
    """What the actor sees of a frequent text, when the latest were not for this person."""
    noun = noun_named(pool.noun)
    held = visible_to(actor, noun).filter(pk__in=matching(pool.noun, query.text)).order_by("-pk")
    path = noun.field(noun.title).path
    titles = {
        pool.span.first + pk: title for pk, title in held.values_list("pk", path)[: limit * 5]
    }
    entries = SearchEntry.objects.filter(pk__in=list(titles)).values_list("pk", "text")
    return [
        replace(found, title=titles[pool.span.first + found.record_id])
        for found in _ranked(pool.noun, pool.span, query, entries, hidden)
    ]
