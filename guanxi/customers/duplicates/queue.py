"""The pairs that wait for somebody to decide."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from guanxi.customers.duplicates.live import reasons
from guanxi.customers.duplicates.model import CERTAIN
from guanxi.customers.merging.values import choosable
from guanxi.customers.models import DuplicateCandidate, DuplicateState
from guanxi.platform.actors.actor import Actor
from guanxi.platform.facts.publishing import Happening, publish
from guanxi.platform.glossary.saying import WORDS, sayer_of
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.titles import Titles, title_within, titles_of
from guanxi.platform.records.values import is_blank, readable_fields
from guanxi.platform.rights.visibility import require, visible_to

NOUNS = ("account", "person")


@dataclass(frozen=True)
class Waiting:
    """A pair, what both are called, and what speaks for them being one."""

    candidate: DuplicateCandidate
    left: str
    right: str
    reasons: Sequence[str]

    @property
    def is_certain(self) -> bool:
        """Whether there is next to no doubt."""
        return self.candidate.score >= CERTAIN


@dataclass(frozen=True)
class Choice:
    """A field in which the two differ; a blank one is filled from the other by itself."""

    field: Field
    left: Any
    right: Any
    is_open: bool
    left_text: str = ""
    right_text: str = ""


def open_pairs(actor: Actor, noun: str) -> QuerySet[DuplicateCandidate]:
    """The pairs of which the actor may merge both, the likeliest first."""
    require(actor, noun_named(noun).permission("merge"))
    rows = visible_to(actor, noun_named(noun), "merge")
    pairs = DuplicateCandidate.objects.filter(
        Exists(rows.filter(pk=OuterRef("left_id"))),
        Exists(rows.filter(pk=OuterRef("right_id"))),
        noun=noun,
        state=DuplicateState.OPEN,
    )
    return pairs.order_by("-score", "pk")


def waiting(actor: Actor, noun: str, start: int = 0, limit: int = 25) -> list[Waiting]:
    """One page of the queue, in two queries."""
    pairs = list(open_pairs(actor, noun)[start : start + limit])
    ids = {pk for pair in pairs for pk in (pair.left_id, pair.right_id)}
    records = visible_to(actor, noun_named(noun)).select_related("owner").in_bulk(ids)
    return [
        Waiting(
            pair,
            named(actor, noun, records[pair.left_id]),
            named(actor, noun, records[pair.right_id]),
            reasons(actor, noun, pair.evidence),
        )
        for pair in pairs
    ]


def named(actor: Actor, noun: str, record: Any) -> str:
    """What a record of the queue is called before the actor."""
    return title_within(actor, noun_named(noun), record.pk, record.name)


def differences(actor: Actor, noun: Noun[Any], left: Any, right: Any) -> list[Choice]:
    """The fields in which two records differ, within what the actor may read."""
    readable = readable_fields(actor, noun)
    found = []
    for name, one in choosable(noun).items():
        mine, theirs = one.value_of(left), one.value_of(right)
        if name in readable and actor.field_mode(noun.key, name) == "full" and mine != theirs:
            both = not is_blank(mine) and not is_blank(theirs)
            is_open = both and one.type != "multi"
            found.append(Choice(one, mine, theirs, is_open))
    fields = [choice.field for choice in found]
    rows = [{choice.field.name: side(choice) for choice in found} for side in (_left, _right)]
    titles = titles_of(actor, fields, rows)
    return [
        replace(
            choice,
            left_text=written(choice.field, choice.left, titles),
            right_text=written(choice.field, choice.right, titles),
        )
        for choice in found
    ]


def written(field: Field, value: Any, titles: Titles) -> str:
    """A value in words; the title of what it names, "" when there is none to show."""
    if is_blank(value):
        return ""
    if field.is_relation:
        kind = field.type if field.type in {"user", "team"} else field.target
        return titles.get(kind, {}).get(value, "")
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, dt.datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    say = sayer_of(field, titles.get(WORDS, {}))
    listed = value if isinstance(value, list) else [value]
    words = [str(field.options.get(one, one)) for one in listed]
    return gettext(", ").join(say(one) for one in words)


def _left(choice: Choice) -> Any:
    return choice.left


def _right(choice: Choice) -> Any:
    return choice.right


@transaction.atomic
def keep_apart(pair: DuplicateCandidate, *, actor: Actor, at: dt.datetime) -> None:
    """The pair decided to be two; it is never asked again."""
    pair = open_pairs(actor, pair.noun).select_for_update(of=("self",)).get(pk=pair.pk)
    pair.state = DuplicateState.DIFFERENT
    pair.settled_at, pair.settled_by_id = at, actor.user_id
    pair.save(update_fields=["state", "settled_at", "settled_by"])
    data = {"other": pair.right_id}
    publish(
        Happening(f"{pair.noun}.kept_apart", pair.noun, pair.left_id, data=data),
        actor=actor,
        at=at,
    )
