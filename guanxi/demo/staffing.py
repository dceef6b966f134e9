"""Teams, people and roles of the demo company."""

from django.contrib.auth.hashers import make_password

from guanxi.demo.company import Company
from guanxi.demo.storing import remember
from guanxi.demo.words.english import TEAMS as TEAMS_IN_ENGLISH
from guanxi.demo.words.staff import FIRM, STAFF, TEAMS, Colleague
from guanxi.platform.actors.compiling import rights_changed
from guanxi.platform.actors.defaults import install_default_roles
from guanxi.platform.actors.models import Role, Team, User


def make_staff(company: Company, password: str | None) -> list[User]:
    """The forty people, each in a team with a role; all sign in with ``password``.

    Without one nobody signs in as them, and none of them administers.
    """
    kept = make_password(password)
    roles = install_default_roles()
    if password is None:
        roles["administrator"] = roles["manager"]
    _make_teams(company)
    people = [_make_person(company, one, roles, kept) for one in STAFF]
    remember(people)
    rights_changed()
    return people


def _make_teams(company: Company) -> None:
    company.teams[FIRM] = Team.objects.create(name=FIRM, name_en=TEAMS_IN_ENGLISH[FIRM])
    for name, parent in TEAMS:
        company.teams[name] = Team.objects.create(
            name=name, name_en=TEAMS_IN_ENGLISH[name], parent=company.teams[parent]
        )
    remember(list(company.teams.values()))


def _make_person(company: Company, one: Colleague, roles: dict[str, Role], password: str) -> User:
    team = company.teams[one.team]
    name = one.name.replace("-", " ")
    host = "chenghai.example.com"
    number = len(company.staff) + sum(map(len, company.staff.values()))
    username = _free(one.username)
    user = User.objects.create(
        username=username,
        email=f"{username}@{host}",
        name=name,
        title=one.title.replace("-", " "),
        phone=f"+8619900009{number:03}",
        team=team,
        password=password,
        language="en" if name.isascii() else "zh-hans",
        time_zone=str(company.zone),
    )
    user.roles.set([roles[one.role]])
    company.staff.setdefault(one.team, []).append(user)
    if one.role in {"seller", "manager"}:
        company.sellers.setdefault(one.team, []).append(user)
    if team.lead_id is None:
        team.lead = user
        team.save(update_fields=["lead"])
    return user


def _free(username: str) -> str:
    """The name, or one beside it where somebody of this house has it already."""
    return f"demo.{username}" if User.objects.filter(username=username).exists() else username
