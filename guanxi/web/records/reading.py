"""One record as this actor may see it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from guanxi.platform.actors.actor import Actor
from guanxi.platform.glossary.saying import WORDS, title_said
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.reading import mask_rows
from guanxi.platform.records.ready import records_of, rows_around
from guanxi.platform.records.titles import Titles, titles_of
from guanxi.platform.records.values import readable_fields
from guanxi.platform.rights.visibility import reached_alike, visible_to
from guanxi.platform.verbs.verb import verbs_of


@dataclass(frozen=True)
class Seen:
    """A record, its values by field within field rights, and what its relations are called."""

    noun: Noun[Any]
    record: Any
    fields: dict[str, Field]
    values: dict[str, Any]
    titles: Titles
    kept: set[str] | None = field(default=None, compare=False, repr=False)

    @property
    def pk(self) -> int:
        """The record's number."""
        return int(self.record.pk)

    @property
    def title(self) -> str:
        """What the record is called, masked where its name is."""
        said = self.noun.in_title(title_said(self.noun, self.values, self.titles.get(WORDS, {})))
        return said or f"{self.noun.label} {self.pk}"

    @property
    def href(self) -> str:
        """Where the record is shown."""
        return f"/{self.noun.key}/{self.pk}/"

    @property
    def version(self) -> int:
        """The version that was read."""
        return int(getattr(self.record, "version", 0))


def see(actor: Actor, noun: Noun[Any], pk: int) -> Seen:
    """The record; 404 when it does not exist or is not for this actor to see."""
    fields = readable_fields(actor, noun)
    joins = _joins(fields)

    def this(pk: int) -> QuerySet[Any]:
        return visible_to(actor, noun).select_related(*joins).filter(pk=pk)

    record = next(iter(records_of(actor, noun, ("itself", *joins), pk, this)), None)
    if record is None:
        raise Http404
    row = {name: one.value_of(record) for name, one in fields.items()}
    listed = list(fields.values())
    titles = titles_of(actor, listed, [row])
    return Seen(noun, record, fields, mask_rows(actor, noun, listed, [row])[0], titles)


def allowed(actor: Actor, seen: Seen) -> set[str]:
    """What this actor may do to the record, asked once for all that a page offers."""
    if seen.kept is None:
        actions = {"edit", "delete", *(one.action for one in verbs_of(seen.noun))}
        found = allowed_on(actor, seen.noun, seen.pk, actions)
        object.__setattr__(seen, "kept", found)
    return seen.kept or set()


def allowed_on(actor: Actor, noun: Noun[Any], pk: int, actions: Iterable[str]) -> set[str]:
    """Those of the actions that this actor may do to this very record, not only to its kind."""
    held = sorted({one for one in actions if actor.may(noun.permission(one))})
    # Most acts reach the same rows; each way of reaching them is asked for once.
    alike = {one: reached_alike(actor, noun, one) for one in held}
    ways = {way: one for one, way in alike.items()}

    def reached(pk: int) -> QuerySet[Any, Any]:
        asked = [
            Exists(visible_to(actor, noun, one).filter(pk=OuterRef("pk"))) for one in ways.values()
        ]
        return noun.base().filter(pk=pk).order_by().values_list(*asked)

    found = rows_around(actor, noun, ("allowed", *ways.values()), pk, reached) if held else []
    allowed = {way for row in found for way, is_so in zip(ways, row, strict=True) if is_so}
    return {one for one in held if alike[one] in allowed}


def _joins(fields: dict[str, Field]) -> list[str]:
    paths = {one.path.rpartition("__")[0] for one in fields.values() if "__" in one.path}
    return sorted(paths)
