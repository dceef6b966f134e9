"""Teams by the API: the tree, who leads a team, what becomes of it."""

import datetime as dt
from typing import Annotated, Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import Team, User
from guanxi.platform.rest.settings import shapes
from guanxi.platform.rest.settings.resources import (
    Act,
    Resource,
    for_administrators,
    is_administrator,
    moment,
)
from guanxi.platform.rest.writing import Values
from guanxi.platform.rights import teams as rules
from guanxi.platform.verbs.params import Param

Name = Annotated[str, Param(_("Name"), most=120)]
InEnglish = Annotated[str, Param(_("Name in English"), most=120)]
Above = Annotated[Team | None, Param(_("Team above"))]


def create(
    *,
    name: Name,
    name_en: InEnglish = "",
    parent: Above = None,
    actor: Actor,
    at: dt.datetime,
) -> Team:
    """A new team, below the firm itself where no other is named."""
    return rules.create_team(name, parent or _firm(), name_en=name_en, actor=actor, at=at)


def change(
    team: Team,
    *,
    name: Name,
    name_en: InEnglish = "",
    parent: Above = None,
    lead: Annotated[User | None, Param(_("Led by"))] = None,
    actor: Actor,
    at: dt.datetime,
) -> Team:
    """The team under another name, another team, another lead."""
    if (name, name_en) != (team.name, team.name_en):
        rules.rename_team(team, name, name_en=name_en, actor=actor, at=at)
    above = parent or _firm()
    if team.parent_id is not None and above is not None and above.pk != team.parent_id:
        rules.move_team(team, above, actor=actor, at=at)
    elif team.parent_id is None and parent is not None:
        rules.move_team(team, parent, actor=actor, at=at)
    if (lead.pk if lead else None) != team.lead_id:
        rules.appoint_lead(team, lead, actor=actor, at=at)
    return team


def _firm() -> Team | None:
    return Team.objects.filter(parent=None).order_by("pk").first()


def _rows() -> QuerySet[Team]:
    return Team.objects.all()


def _values(team: Any) -> Values:
    return {
        "id": team.pk,
        "name": team.name,
        "name_en": team.name_en,
        "parent": team.parent_id,
        "lead": team.lead_id,
        "retired_at": moment(team.retired_at),
    }


TEAMS = Resource(
    "teams",
    _("Team"),
    _("Teams"),
    rows=for_administrators(_rows),
    shape={
        "id": shapes.NUMBER,
        "name": shapes.TEXT,
        "name_en": shapes.TEXT,
        "parent": shapes.MAYBE_NUMBER,
        "lead": shapes.MAYBE_NUMBER,
        "retired_at": shapes.MAYBE_MOMENT,
    },
    values=_values,
    is_for=is_administrator,
    create=Act(create, _("Create")),
    change=Act(change, _("Change")),
    acts={
        "retire": Act(rules.retire_team, _("Take out of every choice")),
        "revive": Act(rules.revive_team, _("Bring back")),
    },
)
