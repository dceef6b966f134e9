"""Tables that name a record of any noun by its noun's key and its id, instead of a foreign key."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models


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
