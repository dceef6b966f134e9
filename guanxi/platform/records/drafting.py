"""New records made ready where there is no database, so that writing them is SQL alone."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import itemgetter
from typing import Any, NamedTuple

from django.db import connection

from guanxi.platform.bulk import adapted_in_place, insert_rows, next_ids, stored_columns
from guanxi.platform.facts.publishing import publish_created
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.bulk_writing import Maker, Making
from guanxi.platform.records.hooks import are_unconcerned
from guanxi.platform.search.index import index_new, prepared


class NeedsTheBooks(Exception):
    """A rule of the noun asked the database, so the record has to be made beside it."""


class Draft(NamedTuple):
    """A new record that lacks nothing but its id.

    ``columns`` are those of its table after the id, as the database takes them; ``changes`` its
    first values as the JSON of its fact; ``text`` and ``grams`` what the index will hold of it.
    """

    columns: list[Any]
    changes: str
    text: str
    grams: str


class Drafter:
    """Drafts records of one noun; ``searched`` names the fields that the index holds."""

    def __init__(self, noun: Noun[Any], making: Making, searched: tuple[str, ...]) -> None:
        self._noun = noun
        self._maker = Maker(noun, making)
        columns = [one for one in stored_columns(noun.model) if not one.primary_key]
        self._read = itemgetter(*(one.attname for one in columns))
        self._adapt = adapted_in_place(columns)
        self._searched = searched

    def record(self, values: Mapping[str, Any]) -> Any:
        """The record with these values and what follows from them; RuleBroken when it may not be."""
        record = self._maker.filled(values)
        changed = self._maker.changed_by(values)
        self._noun.before_save(record, changed, self._maker.making.actor)
        self._noun.check(record, {}, self._maker.making.actor)
        return record

    def draft(self, record: Any, values: Mapping[str, Any]) -> Draft:
        """What the database will need of a record that was made here."""
        columns = self._adapt(list(self._read(record.__dict__)))
        changes = self._maker.first_values(record, values)
        if not self._searched:
            return Draft(columns, changes, "", "")
        title, *others = [values.get(name) or "" for name in self._searched]
        return Draft(columns, changes, *prepared(title, others))


def insert_drafts(noun: Noun[Any], drafts: Sequence[Draft], making: Making) -> None:
    """Insert checked drafts with their facts and their place in the index."""
    model = noun.model
    ids = next_ids(model, len(drafts))
    drafted = list(zip(ids, drafts, strict=True))
    columns = ["id", *(one.column for one in stored_columns(model) if not one.primary_key)]
    insert_rows(model._meta.db_table, columns, [(pk, *one.columns) for pk, one in drafted])
    made = [(pk, one.changes) for pk, one in drafted]
    publish_created(noun.key, made, actor=making.actor, at=making.at, batch=making.batch)
    if noun.search:
        index_new(noun.key, [(pk, one.text, one.grams) for pk, one in drafted])


def can_be_drafted(noun: Noun[Any], given: Mapping[str, Any], searched: tuple[str, ...]) -> bool:
    """Whether new records with these fields follow from the fields alone, for every part of us."""
    own = noun.own_fields
    if type(noun).base is not Noun.base or (noun.search and not searched):
        return False
    if any(name not in own or own[name].is_relation for name in given):
        return False
    custom = [one for one in noun.fields.values() if one.is_custom]
    if any(one.required or one.default is not None or one.searchable for one in custom):
        return False
    return are_unconcerned(noun, given)


@contextmanager
def without_the_books() -> Iterator[None]:
    """Raise NeedsTheBooks at whatever asks the database."""

    def refuse(*_: object) -> None:
        raise NeedsTheBooks

    with connection.execute_wrapper(refuse):
        yield
