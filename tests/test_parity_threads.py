"""Threads under entries of timelines show each person those of the records they see, and no other.

The doors: the thread of a record and of a note on it, REST, saying something on the page and by
REST, and the news of an answer.
"""

from contextlib import suppress

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import given, settings

from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.actors.compiling import forget_actors
from guanxi.platform.messages.models import Note, Notification
from guanxi.platform.messages.notes import write_note
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.walking import forget_counts
from guanxi.platform.rest.callers import forget_callers
from guanxi.platform.rights.tests.worlds import found, worlds
from tests.test_parity import QUIETLY
from tests.test_parity_nouns import FOUND_ONLY, also
from tests.world_books import Books, plainly_seen

# One that is owned, one with a keeper, one that stands under another.
TALKED = ("account", "activity", "interaction")
SAID, ANSWERED = "换了皮带 said", "哪一条 answered"


@pytest.fixture
def _unhindered(db, settings):
    settings.REST_CALLS_PER_SECOND = 0
    forget_callers()


def read(client, address):
    """What an address shows, nothing where it is not found."""
    answer = client.get(address)
    assert answer.status_code in (200, 404), address
    return answer.content.decode() if answer.status_code == 200 else ""


def under_the_record(client, user, key, note):
    shown = read(client, f"/{key}/{note.record_id}/thread/")
    assert (SAID in shown) == (ANSWERED in shown)
    return SAID in shown


def under_the_note(client, user, key, note):
    return ANSWERED in read(client, f"/{key}/{note.record_id}/notes/{note.pk}/thread/")


def by_rest(client, user, key, note):
    rows = read(client, f"/api/v1/{key}/{note.record_id}/notes/")
    assert (SAID in rows) == (ANSWERED in rows)
    return SAID in rows


def said_on_the_page(client, user, key, note):
    before = Note.objects.count()
    sent = {"act": "say", "content": "也看了"}
    answer = client.post(f"/{key}/{note.record_id}/notes/{note.pk}/thread/", sent)
    assert answer.status_code in (200, 404)
    return Note.objects.count() == before + 1


def said_by_rest(client, user, key, note):
    before = Note.objects.count()
    sent = {"text": "也看了", "reply_to": note.pk}
    address = f"/api/v1/{key}/{note.record_id}/notes/"
    answer = client.post(address, sent, content_type="application/json")
    assert answer.status_code in (201, 404), answer.content
    return Note.objects.count() == before + 1


def told_of_an_answer(client, user, key, note):
    """Somebody who took part is told of the next answer as long as they see the record."""
    note.mentions.add(user)
    Notification.objects.all().delete()
    noun = noun_named(key)
    with suppress(noun.model.DoesNotExist):
        # Nobody at all says anything to what lies in the bin.
        write_note(noun, note.record_id, "还有", to=note, actor=SYSTEM, at=note.created_at)
    return Notification.objects.filter(user=user, kind="reply").exists()


DOORS = (
    under_the_record,
    under_the_note,
    by_rest,
    told_of_an_answer,
    said_on_the_page,
    said_by_rest,
)


def talk_about(key, pk, at):
    """A note on a record with an answer, as others left them."""
    common = {"noun": key, "record_id": pk, "created_at": at}
    note = Note.objects.create(text=SAID, **common)
    Note.objects.create(text=ANSWERED, thread=note, **common)
    return note


@given(world=worlds())
@settings(QUIETLY, max_examples=3, phases=FOUND_ONLY)
def test_threads_are_of_the_records_that_one_sees(_unhindered, at, world):
    with transaction.atomic():
        forget_actors()
        forget_counts()
        books = Books(at)
        found(world, "account", books.make, also=[one for one in also() if one != "account.read"])
        notes = {
            key: [talk_about(key, row.pk, at) for row, _under in books.rows[key]] for key in TALKED
        }
        for user in world.users:
            client = Client()
            client.force_login(user)
            for key in TALKED:
                expected = plainly_seen(books, world, user, key)
                for door in DOORS:
                    shown = {note.record_id for note in notes[key] if door(client, user, key, note)}
                    assert shown == expected, (key, door.__name__)
        transaction.set_rollback(True)
