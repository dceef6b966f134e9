"""Ids of people, teams and records in a filter or value, as names, and back."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.models import Role, Team, User
from guanxi.platform.errors import RuleBroken
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import nouns

OF, NAME = "$of", "name"


def by_names(noun: Noun[Any] | None, filter: Any) -> Any:
    """A filter with the names of what it asks for in place of ids."""
    return _walked(noun, filter, named)


def by_ids(noun: Noun[Any] | None, filter: Any) -> Any:
    """A filter as it is kept here; RuleBroken where what it names is not here."""
    return _walked(noun, filter, found)


def named(target: str, value: Any) -> Any:
    """The id of a person, team or record as its name; anything else as it is."""
    if isinstance(value, list):
        return [named(target, one) for one in value]
    if isinstance(value, bool) or not str(value).isdecimal():
        return value
    name = _name(target, int(value))
    return value if name is None else {OF: target, NAME: name}


def found(target: str, value: Any) -> Any:
    """The id of what is named; RuleBroken where there is none, or more than one."""
    if isinstance(value, list):
        return [found(target, one) for one in value]
    if not isinstance(value, Mapping) or OF not in value:
        return value
    name = value.get(NAME)
    if target == "user":
        return person_called(str(name)).pk
    if target == "team":
        return team_at(name if isinstance(name, list) else []).pk
    return _record_called(target, str(name))


def person_called(username: str) -> User:
    """The person with this sign-in name."""
    person = User.objects.filter(username=username).first()
    if person is None:
        raise RuleBroken(_("Nobody here signs in as “%(name)s”.") % {"name": username})
    return person


def role_called(code: str) -> Role:
    """The role with this code."""
    role = Role.objects.filter(code=code).first()
    if role is None:
        raise RuleBroken(_("There is no role “%(name)s” here.") % {"name": code})
    return role


def noun_called(key: str) -> Noun[Any]:
    """The record type with this key."""
    noun = nouns().get(key)
    if noun is None:
        raise RuleBroken(_("There is no record type “%(name)s” here.") % {"name": key})
    return noun


def the_firm() -> Team | None:
    """The root of the tree of teams."""
    return Team.objects.filter(parent=None, retired_at=None).order_by("pk").first()


def paths_of_teams() -> dict[int, list[str]]:
    """The names that lead to each team from the firm down, which itself has none."""
    root = the_firm()
    teams = {team.pk: team for team in Team.objects.filter(retired_at=None)}
    return {pk: _path(team, teams, root) for pk, team in teams.items()}


def team_at(path: list[Any]) -> Team:
    """The team to which these names lead from the firm down."""
    if not path and (root := the_firm()):
        return root
    paths = paths_of_teams()
    here = sorted(pk for pk, names in paths.items() if names == path)
    if not here:
        said = " / ".join(map(str, path)) or "—"
        raise RuleBroken(_("There is no team “%(name)s” here.") % {"name": said})
    return Team.objects.get(pk=here[0])


def _path(team: Team, teams: Mapping[int, Team], root: Team | None) -> list[str]:
    names: list[str] = []
    one: Team | None = team
    while one is not None and one != root:
        names.insert(0, one.name)
        one = teams.get(one.parent_id or 0)
    return names


def _name(target: str, pk: int) -> Any:
    if target == "user":
        return User.objects.filter(pk=pk).values_list("username", flat=True).first()
    if target == "team":
        return paths_of_teams().get(pk)
    noun = nouns().get(target)
    if noun is None:
        return None
    return noun.base().filter(pk=pk).values_list(noun.field(noun.title).path, flat=True).first()


def _record_called(target: str, name: str) -> int:
    noun = noun_called(target)
    rows = noun.base().filter(**{noun.field(noun.title).path: name, "deleted_at": None})
    ids = list(rows.order_by("pk").values_list("pk", flat=True)[:2])
    if len(ids) != 1:
        said = {"noun": noun.label, "name": name}
        raise RuleBroken(_("There is not exactly one record “%(name)s” (%(noun)s) here.") % said)
    return int(ids[0])


def _walked(noun: Noun[Any] | None, filter: Any, turn: Any) -> Any:
    if isinstance(filter, list):
        return [_walked(noun, part, turn) for part in filter]
    if noun is None or not isinstance(filter, Mapping):
        return filter
    turned = dict(filter)
    for word in ("all", "any", "none"):
        if word in turned:
            turned[word] = _walked(noun, turned[word], turn)
    if "related" in turned:
        lists = {one.name: one.noun for one in noun.related_lists}
        related = nouns().get(lists.get(str(turned["related"]), ""))
        turned["where"] = _walked(related, turned.get("where"), turn)
    if "field" in turned and "value" in turned:
        field = _led_to(noun, str(turned["field"]))
        if field is not None and field.is_relation:
            turned["value"] = turn(target_of(field), turned["value"])
    return turned


def target_of(field: Field) -> str:
    """Whose ids a field holds: "user", "team" or a record type."""
    return field.target or field.type


def _led_to(noun: Noun[Any] | None, path: str) -> Field | None:
    name, _dot, rest = path.partition(".")
    field = noun.fields.get(name) if noun is not None else None
    if field is None or not rest:
        return field
    return _led_to(nouns().get(field.target), rest)
