"""The recycle bin: what was deleted, by whom, and how much of it there is."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.records.titles import title_within
from guanxi.platform.rights.visibility import deleted_visible_to

PAGE = 100


@dataclass(frozen=True)
class Binned:
    """One deleted record, as far as the actor may know it."""

    noun: Noun[Any]
    pk: int
    title: str
    deleted_at: dt.datetime
    deleted_by: str

    @property
    def restore_href(self) -> str:
        """Where it is taken out again."""
        return f"/{self.noun.key}/{self.pk}/restore/"


def read_bin(actor: Actor, noun: Noun[Any], page: int = 1) -> list[Binned]:
    """The deleted records of one noun that the actor may restore, latest first, by page."""
    rows = deleted_visible_to(actor, noun, "delete").select_related("updated_by")
    start = (max(page, 1) - 1) * PAGE
    found = rows.order_by("-deleted_at", "-pk")[start : start + PAGE]
    return [_binned(actor, noun, record) for record in found]


def bins(actor: Actor) -> dict[str, int]:
    """How many deleted records the actor may restore, by noun; nouns with none are left out."""
    counts = {}
    for key, noun in nouns().items():
        if has_bin(noun) and actor.may(noun.permission("delete")):
            counts[key] = deleted_visible_to(actor, noun, "delete").count()
    return {key: count for key, count in counts.items() if count}


def has_bin(noun: Noun[Any]) -> bool:
    """Whether deleted records of ``noun`` can come back."""
    return any(column.name == "deleted_at" for column in noun.model._meta.fields)


def _binned(actor: Actor, noun: Noun[Any], record: Any) -> Binned:
    title = title_within(actor, noun, record.pk, noun.title_of(record))
    by = record.updated_by.name if record.updated_by else ""
    return Binned(noun, record.pk, title, record.deleted_at, by)
