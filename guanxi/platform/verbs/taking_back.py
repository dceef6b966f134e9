"""Taking back what one fact tells of: fields as they were, what was made into the bin."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import Team, User
from guanxi.platform.errors import RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named, nouns
from guanxi.platform.records.holding import held
from guanxi.platform.records.putting_back import can_be_put_back, put_back
from guanxi.platform.records.writing import delete_record, restore_record
from guanxi.platform.rights.audience import Audience
from guanxi.platform.rights.sharing import share, unshare

Revert = Callable[[Noun[Any], Fact, Actor, dt.datetime], None]


def take_back_fact(fact: Fact, *, actor: Actor, at: dt.datetime) -> None:
    """Undo what the fact tells of; RuleBroken where that cannot be done."""
    what = fact.kind.rpartition(".")[2]
    revert = _REVERTS.get(fact.kind) or _REVERTS.get(what)
    if fact.noun not in nouns() or not (revert or fact.changes):
        raise RuleBroken(_("What this did cannot be taken back."))
    (revert or _take_back_changes)(noun_named(fact.noun), fact, actor, at)


def takes_back(kind: str) -> Callable[[Revert], Revert]:
    """Decorator: ``revert(noun, fact, actor, at)`` takes back what facts of this kind tell of.

    Fields of the record itself and what was created, deleted or shared need no such word. The
    right to change the record is asked for by whoever undoes.
    """

    def keep(revert: Revert) -> Revert:
        _REVERTS[kind] = revert
        return revert

    return keep


def asks_by_itself(fact: Fact) -> bool:
    """Whether taking the fact back asks for the actor's right by itself."""
    return fact.kind.rpartition(".")[2] in _REVERTS


def _take_back_changes(noun: Noun[Any], fact: Fact, actor: Actor, at: dt.datetime) -> None:
    was = {name: pair[0] for name, pair in fact.changes.items() if can_be_put_back(noun, name)}
    if not was:
        raise RuleBroken(_("What this did cannot be taken back."))
    # Verbs change fields that nobody may change by hand; by hand one needs the field's own right.
    is_by_hand = fact.kind.endswith(".updated")
    if is_by_hand and any(actor.field_mode(noun.key, name) != "full" for name in was):
        raise RuleBroken(_("You may not change this."))
    record = held(noun.base()).get(pk=_pk(fact))
    put_back(noun, record, was, actor=actor, at=at)


def _take_back_creation(noun: Noun[Any], fact: Fact, actor: Actor, at: dt.datetime) -> None:
    delete_record(noun, _pk(fact), actor=actor, at=at)


def _take_back_deletion(noun: Noun[Any], fact: Fact, actor: Actor, at: dt.datetime) -> None:
    restore_record(noun, _pk(fact), actor=actor, at=at)


def _take_back_share(noun: Noun[Any], fact: Fact, actor: Actor, at: dt.datetime) -> None:
    could_edit = fact.data.get("could_edit")
    audience = _audience(fact, can_edit=bool(could_edit))
    change = unshare if could_edit is None else share
    change(noun, _pk(fact), audience, actor=actor, at=at)


def _take_back_unshare(noun: Noun[Any], fact: Fact, actor: Actor, at: dt.datetime) -> None:
    audience = _audience(fact, can_edit=bool(fact.data["can_edit"]))
    share(noun, _pk(fact), audience, actor=actor, at=at)


def _audience(fact: Fact, *, can_edit: bool) -> Audience:
    user, team = fact.data["user"], fact.data["team"]
    return Audience(
        User.objects.get(pk=user) if user else None,
        Team.objects.get(pk=team) if team else None,
        None,
        can_edit,
    )


def _pk(fact: Fact) -> int:
    return int(fact.record_id or 0)


_REVERTS: dict[str, Revert] = {
    "created": _take_back_creation,
    "deleted": _take_back_deletion,
    "restored": _take_back_creation,
    "shared": _take_back_share,
    "unshared": _take_back_unshare,
}
