"""Roles by the API: what they grant, how they meet fields, whether they ask for a second step."""

import datetime as dt
from typing import Annotated, Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.defaults import every_role_asks
from guanxi.platform.actors.models import FieldMode, Role, Scope
from guanxi.platform.rest.settings import shapes
from guanxi.platform.rest.settings.resources import (
    Act,
    Resource,
    for_administrators,
    is_administrator,
)
from guanxi.platform.rest.writing import Values
from guanxi.platform.rights import roles as rules
from guanxi.platform.verbs.params import Param


def create(
    *,
    code: Annotated[str, Param(_("Code"), most=50)],
    label_zh: Annotated[str, Param(_("In Chinese"), most=80)],
    label_en: Annotated[str, Param(_("In English"), most=80)] = "",
    like: Annotated[Role | None, Param(_("Like"))] = None,
    actor: Actor,
    at: dt.datetime,
) -> Role:
    """A new role, granting nothing, or what another grants."""
    return rules.create_role(code, label_zh, label_en, like=like, actor=actor, at=at)


def grant(
    role: Role,
    *,
    permission: Annotated[str, Param(_("Right"), most=120)],
    scope: Annotated[Scope, Param(_("Over which records"))],
    actor: Actor,
    at: dt.datetime,
) -> None:
    """Let the role do something over a scope; "none" takes it away."""
    rules.set_grant(role, permission, scope, actor=actor, at=at)


def meet_field(
    role: Role,
    *,
    noun: Annotated[str, Param(_("Record type"), most=60)],
    field: Annotated[str, Param(_("Field"), most=80)],
    mode: Annotated[FieldMode, Param(_("How the role meets it"))],
    actor: Actor,
    at: dt.datetime,
) -> None:
    """Let the role meet a field hidden, masked, read-only or in full."""
    rules.set_field_mode(role, noun, field, mode, actor=actor, at=at)


def second_step(
    role: Role,
    *,
    needed: Annotated[bool, Param(_("Needed"))],
    actor: Actor,
    at: dt.datetime,
) -> Role:
    """Ask the role's people for a second step at sign-in, or no more."""
    return rules.ask_for_second_factor(role, needed=needed, actor=actor, at=at)


def second_step_of_all(
    *, needed: Annotated[bool, Param(_("Needed"))], actor: Actor, at: dt.datetime
) -> bool:
    """Whether everybody is asked for a second step from now on, under roles made later too."""
    rules.ask_everybody_for_second_factor(needed=needed, actor=actor, at=at)
    return every_role_asks()


def _rows() -> QuerySet[Role]:
    return Role.objects.prefetch_related("grants", "field_grants")


def _values(role: Any) -> Values:
    return {
        "id": role.pk,
        "code": role.code,
        "label_zh": role.label_zh,
        "label_en": role.label_en,
        "is_administrator": role.is_administrator,
        "needs_second_factor": role.needs_second_factor,
        "grants": {one.permission: one.scope for one in role.grants.all() if one.scope != "none"},
        "fields": {f"{one.noun}.{one.field}": one.mode for one in role.field_grants.all()},
    }


ROLES = Resource(
    "roles",
    _("Role of staff"),
    _("Roles"),
    rows=for_administrators(_rows),
    shape={
        "id": shapes.NUMBER,
        "code": shapes.TEXT,
        "label_zh": shapes.TEXT,
        "label_en": shapes.TEXT,
        "is_administrator": shapes.YES_NO,
        "needs_second_factor": shapes.YES_NO,
        "grants": shapes.BY_NAME,
        "fields": shapes.BY_NAME,
    },
    values=_values,
    is_for=is_administrator,
    create=Act(create, _("Create")),
    remove=Act(rules.remove_role, _("Remove")),
    acts={
        "grant": Act(grant, _("Grant or take a right")),
        "field": Act(meet_field, _("Say how the role meets a field")),
        "second_step": Act(second_step, _("Ask for a second step, or no more")),
    },
    acts_on_all={
        "second_step": Act(
            second_step_of_all,
            _("Ask everybody for a second step, or nobody any more"),
            gives="result",
        ),
    },
)
