"""API keys by the API: one's own, or everyone's for an administrator; secrets are told once."""

import datetime as dt
from typing import Annotated, Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import ApiKey, Role, User
from guanxi.platform.rest.settings import shapes
from guanxi.platform.rest.settings.resources import Act, Resource, Told, moment
from guanxi.platform.rest.writing import Values
from guanxi.platform.rights import keys as rules
from guanxi.platform.rights.administering import refuse_read_only
from guanxi.platform.verbs.params import Param

USUAL = dt.timedelta(days=90)
Name = Annotated[str, Param(_("Name"), most=80)]
UnderRole = Annotated[Role, Param(_("Role of staff"))]
AsPerson = Annotated[User | None, Param(_("On behalf of"))]
Until = Annotated[dt.datetime | None, Param(_("Ends at"))]


def create(
    *,
    name: Name,
    role: UnderRole,
    user: AsPerson = None,
    expires_at: Until = None,
    actor: Actor,
    at: dt.datetime,
) -> Told:
    """A key that acts as oneself and ends after 90 days, unless told otherwise."""
    owner = user or User.objects.filter(pk=actor.user_id or 0).first()
    until = expires_at or at + USUAL
    made = rules.create_key(name, role, owner, expires_at=until, actor=actor, at=at)
    return Told(made.key, made.secret)


def renew(key: ApiKey, *, actor: Actor, at: dt.datetime) -> Told:
    """The key with a new secret; the old one is dead at once."""
    made = rules.rotate_key(key, actor=actor, at=at)
    return Told(made.key, made.secret)


def _rows(actor: Actor) -> QuerySet[ApiKey]:
    refuse_read_only(actor)
    every = ApiKey.objects.select_related("role")
    return every if actor.is_administrator else every.filter(user=actor.user_id or 0)


def _is_for(actor: Actor) -> bool:
    return not actor.is_read_only


def _values(key: Any) -> Values:
    return {
        "id": key.pk,
        "name": key.name,
        "prefix": f"gx_{key.prefix}",
        "role": key.role_id,
        "user": key.user_id,
        "created_at": moment(key.created_at),
        "expires_at": moment(key.expires_at),
        "revoked_at": moment(key.revoked_at),
        "last_used_at": moment(key.last_used_at),
    }


KEYS = Resource(
    "api-keys",
    _("API key"),
    _("API keys"),
    rows=_rows,
    shape={
        "id": shapes.NUMBER,
        "name": shapes.TEXT,
        "prefix": shapes.TEXT,
        "role": shapes.NUMBER,
        "user": shapes.MAYBE_NUMBER,
        "created_at": shapes.MOMENT,
        "expires_at": shapes.MAYBE_MOMENT,
        "revoked_at": shapes.MAYBE_MOMENT,
        "last_used_at": shapes.MAYBE_MOMENT,
    },
    values=_values,
    is_for=_is_for,
    create=Act(create, _("Create"), gives="secret"),
    acts={
        "renew": Act(renew, _("Make a new secret"), gives="secret"),
        "revoke": Act(rules.revoke_key, _("End the key")),
    },
)
