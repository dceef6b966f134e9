"""One declaration gives the addresses, the bodies and the description of what is administered."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from django.db.models import Model, QuerySet

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.fields import Field, Label
from guanxi.platform.rest.schemas import Schema
from guanxi.platform.rest.writing import Values
from guanxi.platform.rights.administering import require_administrator
from guanxi.platform.verbs.params import fields_of, read_params

Gives = Literal["row", "secret", "result"]


@dataclass(frozen=True)
class Told:
    """A row with its secret, which is told this once."""

    row: Model
    secret: str


@dataclass(frozen=True)
class Act:
    """One thing that can be done: a function whose signature is the body of the request.

    It takes the row first (unless it makes one), its values by keyword, then ``actor`` and
    ``at``. It gives the ``row`` back, a row with its ``secret``, or some other ``result``.
    A ``calls_out`` act waits for another system and therefore opens no transaction.
    """

    function: Callable[..., Any]
    summary: Label
    gives: Gives = "row"
    calls_out: bool = False

    @cached_property
    def fields(self) -> dict[str, Field]:
        """The values it takes."""
        return self._signature[1]

    def read(self, given: Mapping[str, Any], actor: Actor, held: Model | None = None) -> Values:
        """The arguments for a call; what is left out stays as it is in the row ``held``."""
        if held is None:
            return read_params(self.fields, self._signature[2], given, actor)
        asked = {name: one for name, one in self.fields.items() if name in given}
        read = read_params(asked, self._signature[2], given, actor)
        present = {name: getattr(held, name) for name in self.fields}
        return present | dict.fromkeys(asked) | read

    @cached_property
    def _signature(self) -> tuple[type | None, dict[str, Field], dict[str, type]]:
        return fields_of(self.function, apart=("actor", "at"))


@dataclass(frozen=True)
class Resource:
    """Rows that are administered, under ``/api/v1/settings/<key>/``.

    ``rows`` gives those that an actor may know of, and refuses who may know of none; ``values``
    is a row as it is told, in the ``shape`` that the description promises. What is done to one
    row is among ``acts``, what is done to all of them at once among ``acts_on_all``.
    """

    key: str
    label: Label
    plural: Label
    rows: Callable[[Actor], QuerySet[Any]]
    shape: Mapping[str, Schema]
    values: Callable[[Any], Values]
    is_for: Callable[[Actor], bool]
    create: Act | None = None
    change: Act | None = None
    remove: Act | None = None
    acts: Mapping[str, Act] = field(default_factory=dict)
    acts_on_all: Mapping[str, Act] = field(default_factory=dict)


def for_administrators(rows: Callable[[], QuerySet[Any]]) -> Callable[[Actor], QuerySet[Any]]:
    """The rows for an administrator; everybody else is refused."""

    def asked(actor: Actor) -> QuerySet[Any]:
        require_administrator(actor)
        return rows()

    return asked


def is_administrator(actor: Actor) -> bool:
    """Whether what is only an administrator's is described to the actor."""
    return actor.is_administrator and not actor.is_read_only


def moment(value: dt.datetime | None) -> str | None:
    """A time as the API writes it."""
    return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z") if value else None
