"""The tree of teams: growing it, moving its branches, and who is in which team."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.compiling import subtree
from guanxi.platform.actors.models import Team, TeamMember, User
from guanxi.platform.errors import RuleBroken
from guanxi.platform.rights.administering import (
    label_or_refuse,
    record_change,
    require_administrator,
)


@transaction.atomic
def create_team(
    name: str, parent: Team | None, *, name_en: str = "", actor: Actor, at: dt.datetime
) -> Team:
    """A new team under ``parent``."""
    require_administrator(actor)
    team = Team.objects.create(
        name=label_or_refuse(name, _("Name the team."), most=120),
        name_en=name_en.strip()[:120],
        parent=parent,
    )
    changes = {"name": [None, team.name], "parent": [None, team.parent_id]}
    record_change("team.created", team.pk, changes, actor=actor, at=at)
    return team


@transaction.atomic
def rename_team(
    team: Team, name: str, *, name_en: str | None = None, actor: Actor, at: dt.datetime
) -> Team:
    """The team under another name; None leaves that in English as it is."""
    require_administrator(actor)
    before = {"name": team.name, "name_en": team.name_en}
    team.name = label_or_refuse(name, _("Name the team."), most=120)
    team.name_en = team.name_en if name_en is None else name_en.strip()[:120]
    team.save(update_fields=["name", "name_en", "name_key"])
    changes = {
        key: [was, getattr(team, key)] for key, was in before.items() if was != getattr(team, key)
    }
    record_change("team.renamed", team.pk, changes, actor=actor, at=at)
    return team


@transaction.atomic
def move_team(team: Team, parent: Team | None, *, actor: Actor, at: dt.datetime) -> Team:
    """The team, with all below it, under ``parent``; refused inside its own branch."""
    require_administrator(actor)
    # Two moves at once could each be sound and close a circle together.
    list(Team.objects.select_for_update().order_by("pk").values_list("pk"))
    if parent is not None and parent.pk in subtree([team.pk]):
        raise RuleBroken(_("A team cannot be placed below itself."))
    before, team.parent = team.parent_id, parent
    team.save(update_fields=["parent"])
    record_change("team.moved", team.pk, {"parent": [before, team.parent_id]}, actor=actor, at=at)
    return team


@transaction.atomic
def appoint_lead(team: Team, lead: User | None, *, actor: Actor, at: dt.datetime) -> Team:
    """The team led by ``lead``, or by nobody."""
    require_administrator(actor)
    before, team.lead = team.lead_id, lead
    team.save(update_fields=["lead"])
    record_change("team.led", team.pk, {"lead": [before, team.lead_id]}, actor=actor, at=at)
    return team


@transaction.atomic
def retire_team(team: Team, *, actor: Actor, at: dt.datetime) -> Team:
    """The team out of every choice; its records stay with it, seen by those above as before."""
    require_administrator(actor)
    if team.parent_id is None:
        raise RuleBroken(_("The firm itself stays."))
    living = team.children.filter(retired_at=None)
    if living.exists() or team.members.exists() or team.memberships.exists():
        raise RuleBroken(_("Move the people and teams of this team elsewhere first."))
    team.retired_at = at
    team.save(update_fields=["retired_at"])
    record_change("team.retired", team.pk, {"name": [team.name, None]}, actor=actor, at=at)
    return team


@transaction.atomic
def revive_team(team: Team, *, actor: Actor, at: dt.datetime) -> Team:
    """The team, back in every choice."""
    require_administrator(actor)
    team.retired_at = None
    team.save(update_fields=["retired_at"])
    record_change("team.revived", team.pk, {"name": [None, team.name]}, actor=actor, at=at)
    return team


@transaction.atomic
def move_person(user: User, team: Team | None, *, actor: Actor, at: dt.datetime) -> User:
    """The person at home in ``team``; their records stay with the team they belong to."""
    require_administrator(actor)
    _refuse_retired(team)
    before, user.team = user.team_id, team
    user.save(update_fields=["team"])
    record_change("user.moved", user.pk, {"team": [before, user.team_id]}, actor=actor, at=at)
    return user


@transaction.atomic
def join_team(user: User, team: Team, *, actor: Actor, at: dt.datetime) -> None:
    """Make the person a member of one more team."""
    require_administrator(actor)
    _refuse_retired(team)
    _membership, is_new = TeamMember.objects.get_or_create(user=user, team=team)
    if is_new:
        record_change("user.joined", user.pk, {"teams": [None, team.pk]}, actor=actor, at=at)


@transaction.atomic
def leave_team(user: User, team: Team, *, actor: Actor, at: dt.datetime) -> None:
    """End the person's membership in a further team."""
    require_administrator(actor)
    gone, _by_model = TeamMember.objects.filter(user=user, team=team).delete()
    if gone:
        record_change("user.left", user.pk, {"teams": [team.pk, None]}, actor=actor, at=at)


def _refuse_retired(team: Team | None) -> None:
    if team is not None and team.retired_at is not None:
        raise RuleBroken(_("This team was retired; bring it back first."))
