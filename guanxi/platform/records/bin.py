"""The recycle bin: what was deleted, by whom, and how much of it there is."""

from dataclasses import dataclass
from typing import Any

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.rights.visibility import deleted_visible_to

PAGE = 100


@dataclass(frozen=True)
class Binned:
    """One deleted record."""

    noun: Noun[Any]
    record: Any
    title: str


def read_bin(actor: Actor, noun: Noun[Any], page: int = 1) -> list[Binned]:
    """The deleted records of one noun that the actor could see, latest first."""
    rows = deleted_visible_to(actor, noun).select_related("updated_by")
    start = (max(page, 1) - 1) * PAGE
    found = rows.order_by("-deleted_at", "-pk")[start : start + PAGE]
    return [Binned(noun, record, noun.title_of(record)) for record in found]


def bins(actor: Actor) -> dict[str, int]:
    """How many deleted records the actor may restore, by noun; nouns with none are left out."""
    counts = {}
    for key, noun in nouns().items():
        columns = {column.name for column in noun.model._meta.fields}
        if "deleted_at" in columns and actor.may(noun.permission("delete")):
            counts[key] = deleted_visible_to(actor, noun).count()
    return {key: count for key, count in counts.items() if count}
