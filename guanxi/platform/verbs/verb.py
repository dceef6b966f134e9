"""Verbs: one typed function becomes a button, a dialog, a bulk action and an endpoint."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.nouns.fields import Field, Label
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named, noun_of
from guanxi.platform.records.doubles import telling_doubles
from guanxi.platform.records.holding import held
from guanxi.platform.rights.visibility import require, visible_to
from guanxi.platform.verbs.params import fields_of, read_params

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Verb:
    """A use case on one record of a noun.

    A standard verb serves every noun that it ``fits``; ``on`` binds it to one of them, and its
    function is given ``noun``. A basic one (change, delete, restore) is offered by every door
    in its own way and therefore not listed by ``verbs_for``. ``in_bin`` verbs take records
    from the recycle bin. ``stays`` says why what it did cannot be undone, where that is so.
    """

    name: str
    function: Callable[..., Any]
    label: Label
    action: str
    noun_key: str = ""
    offered: Callable[[Any], bool] | None = None
    icon: str = ""
    is_bulk: bool = True
    gives_file: bool = False
    is_dangerous: bool = False
    shortcut: str = ""
    is_standard: bool = False
    is_basic: bool = False
    in_bin: bool = False
    stays: Label = ""
    fits: Callable[[Noun[Any]], bool] | None = None

    def on(self, noun: Noun[Any]) -> "Verb":
        """The same standard verb, bound to ``noun``."""
        return replace(self, noun_key=noun.key)

    def serves(self, noun: Noun[Any]) -> bool:
        """Whether records of ``noun`` can be given to it."""
        if self.is_standard:
            return self.fits is None or self.fits(noun)
        return self.noun.key == noun.key

    @cached_property
    def signature(self) -> tuple[type | None, dict[str, Field], dict[str, type]]:
        """The record's class, the parameter fields and the models relations name."""
        return fields_of(self.function)

    @property
    def params(self) -> dict[str, Field]:
        """The parameters as fields, for dialogs and schemas."""
        return self.signature[1]

    @property
    def noun(self) -> Noun[Any]:
        """The noun whose records it takes."""
        return noun_named(self.noun_key) if self.noun_key else noun_of(self.signature[0])  # type: ignore[arg-type]

    @property
    def permission(self) -> str:
        """The permission it asks for, such as "account.merge"."""
        return self.noun.permission(self.action)

    def is_offered(self, record: Any) -> bool:
        """Whether it makes sense for ``record`` as it stands."""
        return self.offered is None or self.offered(record)


_verbs: dict[str, Verb] = {}


def verb(label: Label, action: str, **options: Any) -> Callable[[F], F]:
    """Decorator: register a function as a verb; locking, rights and transaction come with it.

    The function takes the record first, its parameters by keyword, then ``actor`` and ``at``,
    and is called with the record locked and fresh. It decides by rules, saves and publishes.
    """

    def keep(function: F) -> F:
        _verbs[function.__name__] = Verb(function.__name__, function, label, action, **options)
        return function

    return keep


def verb_named(name: str, noun: Noun[Any] | None = None) -> Verb:
    """The verb called ``name``, bound to ``noun`` if given; KeyError when it does not fit."""
    found = _verbs[name]
    if noun is None:
        return found
    if not found.serves(noun):
        raise KeyError(name)
    return found.on(noun) if found.is_standard else found


def verbs() -> list[Verb]:
    """Every verb, in the order of registration."""
    return list(_verbs.values())


def verbs_of(noun: Noun[Any]) -> list[Verb]:
    """Every verb that records of ``noun`` offer: its own first, then those of all nouns."""
    serving = [one for one in _verbs.values() if one.serves(noun) and not one.is_basic]
    own = [one for one in serving if not one.is_standard]
    return own + [one.on(noun) for one in serving if one.is_standard]


def verbs_for(noun: Noun[Any], actor: Actor, record: Any = None) -> list[Verb]:
    """The verbs ``actor`` may call on ``noun``, and on ``record`` where one is given."""
    return [
        one
        for one in verbs_of(noun)
        if actor.may(one.permission) and (record is None or one.is_offered(record))
    ]


@telling_doubles
@transaction.atomic
def run_verb(one: Verb, pk: int, given: Mapping[str, Any], *, actor: Actor, at: dt.datetime) -> Any:
    """Call a verb on record ``pk``: not found when unseen, Denied when not allowed."""
    record = _locked(one, pk, actor)
    if not one.is_offered(record):
        raise RuleBroken(_("“%(verb)s” is not possible as things stand.") % {"verb": one.label})
    params = read_params(one.params, one.signature[2], given, actor)
    if one.is_standard:
        params["noun"] = one.noun
    return one.function(record, **params, actor=actor, at=at)


def _locked(one: Verb, pk: int, actor: Actor) -> Any:
    rows = _rows(one, actor, one.action)
    found = held(rows).filter(pk=pk).first()
    if found is None:
        _rows(one, actor, "read").values_list("pk").get(pk=pk)
        raise Denied(one.permission)
    require(actor, one.permission)
    return found


def _rows(one: Verb, actor: Actor, action: str) -> QuerySet[Any]:
    rows = visible_to(actor, one.noun, action, with_deleted=one.in_bin)
    return rows.exclude(deleted_at=None) if one.in_bin else rows
