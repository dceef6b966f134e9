"""Keeping the index true: what is stored is found from the same moment."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from itertools import islice
from typing import NamedTuple

from django.db import transaction

from guanxi.platform.search.beside import adding
from guanxi.platform.search.engines import Ready, engine
from guanxi.platform.search.grams import GRAM_VERSION, indexed_text
from guanxi.platform.search.latest import Entry
from guanxi.platform.search.models import SearchEntry, SearchNoun

BATCH = 5_000


class Row(NamedTuple):
    """One record to be found: its id, its title, and what else it is looked for by."""

    record_id: int
    title: str
    fields: Sequence[str] = ()


def index_many(noun: str, rows: Iterable[Row]) -> int:
    """Make records of one noun findable by what they hold now; gives how many have changed."""
    first = _number(noun).first_entry
    waiting, changed = iter(rows), 0
    while batch := list(islice(waiting, BATCH)):
        entries = {first + row.record_id: indexed_text(row.title, row.fields) for row in batch}
        changed += _store(noun, entries)
    return changed


def index_new(noun: str, made: Iterable[tuple[int, Ready]]) -> None:
    """Make new records, in the order of their ids, findable by what `prepared` made of them."""
    engine().add(_entries(noun, made))


def indexing_new(noun: str, made: Iterable[tuple[int, Ready]]) -> AbstractContextManager[None]:
    """The same while the block writes the records, where there is a connection for it."""
    return adding(_entries(noun, made))


def prepared(noun: str, texts: Sequence[str]) -> list[Ready]:
    """What the index will hold of records of a noun with these indexed texts; needs no database."""
    return engine().ready(noun, texts)


def index_record(noun: str, row: Row) -> None:
    """Make one record findable by what it holds now."""
    index_many(noun, [row])


def remove(noun: str, record_ids: Iterable[int]) -> None:
    """Let records be found no more."""
    first = _number(noun).first_entry
    waiting = iter(record_ids)
    while batch := list(islice(waiting, BATCH)):
        with transaction.atomic():
            engine().forget(_stored([first + record_id for record_id in batch]))


def _store(noun: str, entries: dict[int, str]) -> int:
    with transaction.atomic():
        stored = dict(_stored(sorted(entries)))
        new = [entry for entry in sorted(entries.items()) if stored.get(entry[0]) != entry[1]]
        old = [(key, stored[key]) for key, _ in new if key in stored]
        if old:
            engine().forget(old)
        if new:
            ready = engine().ready(noun, [text for _, text in new])
            engine().add([(key, one) for (key, _), one in zip(new, ready, strict=True)])
    return len(new)


def _stored(keys: Sequence[int]) -> list[Entry]:
    if not keys:
        return []
    within = SearchEntry.objects.filter(pk__range=(min(keys), max(keys)))
    if len(keys) > 1 and not within.exists():
        return []
    return list(within.filter(pk__in=keys).values_list("pk", "text"))


def _entries(noun: str, made: Iterable[tuple[int, Ready]]) -> list[tuple[int, Ready]]:
    first = _number(noun).first_entry
    return [(first + record_id, ready) for record_id, ready in made]


def _number(noun: str) -> SearchNoun:
    number, _ = SearchNoun.objects.get_or_create(name=noun, defaults={"gram_version": GRAM_VERSION})
    return number
