"""The custom fields and nouns in force, cached in this process until they change."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import Any

from guanxi.platform.actors.versions import renew_version, version_of
from guanxi.platform.custom.made import arranged_by, field_of, noun_of_row, page_of, related_by
from guanxi.platform.custom.models import (
    CustomField,
    CustomNoun,
    FormArrangement,
    PageArrangement,
)
from guanxi.platform.custom.searched import lines_of, vacant
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Arranged, Related
from guanxi.platform.nouns.page import PageOrder
from guanxi.platform.nouns.registry import declared_noun


@dataclass
class _Schema:
    version: int | None = None
    fields: dict[str, dict[str, Field]] = field(default_factory=dict)
    nouns: dict[str, Any] = field(default_factory=dict)
    related: dict[str, tuple[Related, ...]] = field(default_factory=dict)
    vacant: dict[str, set[int]] = field(default_factory=dict)
    arranged: dict[str, Arranged] = field(default_factory=dict)
    pages: dict[str, dict[int | None, PageOrder]] = field(default_factory=dict)


_of_all = _Schema()
_own: ContextVar[_Schema | None] = ContextVar("own_schema", default=None)


@contextmanager
def schema_apart() -> Iterator[None]:
    """Keep the schema that is read meanwhile to whoever reads it.

    Many changes in one transaction take a while: neither do other threads meet what may be taken
    back, nor does this one lose what it has just made to what the others still see.
    """
    token = _own.set(_Schema())
    try:
        yield
    finally:
        _own.reset(token)


class SchemaExtension:
    """Lends nouns the custom fields and nouns in force."""

    def fields(self, noun: str) -> dict[str, Field]:
        """The custom fields of ``noun`` by name."""
        return custom_fields(noun)

    def nouns(self) -> dict[str, Any]:
        """The nouns made by an administrator, by key."""
        return custom_nouns()

    def related(self, noun: str) -> tuple[Related, ...]:
        """The rows whose custom relations point to ``noun``."""
        _load_once()
        return _held().related.get(noun, ())

    def arrangement(self, noun: str) -> Arranged | None:
        """The sections that an administrator made of the fields of ``noun``."""
        _load_once()
        return _held().arranged.get(noun)

    def pages(self, noun: str) -> Mapping[int | None, PageOrder]:
        """What an administrator made of the page of ``noun``, by role; None is for everybody."""
        _load_once()
        return _held().pages.get(noun, {})

    def vacant_lines(self, noun: str) -> frozenset[int]:
        """Lines of the index where fields stood that are searched no more."""
        _load_once()
        return frozenset(_held().vacant.get(noun, ()))

    def refresh(self) -> None:
        """Load the schema anew when another process changed it."""
        refresh_schema()


def custom_fields(noun: str) -> dict[str, Field]:
    """The custom fields of ``noun`` by name."""
    _load_once()
    return _held().fields.get(noun, {})


def custom_nouns() -> dict[str, Any]:
    """The nouns made by an administrator, by key."""
    _load_once()
    return _held().nouns


def refresh_schema(version: int | None = None) -> None:
    """Load the schema anew when it changed; called at the start of request, job and delivery."""
    version = version_of("schema") if version is None else version
    if version != _held().version:
        _load(version)


def schema_version() -> int:
    """The version of the schema that this process has loaded."""
    _load_once()
    return _held().version or 0


def loaded_version() -> int:
    """The same without asking the database; 0 before anything was loaded."""
    return _held().version or 0


def schema_changed() -> None:
    """Tell this and every other process that fields or nouns changed."""
    renew_version("schema")
    # How a computed field is met follows from what it is computed from.
    renew_version("rights")
    refresh_schema()


def forget_schema() -> None:
    """Drop what this process has cached."""
    _held().version = None


def _held() -> _Schema:
    return _own.get() or _of_all


def _load_once() -> None:
    if _held().version is None:
        refresh_schema()


def _load(version: int) -> None:
    fields: dict[str, dict[str, Field]] = {}
    rows = CustomField.objects.filter(retired_at=None).order_by("noun", "position", "pk")
    vacated: dict[str, set[int]] = {}
    for noun, line in vacant().values_list("noun", "search_line"):
        vacated.setdefault(noun, set()).add(line or 0)
    for noun, held in groupby(rows, attrgetter("noun")):
        of_noun = list(held)
        lines = lines_of(of_noun, vacated.get(noun, ()))
        fields[noun] = {
            row.name: field_of(row).but(search_line=lines.get(row.pk)) for row in of_noun
        }
    made = {
        noun.key: noun_of_row(noun, fields.get(noun.key, {}))
        for noun in CustomNoun.objects.filter(retired_at=None).order_by("pk")
    }
    # Other threads read meanwhile: the version comes last, when everything else is in place.
    schema = _held()
    schema.fields, schema.nouns, schema.related = fields, made, _related(rows, made)
    schema.vacant = vacated
    schema.arranged = {row.noun: arranged_by(row) for row in FormArrangement.objects.all()}
    schema.pages = _pages()
    schema.version = version


def _pages() -> dict[str, dict[int | None, PageOrder]]:
    found: dict[str, dict[int | None, PageOrder]] = {}
    for row in PageArrangement.objects.all():
        found.setdefault(row.noun, {})[row.role_id] = page_of(row)
    return found


def _related(
    rows: Iterable[CustomField], made: Mapping[str, Any]
) -> dict[str, tuple[Related, ...]]:
    found: dict[str, tuple[Related, ...]] = {}
    for row in rows:
        noun = made.get(row.noun) or declared_noun(row.noun)
        target = row.settings.get("target", "")
        if row.type == "relation" and noun is not None and target:
            found[target] = (*found.get(target, ()), related_by(row, noun.plural))
    return found
