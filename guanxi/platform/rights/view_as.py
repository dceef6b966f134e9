"""Looking through another person's eyes: what they see, changing nothing."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.compiling import actor_for_user
from guanxi.platform.actors.marking import marked
from guanxi.platform.actors.models import User
from guanxi.platform.errors import RuleBroken
from guanxi.platform.facts.publishing import Happening, publish
from guanxi.platform.rights.administering import require_administrator


def start_viewing_as(user: User, *, actor: Actor, at: dt.datetime) -> Actor:
    """The read-only actor of ``user`` for an administrator; who looked is kept as a fact."""
    seen = viewing_as(user, actor=actor)
    publish(Happening("user.viewed_as", "user", user.pk), actor=actor, at=at)
    return seen


def viewing_as(user: User, *, actor: Actor) -> Actor:
    """The same actor for each later request of a viewing that was started."""
    require_administrator(actor)
    if not user.is_active:
        raise RuleBroken(_("This person no longer works here."))
    name = f"{actor.name} → {user.name}"
    return marked(actor_for_user(user), name=name, is_read_only=True)


def end_viewing_as(user: User, *, actor: Actor, at: dt.datetime) -> None:
    """Keep as a fact when the looking ended."""
    publish(Happening("user.viewing_ended", "user", user.pk), actor=actor, at=at)
