"""What the people of each role find on the pages of records as definitions."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.custom.models import PageArrangement
from guanxi.platform.custom.page_arranging import arrange_page, parts_of
from guanxi.platform.definitions.naming import noun_called, role_called
from guanxi.platform.definitions.part import Part, Said
from guanxi.platform.nouns.page import PageOrder
from guanxi.platform.nouns.registry import nouns


class RecordPages(Part):
    """Which parts stand on the page of a record for a role, or for everybody."""

    key, label = "record_pages", _("Pages of records")
    identity = ("noun", "role")
    shape = {"noun": str, "role": str, "shown": [str], "away": [str]}

    def written(self) -> list[Said]:
        """Those of record types in force, with the parts that are still there."""
        rows = PageArrangement.objects.select_related("role").filter(noun__in=nouns())
        return sorted(map(_written, rows), key=lambda said: (said["noun"], said["role"]))

    def title(self, said: Said) -> str:
        """The record type, and the code of the role where it is for one."""
        noun = nouns().get(said["noun"])
        return " · ".join(filter(None, (str(noun.plural) if noun else said["noun"], said["role"])))

    def finish(self, said: Said, *, actor: Actor, at: dt.datetime) -> None:
        """The page in this order."""
        noun = noun_called(said["noun"])
        role = role_called(said["role"]) if said["role"] else None
        row = PageArrangement.objects.filter(noun=noun.key, role=role).first()
        order = PageOrder(tuple(said["shown"]), frozenset(said["away"]))
        version = row.version if row else 0
        arrange_page(noun, role, order, version=version, actor=actor, at=at)


def _written(row: PageArrangement) -> Said:
    known = {one.name for one in parts_of(nouns()[row.noun])}
    return {
        "noun": row.noun,
        "role": row.role.code if row.role else "",
        "shown": [name for name in row.shown if name in known],
        "away": sorted(name for name in row.away if name in known),
    }
