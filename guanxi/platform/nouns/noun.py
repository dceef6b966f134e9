"""A noun: one declaration from which every door knows what a record type is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar, Generic, TypeVar, get_args

from django.db import models
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.i18n.reader import is_chinese
from guanxi.platform.nouns.extension import extension
from guanxi.platform.nouns.fields import Field, Label, field_from_model
from guanxi.platform.nouns.record import STANDING
from guanxi.platform.nouns.rows import RowRule, owned

M = TypeVar("M", bound=models.Model)

ACTIONS = ("read", "create", "edit", "delete", "export", "import", "merge", "share")


@dataclass(frozen=True)
class Group:
    """A titled part of a form or record page; ``fields`` are names parted by spaces.

    ``key`` is by what a person's folding of it is remembered. ``english`` is the order for who
    reads English, where it is another, as in an address.
    """

    label: Label
    fields: str
    key: str = ""
    english: str = ""

    @property
    def names(self) -> list[str]:
        """The field names in order."""
        return (self.fields if is_chinese() else self.english or self.fields).split()


@dataclass(frozen=True)
class Arranged:
    """The sections that an administrator made of a noun's fields, and those of quick create."""

    sections: tuple[Group, ...]
    quick: frozenset[str]


@dataclass(frozen=True)
class Board:
    """A board by a choice or relation field, totalled by a money or number field.

    Lanes that are ``closed``, where work is over, begin with their newest by ``closed_sort``.
    Where only acts change the field, ``moves`` names the verbs that do; empty means all.
    A card warns after the days that ``ages`` names for its stage, else after ``usual_age``.
    """

    by: str
    total: str = ""
    weighted: str = ""
    closed: tuple[str, ...] = ()
    closed_sort: str = "-updated_at"
    moves: tuple[str, ...] = ()
    ages: Mapping[str, int] = field(default_factory=dict)
    usual_age: int = 30


@dataclass(frozen=True)
class Calendar:
    """A calendar by a date or time field; ``all_day`` says yes where the hour means nothing.

    What is made at an hour of it begins with the values ``new``.
    """

    start: str
    end: str = ""
    all_day: str = ""
    new: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Related:
    """Rows of another noun that point here: ``noun``'s relation field ``by``.

    Each has a tab on the record's page; its first rows also stand beside the overview unless
    ``is_beside`` is False, as where a panel shows them already.
    """

    name: str
    noun: str
    by: str
    label: Label
    columns: Sequence[str] = ()
    sort: str = "-id"
    extra: Mapping[str, Any] = field(default_factory=dict)
    is_beside: bool = True


STANDARD: tuple[tuple[str, str, Label], ...] = (
    ("owner", "owner", _("Owner")),
    ("team", "team", _("Team")),
    ("created_at", "created_at", _("Created")),
    ("created_by", "created_by", _("Created by")),
    ("updated_at", "updated_at", _("Last changed")),
    ("updated_by", "updated_by", _("Changed by")),
    (STANDING, STANDING, _("In its stage since")),
)


class Noun(Generic[M]):
    """A record type. Subclass it, parametrised by the model, in a room's ``nouns.py``.

    ``declared`` lists fields: a string is an ORM path of the model, a pair adds options to
    it (``("credit_code", {"synonyms": ["税号"]})``), a Field stands as it is.
    """

    key: ClassVar[str]
    room: ClassVar[str] = ""
    icon: ClassVar[str] = "rows"
    labels: ClassVar[tuple[Label, Label]]
    title: ClassVar[str] = "name"
    rows: ClassVar[RowRule] = owned()
    declared: ClassVar[Sequence[str | tuple[str, Mapping[str, Any]] | Field]] = ()
    columns: ClassVar[Sequence[str]] = ()
    form: ClassVar[Sequence[Group]] = ()
    quick: ClassVar[Sequence[str]] = ()
    search: ClassVar[Sequence[str]] = ()
    search_summary: ClassVar[Sequence[str]] = ()
    sort: ClassVar[str] = "-updated_at"
    # The column that the titles which readers of English see are sorted by, where they differ.
    title_en_key: ClassVar[str] = ""
    board: ClassVar[Board | None] = None
    calendar: ClassVar[Calendar | None] = None
    related: ClassVar[Sequence[Related]] = ()
    import_keys: ClassVar[Sequence[str | tuple[str, ...]]] = ()
    # What only acts change, and files may say of the past, as they may say author and times.
    historic: ClassVar[Sequence[str]] = ()
    synonyms: ClassVar[Sequence[str]] = ()
    in_navigation: ClassVar[bool] = True
    # The name under which its list stands together with pages of its room.
    shelf: ClassVar[Label] = ""
    # Whether "/<key>/duplicates/" warns of records that a form may be writing a second time.
    warns_of_duplicates: ClassVar[bool] = False
    can_create: ClassVar[bool] = True
    can_edit: ClassVar[bool] = True
    can_delete: ClassVar[bool] = True
    default_filter: ClassVar[Mapping[str, Any]] = {}

    @cached_property
    def model(self) -> type[M]:
        """The model class given as the type parameter."""
        for base in type(self).__orig_bases__:  # type: ignore[attr-defined]
            for argument in get_args(base):
                if isinstance(argument, type) and issubclass(argument, models.Model):
                    return argument  # type: ignore[return-value]
        raise TypeError(f"{type(self).__name__} names no model")

    @cached_property
    def own_fields(self) -> dict[str, Field]:
        """The declared and standard fields by name, without the custom ones."""
        found: dict[str, Field] = {}
        for entry in self.declared:
            one = self._declared_field(entry)
            found[one.name] = one
        columns = {column.name for column in self.model._meta.get_fields()}
        for name, path, label in STANDARD:
            if name == STANDING and self.board is None:
                continue
            if name not in found and path in columns:
                own = name in {"owner", "team"}
                found[name] = field_from_model(
                    self.model, path, label=label, editable=own, required=False
                )
        return found

    @property
    def fields(self) -> dict[str, Field]:
        """Every field by name, custom ones last."""
        custom = extension().fields(self.key)
        return {**self.own_fields, **custom} if custom else self.own_fields

    def field(self, name: str) -> Field:
        """The field called ``name``; KeyError when there is none."""
        return self.fields[name]

    @property
    def arranged(self) -> Arranged | None:
        """What an administrator made of the form; None where it is as declared."""
        found: Arranged | None = extension().arrangement(self.key)
        return found

    @property
    def sections(self) -> list[Group]:
        """The parts of form and page in order, arranged or declared; one where nobody said any."""
        if arranged := self.arranged:
            return list(arranged.sections)
        return list(self.form) or [Group(self.label, " ".join(self.own_fields))]

    @property
    def quick_fields(self) -> list[str]:
        """The fields of quick create in order; those it cannot do without are always there."""
        arranged, fields = self.arranged, self.fields
        if arranged is None:
            return list(self.quick)
        kept = arranged.quick | {
            one for one in self.quick if one in fields and fields[one].required
        }
        return [name for part in arranged.sections for name in part.names if name in kept]

    @property
    def related_lists(self) -> tuple[Related, ...]:
        """Rows of other nouns that point here, those by custom relations last."""
        return (*self.related, *extension().related(self.key))

    def permission(self, action: str) -> str:
        """The name of the permission for ``action`` on this noun."""
        return f"{self.key}.{action}"

    @property
    def label(self) -> Label:
        """What one such record is called."""
        return self.labels[0]

    @property
    def plural(self) -> Label:
        """What many such records are called."""
        return self.labels[1]

    @property
    def title_en(self) -> str:
        """The field that holds the title in English; "" where titles have one language."""
        name = f"{self.title}_en"
        return name if name in self.own_fields else ""

    def called(self, values: Mapping[str, Any]) -> Any:
        """The title of a row with these values by field: that of the reader's language if known."""
        return self.called_each([values])[0]

    def called_each(self, rows: Iterable[Mapping[str, Any]]) -> list[Any]:
        """The title of each row, as ``called``."""
        english = "" if is_chinese() else self.title_en
        if not english:
            return [row.get(self.title) for row in rows]
        return [row.get(english) or row.get(self.title) for row in rows]

    def title_of(self, record: M) -> str:
        """What a record is called on screen."""
        english = self.field(self.title_en).value_of(record) if self.title_en else ""
        title = self.field(self.title).value_of(record)
        said = self.in_title(title if is_chinese() else english or title)
        return said or f"{self.label} {record.pk}"

    def in_title(self, value: Any) -> str:
        """A value of the title's field in words: a choice by its label, not by its key."""
        return "" if value is None else str(self.field(self.title).options.get(value, value))

    def base(self) -> models.QuerySet[M]:
        """All rows of the noun before rights; narrowed by nouns that share a table."""
        return self.model._default_manager.all()

    def check(self, record: M, before: Mapping[str, Any], actor: Actor) -> None:
        """Refuse a record that breaks a rule of the room; ``before`` is empty on creation."""

    def defaults(self, actor: Actor) -> dict[str, Any]:
        """Values a new record starts with."""
        found = {name: one.default for name, one in self.fields.items() if one.default is not None}
        if "owner" in self.own_fields and actor.user_id:
            found["owner"] = actor.user_id
        if "team" in self.own_fields and actor.team_id:
            found["team"] = actor.team_id
        return found

    def before_save(self, record: M, changed: set[str], actor: Actor) -> None:
        """Fill columns that follow from others (search keys, totals) just before saving."""

    def _declared_field(self, entry: str | tuple[str, Mapping[str, Any]] | Field) -> Field:
        if isinstance(entry, Field):
            return entry
        path, declared = (entry, {}) if isinstance(entry, str) else entry
        extra = dict(declared)
        name = extra.pop("name", path.replace("__", "_"))
        if "target" not in extra:
            column = self.model._meta.get_field(path) if "__" not in path else None
            if column is not None and column.is_relation and column.related_model:
                extra["target"] = column.related_model.__name__.lower()
        return field_from_model(self.model, path, name=name, **extra)
