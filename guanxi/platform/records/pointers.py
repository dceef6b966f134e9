"""What points at a record without a foreign key: tables naming its noun, and custom relations."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from guanxi.platform.nouns.extension import extension
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named


@dataclass(frozen=True)
class Pointer:
    """Rows of ``table`` ("app.Model") whose ``noun`` and ``record`` columns name a record."""

    table: str
    noun: str = "noun"
    record: str = "record_id"

    @property
    def model(self) -> type[models.Model]:
        """The class of the rows."""
        return apps.get_model(self.table)


_pointers: list[Pointer] = [
    Pointer("platform.Share"),
    Pointer("platform.StoredFile"),
    Pointer("platform.Note"),
    Pointer("platform.Notification"),
]


def point(pointer: Pointer) -> None:
    """Let whatever moves or removes a record know of these rows."""
    if pointer not in _pointers:
        _pointers.append(pointer)


def pointers() -> Iterator[Pointer]:
    """Every table that names records of any noun."""
    return iter(tuple(_pointers))


def custom_relations_to(noun: Noun[Any]) -> Iterator[tuple[Noun[Any], Field]]:
    """Every custom field, with its noun, that names records of ``noun``."""
    for related in extension().related(noun.key):
        pointing = noun_named(related.noun)
        yield pointing, pointing.field(related.by)
