"""Sharing rules by the API: which records are shown to whom beside their owners."""

import datetime as dt
from typing import Annotated, Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import Role, SharingRule, Team, User
from guanxi.platform.errors import RuleBroken
from guanxi.platform.rest.settings import shapes
from guanxi.platform.rest.settings.resources import (
    Act,
    Resource,
    for_administrators,
    is_administrator,
)
from guanxi.platform.rest.writing import Values
from guanxi.platform.rights.audience import Audience
from guanxi.platform.rights.rules import create_sharing_rule, remove_sharing_rule
from guanxi.platform.verbs.params import Param


def create(
    *,
    label: Annotated[str, Param(_("Name"), most=120)],
    noun: Annotated[str, Param(_("Record type"), most=60)],
    filter: Annotated[dict[str, Any], Param(_("Which records"))],
    user: Annotated[User | None, Param(_("To a person"))] = None,
    team: Annotated[Team | None, Param(_("To a team"))] = None,
    role: Annotated[Role | None, Param(_("To a role"))] = None,
    can_edit: Annotated[bool, Param(_("Also to edit"))] = False,
    actor: Actor,
    at: dt.datetime,
) -> SharingRule:
    """A rule that shows the matching records to one person, team or role."""
    if not isinstance(filter, dict):
        raise RuleBroken(_("Say which records the rule shows."))
    audience = Audience(user=user, team=team, role=role, can_edit=can_edit)
    return create_sharing_rule(label, noun, filter, audience, actor=actor, at=at)


def _rows() -> QuerySet[SharingRule]:
    return SharingRule.objects.all()


def _values(rule: Any) -> Values:
    return {
        "id": rule.pk,
        "label": rule.label,
        "noun": rule.noun,
        "filter": rule.filter,
        "user": rule.user_id,
        "team": rule.team_id,
        "role": rule.role_id,
        "can_edit": rule.can_edit,
    }


SHARING = Resource(
    "sharing-rules",
    _("Sharing rule"),
    _("Sharing rules"),
    rows=for_administrators(_rows),
    shape={
        "id": shapes.NUMBER,
        "label": shapes.TEXT,
        "noun": shapes.TEXT,
        "filter": shapes.ANY_OBJECT,
        "user": shapes.MAYBE_NUMBER,
        "team": shapes.MAYBE_NUMBER,
        "role": shapes.MAYBE_NUMBER,
        "can_edit": shapes.YES_NO,
    },
    values=_values,
    is_for=is_administrator,
    create=Act(create, _("Create")),
    remove=Act(remove_sharing_rule, _("End the rule")),
)
