"""A new member of staff: an account without a password, and the mail that lets them choose one."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.compiling import rights_changed
from guanxi.platform.actors.models import Role, Team, User
from guanxi.platform.errors import Message, RuleBroken
from guanxi.platform.facts.publishing import Happening, publish
from guanxi.platform.rights.visibility import require
from guanxi.platform.signin.welcome import INVITE, invite


@dataclass(frozen=True)
class Newcomer:
    """Who is to come in, and as what."""

    username: str
    name: str
    email: str
    language: str
    team: Team | None = None
    roles: Iterable[Role] = ()


@transaction.atomic
def invite_newcomer(newcomer: Newcomer, *, actor: Actor, at: dt.datetime) -> User:
    """The new person, who gets a link by mail and cannot sign in before using it."""
    require(actor, INVITE)
    if fields := taken(newcomer.username, newcomer.email):
        raise RuleBroken(_("Some values need attention."), fields)
    user = User(
        username=newcomer.username,
        name=newcomer.name,
        email=newcomer.email,
        language=newcomer.language,
        team=newcomer.team,
    )
    user.set_unusable_password()
    user.save()
    user.roles.set(newcomer.roles)
    rights_changed()
    publish(Happening("user.created", "user", user.pk), actor=actor, at=at)
    invite(user, actor=actor, at=at)
    return user


def taken(username: str, email: str, *, besides: User | None = None) -> dict[str, Message]:
    """What to say at the fields whose value somebody else has already; an empty one is nobody's."""
    others = User.objects.exclude(pk=besides.pk) if besides else User.objects.all()
    holders = {
        "username": others.filter(username__iexact=username).exclude(username=""),
        "email": others.filter(email__iexact=email).exclude(email=""),
    }
    return {name: _("Somebody has this already.") for name, who in holders.items() if who.exists()}
