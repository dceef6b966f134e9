"""Which rows an actor may see or change: the one place that every door starts from."""

from collections.abc import Callable, Collection
from typing import Any, ParamSpec, TypeVar

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from guanxi.platform.actors.actor import SYSTEM, Actor
from guanxi.platform.actors.models import Share
from guanxi.platform.errors import Denied, InvalidFilter
from guanxi.platform.filters.compiling import Compiler
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.nouns.rows import NOBODY, Through

M = TypeVar("M", bound=models.Model)
P = ParamSpec("P")


def require(actor: Actor, permission: str) -> None:
    """Refuse an actor who holds ``permission`` over no row at all."""
    if not actor.may(permission):
        raise Denied(permission)


def is_granted(check: Callable[P, None], *asked: P.args, **given: P.kwargs) -> bool:
    """Whether ``check``, which raises Denied where it refuses, lets this pass."""
    try:
        check(*asked, **given)
    except Denied:
        return False
    return True


def visible_to(
    actor: Actor, noun: Noun[M], action: str = "read", *, with_deleted: bool = False
) -> QuerySet[M]:
    """The rows of ``noun`` that ``actor`` may ``action``; living ones unless told otherwise."""
    living = living_rows(noun) if not with_deleted else Q()
    rows = noun.base().filter(living)
    reached = reach(actor, noun, action, living)
    return rows.filter(reached) if reached else rows


def reached_of(
    actor: Actor, noun: Noun[Any], pks: Collection[int], action: str = "edit"
) -> frozenset[int]:
    """Those of some records the actor sees that they may also ``action``; one query at most."""
    has_all = actor.scope(noun.permission(action)) == "all"
    if not pks or (has_all and not isinstance(noun.rows, Through)):
        return frozenset(pks)
    rows = visible_to(actor, noun, action).filter(pk__in=pks)
    return frozenset(rows.values_list("pk", flat=True))


def sees(actor: Actor, noun: Noun[Any], path: str = "pk") -> Exists:
    """The condition that the actor sees the record of ``noun`` to which ``path`` of a row leads.

    Asked row by row, so it fits where few rows are looked at, however many the actor sees.
    """
    return Exists(visible_to(actor, noun).filter(pk=OuterRef(path)))


def deleted_visible_to(actor: Actor, noun: Noun[M], action: str = "read") -> QuerySet[M]:
    """The rows in the recycle bin that ``actor`` could ``action`` when they lived."""
    rows = visible_to(actor, noun, action, with_deleted=True)
    return rows.exclude(deleted_at=None) if living_rows(noun) else rows.none()


def reach(actor: Actor, noun: Noun[Any], action: str = "read", living: Q | None = None) -> Q:
    """The condition that rights put on the rows of ``noun``; empty when all are reached.

    ``living`` is the condition of not being in the bin, where the caller asks for it too.
    """
    scope = actor.scope(noun.permission(action))
    if scope == "none":
        return NOBODY
    if isinstance(noun.rows, Through):
        return _through(actor, noun, scope, action)
    reached = noun.rows.reach(actor, scope, living or Q())
    if not reached:
        return reached
    if noun.key in actor.shared_nouns:
        reached |= Q(Exists(shares_reaching(actor, noun, action)))
    for rule in actor.rules:
        if rule.noun == noun.key and (action == "read" or (action == "edit" and rule.can_edit)):
            shown = shown_by_rule(noun, rule.filter)
            if not shown:
                return shown
            reached |= shown
    return reached


def reached_alike(actor: Actor, noun: Noun[Any], action: str) -> tuple[str, str]:
    """What ``reach`` knows of an action: those of which it is equal reach the same rows."""
    known = action if action in {"read", "edit", "export"} else ""
    return actor.scope(noun.permission(action)), known


def condition(actor: Actor, noun: Noun[Any], filter: Any, at: Any = None) -> Q:
    """The compiled condition of a filter, every hop within what ``actor`` may see."""
    return Compiler(actor, lambda other: visible_to(actor, other), at).condition(noun, filter)


def shown_by_rule(noun: Noun[Any], filter: Any) -> Q:
    """The condition of a sharing rule; one that asks for what is gone shows nothing."""
    try:
        return condition(SYSTEM, noun, filter)
    except (InvalidFilter, KeyError):
        return NOBODY


def shares_reaching(actor: Actor, noun: Noun[Any], action: str = "read") -> QuerySet[Share]:
    """The shares by which the outer row is shown to ``actor``."""
    to = Q(team__in=sorted(actor.teams))
    if actor.user_id:
        to |= Q(user=actor.user_id)
    shares = Share.objects.filter(to, noun=noun.key, record_id=OuterRef("pk"))
    if action == "read":
        return shares
    return shares.filter(can_edit=True) if action == "edit" else shares.none()


def _through(actor: Actor, noun: Noun[Any], scope: str, action: str) -> Q:
    path = noun.rows.path  # type: ignore[union-attr]
    parent = noun_named(noun.field(path).target)
    # What may be read follows the parent's reading; whatever changes it, the parent's editing.
    wanted = "read" if action in {"read", "export"} else "edit"
    if actor.scope(parent.permission(wanted)) == "all" and not isinstance(parent.rows, Through):
        living = Q(**{f"{path}__deleted_at": None})
        return living if scope == "all" else living & Q(**{f"{path}__isnull": False})
    reached = Q(Exists(visible_to(actor, parent, wanted).filter(pk=OuterRef(f"{path}_id"))))
    return reached | Q(**{path: None}) if scope == "all" else reached


def living_rows(noun: Noun[Any]) -> Q:
    """The condition of not being in the recycle bin; empty for nouns without one."""
    has_bin = any(column.name == "deleted_at" for column in noun.model._meta.fields)
    return Q(deleted_at=None) if has_bin else Q()
