"""Members of staff by the API: asked in, their roles and teams, whether they may sign in."""

import datetime as dt
from typing import Annotated, Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import Role, Team, User
from guanxi.platform.rest.settings import shapes
from guanxi.platform.rest.settings.resources import (
    Act,
    Resource,
    for_administrators,
    is_administrator,
    moment,
)
from guanxi.platform.rest.writing import Values
from guanxi.platform.rights import people as accounts
from guanxi.platform.rights import roles, teams
from guanxi.platform.signin.inviting import Newcomer, invite_newcomer
from guanxi.platform.signin.welcome import invite
from guanxi.platform.verbs.params import Param

OneRole = Annotated[Role, Param(_("Role of staff"))]
OneTeam = Annotated[Team, Param(_("Team"))]
Language = Annotated[str, Param(_("Language"), type="choice", options=dict(settings.LANGUAGES))]


def create(
    *,
    username: Annotated[str, Param(_("User name"), most=150)],
    name: Annotated[str, Param(_("Name"), most=80)],
    email: Annotated[str, Param(_("E-mail"), type="email", most=254)],
    role: OneRole,
    language: Language = settings.LANGUAGE_CODE,
    team: Annotated[Team | None, Param(_("Team"))] = None,
    actor: Actor,
    at: dt.datetime,
) -> User:
    """A new member of staff, who gets a link by mail with which to choose a password."""
    newcomer = Newcomer(username, name, email, language, team, [role])
    return invite_newcomer(newcomer, actor=actor, at=at)


def correct(
    user: User,
    *,
    name: Annotated[str, Param(_("Name"), most=80)] = "",
    email: Annotated[str, Param(_("E-mail"), type="email", most=254)] = "",
    language: Annotated[
        str, Param(_("Language"), type="choice", options=dict(settings.LANGUAGES))
    ] = "",
    actor: Actor,
    at: dt.datetime,
) -> None:
    """Call the person by another name, or reach them at another address or in another language."""
    told = {"name": name, "email": email, "language": language}
    given = {field: value for field, value in told.items() if value}
    accounts.correct_person(user, told=given, actor=actor, at=at)


def give_role(user: User, *, role: OneRole, actor: Actor, at: dt.datetime) -> None:
    """Let the person act under one more role."""
    roles.give_role(user, role, actor=actor, at=at)


def take_role(user: User, *, role: OneRole, actor: Actor, at: dt.datetime) -> None:
    """End the person's acting under a role."""
    roles.take_role(user, role, actor=actor, at=at)


def move(user: User, *, team: OneTeam, actor: Actor, at: dt.datetime) -> None:
    """Let the person be at home in another team."""
    teams.move_person(user, team, actor=actor, at=at)


def join(user: User, *, team: OneTeam, actor: Actor, at: dt.datetime) -> None:
    """Make the person a member of one more team."""
    teams.join_team(user, team, actor=actor, at=at)


def leave(user: User, *, team: OneTeam, actor: Actor, at: dt.datetime) -> None:
    """End the person's membership in a further team."""
    teams.leave_team(user, team, actor=actor, at=at)


def _rows() -> QuerySet[User]:
    return User.objects.prefetch_related("roles", "memberships")


def _values(user: Any) -> Values:
    return {
        "id": user.pk,
        "username": user.username,
        "name": user.name,
        "email": user.email,
        "team": user.team_id,
        "further_teams": sorted(one.team_id for one in user.memberships.all()),
        "roles": sorted(one.pk for one in user.roles.all()),
        "language": user.language,
        "is_active": user.is_active,
        "created_at": moment(user.created_at),
    }


PEOPLE = Resource(
    "people",
    _("Member of staff"),
    _("Members of staff"),
    rows=for_administrators(_rows),
    shape={
        "id": shapes.NUMBER,
        "username": shapes.TEXT,
        "name": shapes.TEXT,
        "email": shapes.TEXT,
        "team": shapes.MAYBE_NUMBER,
        "further_teams": shapes.NUMBERS,
        "roles": shapes.NUMBERS,
        "language": shapes.TEXT,
        "is_active": shapes.YES_NO,
        "created_at": shapes.MOMENT,
    },
    values=_values,
    is_for=is_administrator,
    create=Act(create, _("Invite")),
    acts={
        "invite": Act(invite, _("Invite again")),
        "correct": Act(correct, _("Correct")),
        "give_role": Act(give_role, _("Give a role")),
        "take_role": Act(take_role, _("Take a role")),
        "move": Act(move, _("Move to another team")),
        "join": Act(join, _("Join a further team")),
        "leave": Act(leave, _("Leave a further team")),
        "sign_out": Act(accounts.sign_out_person, _("Sign out everywhere")),
        "drop_second_step": Act(accounts.drop_second_step, _("Take the lost second step away")),
        "deactivate": Act(accounts.deactivate_person, _("Deactivate")),
        "reactivate": Act(accounts.reactivate_person, _("Reactivate")),
    },
)
