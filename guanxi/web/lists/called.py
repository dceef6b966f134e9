"""What the pasted cells of a column call by their names: options, people, teams, records."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import Team, User
from guanxi.platform.imports.cells import keys_by_label, plain_label
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.reading import ListQuery, matching, may_ask_by


class Called:
    """Turns the words of one column into what is stored; others stay as they are.

    All ``cells`` that name something are looked for at once.
    """

    def __init__(self, actor: Actor, field: Field, cells: Iterable[str]) -> None:
        self.field = field
        self._options = keys_by_label(field)
        self._ids = _ids(actor, field, set(cells) - {""}) if field.is_relation else {}

    def misses(self, meant: str) -> str:
        """Why a name that is still a name could not be met; nothing where it could."""
        if not self.field.is_relation or not meant or meant.isdecimal():
            return ""
        return _("Nothing, or more than one, is called “%(name)s”.") % {"name": meant}

    def meant(self, cell: str) -> str:
        """What is stored for a cell, as a person would write it."""
        if self._options:
            return self._options.get(plain_label(cell), cell)
        return self._ids.get(cell, cell)


def _ids(actor: Actor, field: Field, names: set[str]) -> dict[str, str]:
    """The number of each person, team or record that is the only one of its name."""
    found: dict[str, list[int]] = {}
    for name, pk in _bearing(actor, field, names) if names else ():
        found.setdefault(name, []).append(pk)
    return {name: str(pks[0]) for name, pks in found.items() if len(pks) == 1}


def _bearing(actor: Actor, field: Field, names: set[str]) -> Iterable[tuple[str, int]]:
    if field.type == "user":
        people = User.objects.filter(name__in=names, is_active=True)
        return people.values_list("name", "pk")
    if field.type == "team":
        return Team.objects.filter(name__in=names, retired_at=None).values_list("name", "pk")
    noun: Any = noun_named(field.target)
    may = actor.may(noun.permission("read")) and may_ask_by(actor, noun, noun.title)
    title = noun.field(noun.title)
    if not may or "in" not in title.kind.operators:
        return ()
    named = {"field": noun.title, "op": "in", "value": sorted(names)}
    rows = matching(actor, noun, ListQuery(named)).annotate(called=title.expression())
    return list(rows.order_by().values_list("called", "pk"))
