"""Merging customers and people, and taking them apart again."""

import datetime as dt
from typing import Annotated, Any, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from guanxi.customers.merging.merging import merge, merges_into, unmerge
from guanxi.customers.models import Account, MergeRecord, Person
from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.nouns.registry import noun_of
from guanxi.platform.rights.visibility import visible_to
from guanxi.platform.verbs.params import Param
from guanxi.platform.verbs.verb import verb

M = TypeVar("M", bound=models.Model)
# mypy takes an Annotated model for a queryset with annotations; hence the ignores below.


def is_merged(record: Any) -> bool:
    """Whether another record was merged into this one."""
    return bool(merges_into(noun_of(type(record)), record.pk))


@verb(_("Merge with…"), "merge", icon="merge", is_bulk=False)
def merge_accounts(
    account: Account,
    *,
    other: Annotated[Account, Param(_("The other customer"))],  # type: ignore[valid-type]
    take: Annotated[list[str] | None, Param(_("Values to take from it"))] = None,
    actor: Actor,
    at: dt.datetime,
) -> Account:
    """One customer of two: this one stays, with all contacts, people and purchases of both."""
    return _merged(account, other, take or [], actor, at)


@verb(_("Take apart again"), "merge", icon="undo", is_bulk=False, offered=is_merged)
def unmerge_account(
    account: Account,
    *,
    merge: Annotated[int | None, Param(_("Number of the merge"), is_asked=False)] = None,
    actor: Actor,
    at: dt.datetime,
) -> Account:
    """The two customers that the latest (or the named) merge joined, each with its own."""
    return _taken_apart(account, merge, actor, at)


@verb(_("Merge with…"), "merge", icon="merge", is_bulk=False)
def merge_people(
    person: Person,
    *,
    other: Annotated[Person, Param(_("The other person"))],  # type: ignore[valid-type]
    take: Annotated[list[str] | None, Param(_("Values to take from it"))] = None,
    actor: Actor,
    at: dt.datetime,
) -> Person:
    """One person of two: this one stays, with the contacts, posts and consents of both."""
    if person.erased_at or other.erased_at:
        raise RuleBroken(_("An erased person cannot be merged."))
    return _merged(person, other, take or [], actor, at)


@verb(_("Take apart again"), "merge", icon="undo", is_bulk=False, offered=is_merged)
def unmerge_person(
    person: Person,
    *,
    merge: Annotated[int | None, Param(_("Number of the merge"), is_asked=False)] = None,
    actor: Actor,
    at: dt.datetime,
) -> Person:
    """The two people that the latest (or the named) merge joined, each with their own."""
    return _taken_apart(person, merge, actor, at)


def _merged(kept: M, other: M, take: list[str], actor: Actor, at: dt.datetime) -> M:
    noun = noun_of(type(kept))
    rows = visible_to(actor, noun, "merge").select_for_update(of=("self",))
    gone = rows.filter(pk=other.pk).first()
    if gone is None:
        raise Denied(noun.permission("merge"))
    merge(noun, kept, gone, take, actor, at)
    return kept


def _taken_apart(kept: M, number: int | None, actor: Actor, at: dt.datetime) -> M:
    noun = noun_of(type(kept))
    record = _record(merges_into(noun, kept.pk), number)
    gone = noun.base().select_for_update(of=("self",)).get(pk=record.gone_id)
    unmerge(noun, record, kept, gone, actor, at)
    return kept


def _record(found: list[MergeRecord], number: int | None) -> MergeRecord:
    for record in found:
        if number in (None, record.pk):
            return record
    raise RuleBroken(_("There is no such merge."))
