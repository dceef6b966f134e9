"""One field of a noun, as every door sees it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce
from typing import Any

from django.db import models
from django.db.models.expressions import Combinable
from django.utils.functional import Promise

from guanxi.platform.money.amounts import Money
from guanxi.platform.nouns.custom_value import CustomOrder, CustomValue, keep_custom
from guanxi.platform.nouns.types import TYPES, FieldType

Label = str | Promise
FILES = "files"


@dataclass(frozen=True)
class Field:
    """A field: what it is called, what it holds, how it is reached in the database.

    ``currency_path`` leads to the currency of an amount where rows differ.
    ``path`` is the ORM path from the noun's model (``owner``, ``profile__rfm_class``); a
    custom field has ``custom_key`` ("cf_17") instead and lives in the JSON column.
    ``target`` is the noun that a relation points to; ``sort_path`` a
    column that sorts in its stead (names sort by pinyin). ``synonyms`` are headings under which
    other systems export the same thing, in any language. ``search_line`` is where a custom field
    stands in the index, behind what the noun names. ``plans`` says that its time is one for which
    something is planned, so that a form says when nobody works then. ``spoken`` says how a text is
    said to a reader of the other language: as a "country", a "region" or by the firm's "words".
    """

    name: str
    label: Label
    type: str
    path: str = ""
    target: str = ""
    options: Mapping[str, Label] = field(default_factory=dict)
    option_names: Mapping[str, str] = field(default_factory=dict)
    required: bool = False
    unique: bool = False
    editable: bool = True
    searchable: bool = False
    max_length: int | None = None
    decimals: int = 0
    currency: str = ""
    currency_path: str = ""
    default: Any = None
    help: Label = ""
    sort_path: str = ""
    synonyms: Sequence[str] = ()
    custom_key: str = ""
    is_indexed: bool = False
    tones: Mapping[str, str] = field(default_factory=dict)
    visible_when: Mapping[str, Any] | None = None
    required_when: Mapping[str, Any] | None = None
    search_line: int | None = None
    plans: bool = False
    spoken: str = ""

    @cached_property
    def kind(self) -> FieldType:
        """The type's reading, operators and storage."""
        return TYPES[self.type]

    @property
    def is_custom(self) -> bool:
        """Whether an administrator made this field."""
        return bool(self.custom_key)

    @property
    def is_always_required(self) -> bool:
        """Whether every record must have a value; a conditional field only where it applies."""
        return self.required and not self.asked_when

    @property
    def asked_when(self) -> Mapping[str, Any] | None:
        """Where it is asked for; elsewhere it is away, or may stay empty. None: always."""
        return self.visible_when or self.required_when

    @property
    def is_relation(self) -> bool:
        """Whether the value names another record, a person or a team."""
        return self.type in {"relation", "user", "team"}

    @property
    def named_by(self) -> str:
        """Where its values, which are ids, have their names: a noun, "user", "team" or "files"."""
        if self.type in {"user", "team"}:
            return self.type
        return {"relation": self.target, "file": FILES}.get(self.type, "")

    def expression(self, *, is_ordered: bool = True) -> Combinable:
        """What stands for this field in an ORM query on its own noun."""
        if self.custom_key:
            return CustomValue(self.custom_key, self.type, is_ordered=is_ordered)
        return models.F(self.path)

    def order(self) -> Combinable:
        """What a custom field is sorted by in an ORM query on its own noun."""
        return CustomOrder(self.custom_key, self.type)

    def keep(self, record: models.Model, value: Any) -> None:
        """Put a stored value of a custom field on the record; None for nothing."""
        keep_custom(record, self.custom_key, self.type, value)

    def pointing(self, rows: models.QuerySet[Any], to: Any) -> models.QuerySet[Any]:
        """The ``rows`` whose value is ``to``, which may be an OuterRef."""
        if not self.custom_key:
            return rows.filter(**{self.path: to})
        held: models.QuerySet[Any] = rows.annotate(points_to=self.expression())
        return held.filter(points_to=to)

    @property
    def pointer(self) -> str:
        """The name under which ``pointing`` rows can be grouped by this field."""
        return "points_to" if self.custom_key else self.path

    def value_of(self, record: models.Model) -> Any:
        """The stored value on a loaded record; the id for relations."""
        if self.custom_key:
            return record.custom.get(self.custom_key)  # type: ignore[attr-defined]
        value: Any = record
        *parents, last = self.path.split("__")
        for name in parents:
            value = getattr(value, name, None)
            if value is None:
                return None
        held = getattr(value, f"{last}_id" if self.is_relation else last)
        if self.currency_path and held is not None:
            return Money(held, reduce(getattr, self.currency_path.split("__"), record))  # type: ignore[arg-type]
        return held

    def but(self, **changes: Any) -> "Field":
        """The same field with ``changes``."""
        return replace(self, **changes)


def field_from_model(model: type[models.Model], path: str, **declared: Any) -> Field:
    """The field for an ORM path, with type, limits and options read from the model."""
    column = _column(model, path)
    found: dict[str, Any] = {
        "label": column.verbose_name,
        "type": _type_of(column),
        "path": path,
        "required": not (column.null or column.blank or column.has_default()),
        "unique": column.unique and not column.primary_key,
        "editable": column.editable and "__" not in path,
        "max_length": getattr(column, "max_length", None),
        "default": column.default
        if column.has_default() and not callable(column.default)
        else None,
    }
    if column.choices:
        found["options"] = dict(column.flatchoices)
    if isinstance(column, models.DecimalField):
        found["decimals"] = column.decimal_places
    if isinstance(column, models.FloatField):
        found["decimals"] = 4
    found.update(declared)
    found.setdefault("name", path.replace("__", "_"))
    return Field(**found)


def by_word(words: Mapping[Any, Sequence[str]]) -> dict[str, str]:
    """The ``option_names`` of a field, from the words for each of its options."""
    return {word: str(key) for key, several in words.items() for word in several}


def _column(model: type[models.Model], path: str) -> Any:
    column: Any = None
    for name in path.split("__"):
        column = model._meta.get_field(name)
        if column.is_relation and column.related_model:
            model = column.related_model
            column = getattr(column, "remote_field", column) if column.auto_created else column
    return column


def _type_of(column: Any) -> str:
    if column.is_relation:
        return {"User": "user", "Team": "team"}.get(column.related_model.__name__, "relation")
    if column.choices:
        return "choice"
    named = (
        (models.EmailField, "email"),
        (models.URLField, "url"),
        (models.TextField, "long"),
        (models.CharField, "text"),
        (models.BooleanField, "boolean"),
        (models.DateTimeField, "datetime"),
        (models.DateField, "date"),
        ((models.IntegerField, models.DecimalField, models.FloatField), "number"),
        (models.JSONField, "json"),
    )
    return next(name for kinds, name in named if isinstance(column, kinds))
