"""Letting people in: the first administrator, those who are invited, those who are locked out."""

import datetime as dt
import hashlib
import secrets

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.compiling import actor_for_user
from guanxi.platform.actors.defaults import install_default_roles
from guanxi.platform.actors.models import Team, User
from guanxi.platform.errors import RuleBroken
from guanxi.platform.facts.publishing import Happening, publish
from guanxi.platform.jobs.queue import enqueue
from guanxi.platform.rights.visibility import require
from guanxi.platform.signin.models import WelcomeLink

VALID = dt.timedelta(days=3)
INVITE = "user.invite"


def new_link(user: User | None, *, at: dt.datetime) -> str:
    """The secret part of a fresh link, valid for three days; earlier ones for the same are dead."""
    token = secrets.token_urlsafe(32)
    WelcomeLink.objects.filter(user=user).delete()
    WelcomeLink.objects.create(
        token_hash=_hash(token), user=user, created_at=at, expires_at=at + VALID
    )
    return token


def open_link(token: str, *, at: dt.datetime) -> WelcomeLink | None:
    """The link of that secret, if it is neither used nor too old nor pointless by now."""
    links = WelcomeLink.objects.select_related("user")
    link = links.filter(token_hash=_hash(token), used_at=None, expires_at__gt=at).first()
    if link is None:
        return None
    welcome = link.user.is_active if link.user else not User.objects.exists()
    return link if welcome else None


def invite(user: User, *, actor: Actor, at: dt.datetime) -> None:
    """Mails the person a link with which to choose a password."""
    require(actor, INVITE)
    if not user.email:
        raise RuleBroken(_("Add an e-mail address first."), {"email": _("Fill this in.")})
    enqueue("signin.invite", {"user_id": user.pk}, actor=actor, at=at, title=user.name)
    publish(Happening("user.invited", "user", user.pk), actor=actor, at=at)


@transaction.atomic
def become_first_administrator(
    token: str, *, firm: str, username: str, name: str, password: str, at: dt.datetime
) -> User:
    """The administrator of a new firm, which becomes the root of the tree of teams."""
    link = _used(token, at)
    if link.user_id:
        raise RuleBroken(_("This link is for somebody who is here already."))
    user = User(username=username, name=name, language=_spoken(), team=_root(firm))
    _set_password(user, password)
    user.save()
    user.roles.add(install_default_roles()["administrator"])
    publish(Happening("user.created", "user", user.pk), actor=actor_for_user(user), at=at)
    return user


@transaction.atomic
def accept_invitation(token: str, *, password: str, at: dt.datetime) -> User:
    """The person the link was for, with their new password; the link is dead from now on."""
    user = _used(token, at).user
    if user is None:
        raise RuleBroken(_("This link is for the first administrator."))
    user.language = _spoken()
    _set_password(user, password)
    user.save(update_fields=["password", "language"])
    publish(Happening("user.welcomed", "user", user.pk), actor=actor_for_user(user), at=at)
    return user


def _spoken() -> str:
    """The language of the page on which they chose the password."""
    return get_language() or settings.LANGUAGE_CODE


def _used(token: str, at: dt.datetime) -> WelcomeLink:
    link = open_link(token, at=at)
    # Of two who press at once, one changes the row.
    unused = WelcomeLink.objects.filter(token_hash=_hash(token), used_at=None)
    if link is None or not unused.update(used_at=at):
        raise RuleBroken(_("This link has been used or is too old. Ask for a new one."))
    return link


def _set_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        reason = " ".join(error.messages)
        raise RuleBroken(reason, {"password": reason}) from None
    user.set_password(password)


def _root(firm: str) -> Team:
    return Team.objects.filter(parent=None).first() or Team.objects.create(name=firm)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
