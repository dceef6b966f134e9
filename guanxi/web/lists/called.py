"""What a pasted cell calls by its name: an option, a person, a team, a record."""

from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import Team, User
from guanxi.platform.imports.cells import keys_by_label, plain_label
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.reading import ListQuery, may_ask_by, read_list


class Called:
    """Turns the words of one column into what is stored; others stay as they are."""

    def __init__(self, actor: Actor, field: Field) -> None:
        self._actor, self.field = actor, field
        self._options = keys_by_label(field)
        self.meant = lru_cache(1024)(self._meant)

    def misses(self, meant: str) -> str:
        """Why a name that is still a name could not be met; nothing where it could."""
        if not self.field.is_relation or not meant or meant.isdecimal():
            return ""
        return _("Nothing, or more than one, is called “%(name)s”.") % {"name": meant}

    def _meant(self, cell: str) -> str:
        if self._options:
            return self._options.get(plain_label(cell), cell)
        if not self.field.is_relation or not cell:
            return cell
        found = self._ids(cell)
        return str(found[0]) if len(found) == 1 else cell

    def _ids(self, name: str) -> list[int]:
        """At most two, which tells whether the name is one record's alone."""
        if self.field.type == "user":
            return list(
                User.objects.filter(name=name, is_active=True).values_list("pk", flat=True)[:2]
            )
        if self.field.type == "team":
            return list(
                Team.objects.filter(name=name, retired_at=None).values_list("pk", flat=True)[:2]
            )
        noun: Any = noun_named(self.field.target)
        may = self._actor.may(noun.permission("read")) and may_ask_by(self._actor, noun, noun.title)
        if not may or "is" not in noun.field(noun.title).kind.operators:
            return []
        named = {"field": noun.title, "op": "is", "value": name}
        return [row["id"] for row in read_list(self._actor, noun, ListQuery(named, limit=2)).rows]
