"""What only an administrator may do, and how each such change is kept as a fact."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.compiling import rights_changed
from guanxi.platform.actors.models import User
from guanxi.platform.errors import Denied, HeldBack, RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.platform.facts.publishing import Happening, publish

ADMINISTER = "administer"


def require_administrator(actor: Actor) -> None:
    """Refuse everyone but an administrator acting in their own name."""
    if not actor.is_administrator or actor.is_read_only:
        raise Denied(ADMINISTER)
    refuse_held_back(actor)


def refuse_held_back(actor: Actor) -> None:
    """Refuse a session from elsewhere, and one whose person proved themselves too long ago."""
    if actor.held_back:
        raise HeldBack(ADMINISTER, actor.held_back)


def refuse_read_only(actor: Actor) -> None:
    """Refuse a change while looking through another's eyes."""
    if actor.is_read_only:
        raise Denied("view_as")


def record_change(
    kind: str,
    record_id: int | None,
    changes: Mapping[str, Any],
    *,
    actor: Actor,
    at: dt.datetime,
) -> Fact:
    """The audit fact of a change to people, teams, roles, rules or keys; cached rights end."""
    noun = kind.partition(".")[0]
    rights_changed()
    return publish(Happening(kind, noun, record_id, changes), actor=actor, at=at)


def label_or_refuse(text: str, message: Any, *, most: int = 80) -> str:
    """``text`` without surrounding space; refused when nothing is left, or too much."""
    label = text.replace("\x00", "").strip()
    if not label:
        raise RuleBroken(message)
    if len(label) > most:
        raise RuleBroken(_("Shorten this to %(limit)d characters.") % {"limit": most})
    return label


def active_administrators() -> set[int]:
    """The ids of the people who can administer this installation."""
    found = User.objects.filter(is_active=True, roles__is_administrator=True)
    return set(found.values_list("pk", flat=True))
