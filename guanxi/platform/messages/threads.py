"""Threads: what colleagues say to an entry of a timeline, and who of them hears of it."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from guanxi.platform.actors.actor import Actor
from guanxi.platform.messages.models import Note
from guanxi.platform.messages.sayings import Given, saying, shortened
from guanxi.platform.messages.telling import News, tell
from guanxi.platform.nouns.registry import noun_named

# An entry: a record by its noun and id, or a note by "note" and its id.
Entry = tuple[str, int]
NOTE = "note"

# The nouns whose records are entries of timelines, with the field of the person whose they are.
TALKED_ABOUT: dict[str, str] = {}


def talked_about(noun: str, kept_by: str) -> None:
    """Declare that records of ``noun`` are entries of timelines, of the person in that field."""
    TALKED_ABOUT[noun] = kept_by


def comments_on(noun: str, pk: int, under: Note | None = None) -> list[Note]:
    """What is said to a record that is an entry, or to a note on a record, oldest first.

    The caller has made sure that the record may be seen.
    """
    said = Note.objects.filter(noun=noun, record_id=pk, deleted_at=None)
    return list((said.filter(thread=under) if under else said).order_by("created_at", "pk"))


def counts_of(entries: Iterable[Entry]) -> Counter[Entry]:
    """How much is said to each of these entries, all by one question."""
    wanted = set(entries)
    if not wanted:
        return Counter()
    by_noun: dict[str, set[int]] = {}
    for noun, pk in wanted:
        by_noun.setdefault(noun, set()).add(pk)
    condition = Q(thread__in=by_noun.pop(NOTE, set()))
    for noun, pks in by_noun.items():
        condition |= Q(noun=noun, record_id__in=pks)
    rows = Note.objects.filter(condition, deleted_at=None)
    found: Counter[Entry] = Counter()
    for noun, pk, thread in rows.values_list("noun", "record_id", "thread"):
        found.update({(noun, pk), (NOTE, thread or 0)} & wanted)
    return found


def tell_thread(note: Note, mentioned: set[int], *, actor: Actor, at: dt.datetime) -> None:
    """Tell whoever takes part, but for those who are told that they are mentioned."""
    people = _taking_part(note) - mentioned
    if people:
        given = {"name": actor.name, "text": shortened(note.text)}
        news = News("reply", given, note.noun, note.record_id, f"reply-{note.pk}")
        tell(news, people, actor=actor, at=at)


@saying("reply")
def _replied(_reader: Actor, title: str, given: Given) -> str:
    return gettext("%(name)s answers on “%(title)s”: %(text)s") % {"title": title, **given}


def _taking_part(note: Note) -> set[int]:
    """Who wrote in the thread or was mentioned there, and whose entry it is."""
    if note.thread_id:
        return _people_in(Note.objects.filter(Q(pk=note.thread_id) | Q(thread=note.thread_id)))
    if note.noun not in TALKED_ABOUT:
        return set()
    said = Note.objects.filter(noun=note.noun, record_id=note.record_id)
    return _people_in(said) | _keepers(note)


def _people_in(said: QuerySet[Note]) -> set[int]:
    rows = said.filter(deleted_at=None).values_list("author", "mentions")
    return {pk for row in rows for pk in row if pk is not None}


def _keepers(note: Note) -> set[int]:
    record = noun_named(note.noun).base().filter(pk=note.record_id)
    return {pk for pk in record.values_list(TALKED_ABOUT[note.noun], flat=True) if pk is not None}
