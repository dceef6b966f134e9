"""Whom and what facts about the house name: people, teams, roles, with what changed of them."""

from collections.abc import Sequence
from typing import Any

from guanxi.platform.actors.models import Role, Team, User
from guanxi.platform.facts.models import Fact
from guanxi.platform.nouns.registry import nouns
from guanxi.web.look.words import role_label

PLACES = {
    "user": "/settings/people/{}/",
    "team": "/settings/teams/{}/",
    "role": "/settings/roles/{}/",
    "webhook": "/settings/webhooks/{}/",
}
DEFINED = {"field", "form", "noun"}
TEAMS, PEOPLE, ROLES = {"team", "teams", "parent"}, {"lead"}, {"roles", "role"}


class House:
    """The names that a page of facts needs: one query each for people, teams and roles."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        told = [fact for fact in facts if fact.noun in PLACES]
        changed = [pair for fact in told for pair in fact.changes.items()]
        self._people = _named(User, _ids(told, "user") | _values(changed, PEOPLE))
        self._teams = _named(Team, _ids(told, "team") | _values(changed, TEAMS))
        self._roles = {role.pk: role for role in Role.objects.all()} if told else {}
        self._codes = {role.code: role_label(role) for role in self._roles.values()}

    def about(self, fact: Fact) -> tuple[str, str]:
        """Who or what the fact is about, and where that stands; nothing where it is gone."""
        pk = fact.record_id or 0
        if fact.noun in DEFINED:
            return _defined(fact)
        if fact.noun == "role":
            named = role_label(self._roles[pk]) if pk in self._roles else ""
        elif fact.noun == "webhook":
            named = str(fact.data.get("url", ""))
        else:
            named = {"user": self._people, "team": self._teams}.get(fact.noun, {}).get(pk, "")
        named = named or str(fact.data.get("title") or "")
        return named, PLACES[fact.noun].format(pk) if named and fact.noun in PLACES else ""

    def said(self, fact: Fact) -> str:
        """Where a sign-in came from, or each value before and after."""
        if address := fact.data.get("address"):
            return str(address)
        pairs = fact.changes.items() if fact.noun in PLACES else ()
        return "; ".join(
            f"{self._called(name, before)} → {self._called(name, after)}"
            for name, (before, after) in pairs
        )

    def _called(self, name: str, value: Any) -> str:
        if name in TEAMS:
            value = self._teams.get(value)
        elif name in PEOPLE:
            value = self._people.get(value)
        elif name in ROLES:
            value = self._codes.get(value, value)
        return "—" if value is None else str(value)


def _defined(fact: Fact) -> tuple[str, str]:
    """The record type whose definition changed, with the field, and where it is defined."""
    key = str(fact.data.get("noun") or fact.data.get("key") or "")
    noun, name = nouns().get(key), str(fact.data.get("name") or "")
    if noun is None:
        return ": ".join(filter(None, (key, name))), ""
    one = noun.fields.get(name)
    label = str(one.label) if one is not None else name
    return " ".join(filter(None, (str(noun.plural), label))), f"/settings/fields/{key}/"


def _ids(facts: Sequence[Fact], noun: str) -> set[int]:
    return {fact.record_id for fact in facts if fact.noun == noun and fact.record_id}


def _values(changed: Sequence[tuple[str, Any]], names: set[str]) -> set[int]:
    return {one for name, pair in changed if name in names for one in pair if isinstance(one, int)}


def _named(model: Any, ids: set[int]) -> dict[int, str]:
    return {row.pk: str(row) for row in model.objects.filter(pk__in=ids)} if ids else {}
