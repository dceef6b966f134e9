"""Showing one record to one more person or team, and ending that."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.compiling import rights_changed
from guanxi.platform.actors.models import Share
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.facts.publishing import Happening, publish
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.rows import Owned
from guanxi.platform.rights.audience import Audience
from guanxi.platform.rights.visibility import visible_to


@transaction.atomic
def share(
    noun: Noun[Any],
    pk: int,
    audience: Audience,
    *,
    actor: Actor,
    at: dt.datetime,
) -> Share:
    """The share by which a person or team sees the record from now on."""
    require_shareable(noun, pk, actor, audience.can_edit)
    _require_recipient(audience)
    shares = _shares(noun, audience)
    is_first = not shares.exists()
    held = shares.filter(record_id=pk).first()
    if held is not None and held.can_edit == audience.can_edit:
        return held
    before = held.can_edit if held else None
    made = held or Share(noun=noun.key, record_id=pk, user=audience.user, team=audience.team)
    made.can_edit, made.created_by_id = audience.can_edit, actor.user_id
    made.save()
    if is_first:
        rights_changed()
    _publish(noun, "shared", made, actor, at, could_edit=before)
    return made


@transaction.atomic
def unshare(
    noun: Noun[Any],
    pk: int,
    audience: Audience,
    *,
    actor: Actor,
    at: dt.datetime,
) -> None:
    """End the sharing of the record with a person or team."""
    require_shareable(noun, pk, actor, can_edit=False)
    for held in _shares(noun, audience).filter(record_id=pk):
        _publish(noun, "unshared", held, actor, at)
        held.delete()


def require_shareable(noun: Noun[Any], pk: int, actor: Actor, can_edit: bool) -> None:
    """Refuse to share what the actor may not share, or more than the actor may do.

    Raises DoesNotExist when the actor cannot see the record at all.
    """
    visible_to(actor, noun).values_list("pk").get(pk=pk)
    if not isinstance(noun.rows, Owned):
        raise RuleBroken(_("These records are not shared one by one."))
    for action in ("share", "edit") if can_edit else ("share",):
        if not visible_to(actor, noun, action).filter(pk=pk).exists():
            raise Denied(noun.permission(action))


def _shares(noun: Noun[Any], audience: Audience) -> QuerySet[Share]:
    return Share.objects.filter(noun=noun.key, user=audience.user, team=audience.team)


def _require_recipient(audience: Audience) -> None:
    if not audience.is_one or audience.role is not None:
        raise RuleBroken(_("Choose a person or a team."))
    if audience.user is not None and not audience.user.is_active:
        raise RuleBroken(_("This person no longer works here."))


def _publish(
    noun: Noun[Any], what: str, held: Share, actor: Actor, at: dt.datetime, **more: Any
) -> None:
    data = {"user": held.user_id, "team": held.team_id, "can_edit": held.can_edit, **more}
    happening = Happening(f"{noun.key}.{what}", noun.key, held.record_id, data=data)
    publish(happening, actor=actor, at=at)
