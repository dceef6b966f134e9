"""What colleagues changed on a record, told on its timeline."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import SYSTEM, Actor
from guanxi.platform.facts.models import Fact
from guanxi.platform.nouns.fields import Label
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.record import STANDING
from guanxi.platform.nouns.registry import noun_of_record
from guanxi.platform.nouns.timeline import Before, Event, timeline
from guanxi.platform.records.ready import newest_of
from guanxi.platform.records.wording import in_words

# What a fact is called by the last part of its kind; rooms add theirs with ``call``.
_CALLED: dict[str, tuple[str, Label]] = {
    "created": ("plus", _("made this record")),
    "deleted": ("trash", _("moved this to the recycle bin")),
    "restored": ("undo", _("restored this")),
    "merged": ("merge", _("merged another record into this one")),
    "unmerged": ("undo", _("took a merge apart")),
    "shared": ("people", _("shared this")),
    "unshared": ("people", _("stopped sharing this")),
    "note_deleted": ("trash", _("deleted a note")),
    "file_removed": ("trash", _("deleted a file:")),
    "file_restored": ("undo", _("restored a file:")),
}
# Told in full by a teller of their own.
ELSEWHERE = ("noted", "file_added")


# Facts that are told with what they changed.
_WITH_CHANGES = {"updated"}


# Facts that say in ``data`` what a field held: told only to who may read that field.
WIDE_COLON = "："
_QUOTED: dict[str, str] = {}


def call(
    what: str, icon: str, words: Label, *, with_changes: bool = False, quotes: str = ""
) -> None:
    """Let facts whose kind ends in ``what`` be told with these words, and what they changed.

    ``quotes`` is the field whose words they repeat, so that they are as closed as it is.
    """
    _CALLED[what] = (icon, words)
    if quotes:
        _QUOTED[what] = quotes
    if with_changes:
        _WITH_CHANGES.add(what)


def called(what: str) -> tuple[str, Label]:
    """The icon and the words for facts whose kind ends in ``what``."""
    return _CALLED.get(what, ("edit", _("changed")))


@timeline("*", "change", "change")
def changes_of(actor: Actor, record: Any, before: Before | None, limit: int) -> Iterable[Event]:
    """The changes of a record, each field within the rights of the actor."""
    noun = noun_of_record(record)
    elsewhere = [f"{noun.key}.{what}" for what in ELSEWHERE]

    def newest(pk: int) -> QuerySet[Fact]:
        rows = Fact.objects.filter(noun=noun.key, record_id=pk).exclude(kind__in=elsewhere)
        if before:
            rows = rows.filter(before.condition("change", "at"))
        return rows.order_by("-at", "-pk")

    found = newest_of(SYSTEM, record, "change", before, limit, newest)
    return [_change(actor, noun, row) for row in found]


def _change(actor: Actor, noun: Noun[Any], fact: Fact) -> Event:
    what = fact.kind.rpartition(".")[2]
    icon, title = called(what)
    shown = {
        name: pair
        for name, pair in fact.changes.items()
        if name in noun.fields
        and name != STANDING
        and actor.field_mode(noun.key, name) in {"full", "read"}
    }
    changes = [_changed(noun, name, pair) for name, pair in shown.items() if what in _WITH_CHANGES]
    quoted = _QUOTED.get(what)
    is_open = not quoted or actor.field_mode(noun.key, quoted) in {"full", "read"}
    said = fact.data if is_open else {}
    named = said.get("step") or said.get("name", "")
    return Event(
        at=fact.at,
        source="change",
        key=fact.pk,
        who=fact.actor_name or "Guanxi",
        title=_followed(title, named),
        text=str(said.get("outcome", "")),
        icon=icon,
        is_slight=True,
        changes=changes,
    )


def _followed(title: Label, named: str) -> str:
    gap = "" if str(title).endswith(WIDE_COLON) else " "
    return f"{title}{gap}{named}" if named else str(title)


def _changed(noun: Noun[Any], name: str, pair: list[Any]) -> tuple[Label, str, str]:
    """A field with its value before and after; what only numbers name is left to the history."""
    field = noun.fields[name]
    if field.is_relation or field.type in {"money", "json", "file", "long"}:
        return field.label, "", ""
    before, after = (in_words(field, value, {}) for value in pair)
    return field.label, before, after
