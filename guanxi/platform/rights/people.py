"""Correcting, closing and opening the account of a member of staff."""

import datetime as dt
from collections.abc import Mapping

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import User
from guanxi.platform.errors import RuleBroken
from guanxi.platform.rights.administering import (
    active_administrators,
    record_change,
    require_administrator,
)
from guanxi.platform.signin.inviting import taken
from guanxi.platform.signin.models import WelcomeLink
from guanxi.platform.signin.sessions import end_other_ways_in, end_sessions

CORRECTED = ("name", "email", "language")


@transaction.atomic
def correct_person(user: User, *, told: Mapping[str, str], actor: Actor, at: dt.datetime) -> User:
    """The person under another name, address or language: what of the three is told.

    Links that went to the address before are dead, as it may be a stranger's.
    """
    require_administrator(actor)
    changes = {
        name: [getattr(user, name), told[name]]
        for name in CORRECTED
        if name in told and told[name] != getattr(user, name)
    }
    if not changes:
        return user
    if reason := taken("", told.get("email", ""), besides=user).get("email"):
        raise RuleBroken(_("Some values need attention."), {"email": reason})
    if "email" in changes:
        WelcomeLink.objects.filter(user=user).delete()
        EmailAddress.objects.filter(user=user).delete()
    for name, (_before, after) in changes.items():
        setattr(user, name, after)
    user.save(update_fields=[*changes, "name_key", "spellings"])
    record_change("user.corrected", user.pk, changes, actor=actor, at=at)
    return user


@transaction.atomic
def deactivate_person(user: User, *, actor: Actor, at: dt.datetime) -> User:
    """The person, shut out at once: rights, sessions, keys and feeds end in this transaction."""
    require_administrator(actor)
    user.is_active = False
    user.save(update_fields=["is_active"])
    if not active_administrators():
        raise RuleBroken(_("Somebody has to stay administrator."))
    end_sessions(user)
    end_other_ways_in(user, at)
    record_change("user.deactivated", user.pk, {"is_active": [True, False]}, actor=actor, at=at)
    return user


@transaction.atomic
def sign_out_person(user: User, *, actor: Actor, at: dt.datetime) -> User:
    """The person, signed out everywhere; they may sign in again, and their keys go on."""
    require_administrator(actor)
    end_sessions(user)
    record_change("user.signed_out", user.pk, {}, actor=actor, at=at)
    return user


@transaction.atomic
def drop_second_step(user: User, *, actor: Actor, at: dt.datetime) -> User:
    """The person without app, passkeys and recovery codes, which were lost; signed out as well.

    Whoever asks for this has shown the administrator who they are.
    """
    require_administrator(actor)
    if not Authenticator.objects.filter(user=user).exists():
        raise RuleBroken(_("There is no second step to take away."))
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
    record_change("user.second_step_dropped", user.pk, {}, actor=actor, at=at)
    return user


@transaction.atomic
def reactivate_person(user: User, *, actor: Actor, at: dt.datetime) -> User:
    """The person, able to sign in again; old keys stay dead."""
    require_administrator(actor)
    user.is_active = True
    user.save(update_fields=["is_active"])
    record_change("user.reactivated", user.pk, {"is_active": [False, True]}, actor=actor, at=at)
    return user
