"""Making, renewing and ending API keys."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.keys import NewKey, draw_secret
from guanxi.platform.actors.models import ApiKey, Role, User
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.rights.administering import (
    label_or_refuse,
    record_change,
    refuse_held_back,
    refuse_read_only,
)

LONGEST = dt.timedelta(days=366 * 2)


@transaction.atomic
def create_key(
    name: str,
    role: Role,
    user: User | None,
    *,
    expires_at: dt.datetime | None,
    actor: Actor,
    at: dt.datetime,
) -> NewKey:
    """A key acting under ``role``, owning as ``user``; its secret is in the answer only."""
    _require_may_make(actor, role, user.pk if user else None)
    if expires_at is not None and not at < expires_at <= at + LONGEST:
        raise RuleBroken(_("Let the key end within the next two years."))
    prefix, digest, secret = draw_secret()
    key = ApiKey.objects.create(
        name=label_or_refuse(name, _("Name the key.")),
        prefix=prefix,
        digest=digest,
        role=role,
        user=user,
        team_id=user.team_id if user else None,
        expires_at=expires_at,
    )
    record_change("key.created", key.pk, {"role": [None, role.code]}, actor=actor, at=at)
    return NewKey(key, secret)


@transaction.atomic
def rotate_key(key: ApiKey, *, actor: Actor, at: dt.datetime) -> NewKey:
    """The same key with a new secret; the old one is dead at once."""
    _require_may_make(actor, key.role, key.user_id)
    if key.revoked_at is not None:
        raise RuleBroken(_("This key was ended; make a new one."))
    key.prefix, key.digest, secret = draw_secret()
    key.save(update_fields=["prefix", "digest"])
    record_change("key.rotated", key.pk, {}, actor=actor, at=at)
    return NewKey(key, secret)


@transaction.atomic
def revoke_key(key: ApiKey, *, actor: Actor, at: dt.datetime) -> ApiKey:
    """The key, ended."""
    _require_may_make(actor, key.role, key.user_id)
    key.revoked_at = at
    key.save(update_fields=["revoked_at"])
    record_change("key.revoked", key.pk, {}, actor=actor, at=at)
    return key


def _require_may_make(actor: Actor, role: Role, user_id: int | None) -> None:
    """Administrators make any key; a person makes keys for themselves under a role they hold."""
    refuse_read_only(actor)
    own = actor.kind == "person" and user_id == actor.user_id and role.pk in actor.roles
    if not (actor.is_administrator or own):
        raise Denied("key.create")
    refuse_held_back(actor)
