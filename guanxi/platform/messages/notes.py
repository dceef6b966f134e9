"""Notes on records of any noun."""

import datetime as dt
from functools import lru_cache
from typing import Any

import nh3
from django.db import transaction
from django.db.models import QuerySet
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt

from guanxi.platform.actors.actor import SYSTEM, Actor
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.facts.publishing import Happening, publish
from guanxi.platform.messages.audience import who_cannot_see
from guanxi.platform.messages.mentions import mentioned_in
from guanxi.platform.messages.models import Note
from guanxi.platform.messages.sayings import Given, saying, shortened
from guanxi.platform.messages.telling import News, tell
from guanxi.platform.messages.threads import tell_thread
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.ready import records_of
from guanxi.platform.rights.administering import refuse_read_only
from guanxi.platform.rights.visibility import visible_to

LONGEST = 20_000
TAGS = {
    "p", "br", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "hr",
    "h1", "h2", "h3", "h4", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(
    ["table", "strikethrough"]
)


def notes_of(actor: Actor, noun: Noun[Any], pk: int) -> list[Note]:
    """The notes on a record, pinned ones first, then the newest; DoesNotExist when unseen."""
    visible_to(actor, noun).values_list("pk").get(pk=pk)
    living = Note.objects.filter(noun=noun.key, record_id=pk, deleted_at=None)
    return list(living.order_by("-is_pinned", "-created_at", "-pk"))


def pinned_on(noun: Noun[Any], pk: int) -> list[Note]:
    """The pinned notes on a record that the caller has found visible, the newest first."""

    def pinned(pk: int) -> QuerySet[Note]:
        here = Note.objects.filter(noun=noun.key, record_id=pk, deleted_at=None)
        found = here.filter(is_pinned=True, thread=None)
        return found.order_by("-created_at", "-pk")

    return records_of(SYSTEM, noun, ("pinned",), pk, pinned)


def note_on(actor: Actor, noun: Noun[Any], pk: int, note_id: int) -> Note:
    """One note on a record; DoesNotExist when either is not there for the actor."""
    visible_to(actor, noun).values_list("pk").get(pk=pk)
    return Note.objects.get(noun=noun.key, record_id=pk, pk=note_id, deleted_at=None)


def unreached_by(note: Note) -> list[str]:
    """The names of those it mentions who may not see the record, and so were not told."""
    noun = noun_named(note.noun)
    return [user.name for user in who_cannot_see(note.mentions.all(), noun, note.record_id)]


@transaction.atomic
def write_note(  # noqa: PLR0913 - the note to which it is said comes on top
    noun: Noun[Any], pk: int, text: str, *, actor: Actor, at: dt.datetime, to: Note | None = None
) -> Note:
    """A new note, or something said ``to`` another one on the record.

    Those it mentions are told if they may see the record, and those who take part in its thread.
    """
    refuse_read_only(actor)
    visible_to(actor, noun).values_list("pk").get(pk=pk)
    note = Note.objects.create(
        noun=noun.key,
        record_id=pk,
        thread_id=_thread_of(to, noun, pk),
        text=_sound(text),
        author_id=actor.user_id,
        author_name=actor.name[:80],
        created_at=at,
    )
    happening = Happening(f"{noun.key}.noted", noun.key, pk, data={"note": note.pk})
    publish(happening, actor=actor, at=at)
    tell_thread(note, _mention(note, actor, at), actor=actor, at=at)
    return note


@transaction.atomic
def edit_note(note: Note, text: str, *, actor: Actor, at: dt.datetime) -> Note:
    """The author's note with another text; only those newly mentioned are told."""
    _require_author(note, actor)
    note.text, note.edited_at = _sound(text), at
    note.save(update_fields=["text", "edited_at"])
    _mention(note, actor, at)
    return note


@transaction.atomic
def pin_note(note: Note, is_pinned: bool, *, actor: Actor) -> Note:
    """The note, at the head of the others or no longer."""
    refuse_read_only(actor)
    visible_to(actor, noun_named(note.noun)).values_list("pk").get(pk=note.record_id)
    if note.thread_id:
        raise RuleBroken(_("An answer stays in its thread."))
    note.is_pinned = is_pinned
    note.save(update_fields=["is_pinned"])
    return note


@transaction.atomic
def delete_note(note: Note, *, actor: Actor, at: dt.datetime) -> None:
    """Take a note and what was said to it away: one's own, or any as an administrator."""
    if not actor.is_administrator:
        _require_author(note, actor)
    refuse_read_only(actor)
    note.deleted_at = at
    note.save(update_fields=["deleted_at"])
    note.replies.filter(deleted_at=None).update(deleted_at=at)
    data = {"note": note.pk}
    happening = Happening(f"{note.noun}.note_deleted", note.noun, note.record_id, data=data)
    publish(happening, actor=actor, at=at)


@lru_cache(maxsize=512)
def note_html(text: str) -> SafeString:
    """The text as HTML in which nothing runs and every link leaves no trace."""
    html = nh3.clean(
        _markdown.render(text),
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer nofollow",
    )
    return mark_safe(html)  # noqa: S308 - nh3 has just cleaned it


def _sound(text: str) -> str:
    plain = text.replace("\x00", "").strip()
    if not plain:
        raise RuleBroken(_("Write something first."))
    if len(plain) > LONGEST:
        raise RuleBroken(_("A note holds at most 20,000 characters; attach a file instead."))
    return plain


def _thread_of(to: Note | None, noun: Noun[Any], pk: int) -> int | None:
    """An answer to an answer stands in the same thread."""
    if to is None:
        return None
    if to.deleted_at or (to.noun, to.record_id) != (noun.key, pk):
        raise RuleBroken(_("The note to which you answer is not there any more."))
    return to.thread_id or to.pk


def _require_author(note: Note, actor: Actor) -> None:
    refuse_read_only(actor)
    visible_to(actor, noun_named(note.noun)).values_list("pk").get(pk=note.record_id)
    if note.author_id is None or note.author_id != actor.user_id or note.deleted_at:
        raise Denied("note.edit")


def _mention(note: Note, actor: Actor, at: dt.datetime) -> set[int]:
    """Who is mentioned; those who may see the record are told, once for each note."""
    people = mentioned_in(note.text)
    note.mentions.set(people)
    given = {"name": actor.name, "text": shortened(note.text)}
    key = f"mention-{note.pk}"
    tell(News("mention", given, note.noun, note.record_id, key), people, actor=actor, at=at)
    return people


@saying("mention")
def _mentioned(_reader: Actor, title: str, given: Given) -> str:
    return gettext("%(name)s mentions you on “%(title)s”: %(text)s") % {"title": title, **given}
