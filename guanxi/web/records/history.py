"""What happened to a record, change by change, and the way back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.html import escape

from guanxi.platform.actors.actor import Actor
from guanxi.platform.facts.models import Fact
from guanxi.platform.facts.telling import called
from guanxi.platform.nouns.fields import Field, Label
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.record import STANDING
from guanxi.platform.records.titles import titles_of
from guanxi.platform.verbs.history import revert_fact
from guanxi.web.lists.cells import NOTHING, CellContext, Writer, exact_writer
from guanxi.web.look import moments
from guanxi.web.records.reading import Seen

SHOWN = 50


@dataclass(frozen=True)
class Change:
    """One field before and after, as HTML."""

    label: Label
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One fact with the changes this actor may see."""

    fact: Fact
    changes: list[Change]

    @property
    def what(self) -> str:
        """The kind without its noun: created, updated, …"""
        return self.fact.kind.rpartition(".")[2]

    @property
    def icon(self) -> str:
        """The icon of what happened."""
        return called(self.what)[0]

    @property
    def words(self) -> Label:
        """What happened, in words."""
        return called(self.what)[1]


def facts_of(noun: Noun[Any], pk: int, before: int = 0) -> tuple[list[Fact], int]:
    """The latest facts of a record, older than fact ``before`` where one is given.

    Beside them, the fact before which a next page goes on: 0 where nothing is older.
    """
    facts = Fact.objects.filter(noun=noun.key, record_id=pk).order_by("-pk")
    found = list((facts.filter(pk__lt=before) if before else facts)[: SHOWN + 1])
    return found[:SHOWN], found[SHOWN - 1].pk if len(found) > SHOWN else 0


def last_change(noun: Noun[Any], pk: int) -> Fact | None:
    """The newest fact of a record."""
    return Fact.objects.filter(noun=noun.key, record_id=pk).order_by("-pk").first()


def entries(actor: Actor, seen: Seen, facts: Sequence[Fact]) -> list[Entry]:
    """The facts in words; fields hidden from the actor are left out, masked ones say nothing."""
    plain = {
        name: one
        for name, one in seen.fields.items()
        if name != STANDING and actor.field_mode(seen.noun.key, name) in {"read", "full"}
    }
    rows = [
        {name: pair[at] for name, pair in fact.changes.items() if name in plain}
        for fact in facts
        for at in (0, 1)
    ]
    fields = [one for one in plain.values() if one.named_by]
    full = [{one.name: row.get(one.name) for one in fields} for row in rows]
    context = CellContext(timezone.now(), titles_of(actor, fields, full))
    writers = {name: _whole_writer(one, context) for name, one in plain.items()}
    return [
        Entry(
            fact,
            [
                Change(plain[name].label, writers[name](pair[0]), writers[name](pair[1]))
                for name, pair in fact.changes.items()
                if name in plain
            ],
        )
        for fact in facts
    ]


def _whole_writer(one: Field, context: CellContext) -> Writer:
    """What was changed is told to the cent and to the day: rounded, two values may look alike."""
    if one.type != "date":
        return exact_writer(one, context)
    return lambda value: (
        escape(moments.day(date.fromisoformat(value), context.today))
        if isinstance(value, str) and value
        else NOTHING
    )


def revert(actor: Actor, seen: Seen, fact_id: int) -> None:
    """Give the fields of one change that the actor may set the values they had before it."""
    fact = Fact.objects.filter(
        pk=fact_id, noun=seen.noun.key, record_id=seen.pk, kind__endswith=".updated"
    ).first()
    if fact is None:
        raise Http404
    revert_fact(actor, seen.noun, fact, at=timezone.now())
