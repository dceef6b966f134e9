"""New records made ready where there is no database, so that writing them is SQL alone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from itertools import compress, repeat
from operator import itemgetter
from typing import Any

from django.db import connection

from guanxi.platform.bulk import adapted_in_place, insert_columns, next_ids, stored_columns
from guanxi.platform.facts.publishing import publish_created
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.bulk_writing import Maker, Making
from guanxi.platform.records.hooks import are_unconcerned
from guanxi.platform.search.engines import Ready
from guanxi.platform.search.grams import indexed_text
from guanxi.platform.search.index import indexing_new, prepared

# Columns and changes of one record, and the text by which it is found.
Row = tuple[list[Any], str, str]


class NeedsTheBooks(Exception):
    """A rule of the noun asked the database, so the record has to be made beside it."""


@dataclass
class Drafts:
    """New records that lack nothing but their ids, column by column.

    ``columns`` are those of the table after the id, as the database takes them, one that is the
    same for all as a `repeat`; ``changes`` the first values as the JSON of their facts;
    ``findable`` what the index will hold of them.
    """

    columns: Sequence[Iterable[Any]]
    changes: list[str]
    findable: list[Ready]

    def only(self, keep: Sequence[bool]) -> "Drafts":
        """Those that are to be kept, in the same order."""

        def kept(values: Iterable[Any]) -> list[Any]:
            return list(compress(values, keep))

        columns = [one if isinstance(one, repeat) else kept(one) for one in self.columns]
        return Drafts(columns, kept(self.changes), kept(self.findable))


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
        """The record with these values and what follows; RuleBroken when it may not be."""
        record = self._maker.filled(values)
        changed = self._maker.changed_by(values)
        self._noun.before_save(record, changed, self._maker.making.actor)
        self._noun.check(record, {}, self._maker.making.actor)
        return record

    def left_out(self, record: Any, values: Mapping[str, Any]) -> list[str]:
        """Those of the ``values`` whose field does not apply to the record made of them."""
        return self._maker.conditions.left_out(record, values)

    def row_of(self, record: Any, values: Mapping[str, Any]) -> Row:
        """What the database will need of a record that was made here."""
        columns = self._adapt(list(self._read(record.__dict__)))
        changes = self._maker.first_values(record, values)
        if not self._searched:
            return columns, changes, ""
        title, *others = [values.get(name) or "" for name in self._searched]
        return columns, changes, indexed_text(title, others)


def drafts_of(rows: Sequence[Row]) -> Drafts:
    """Drafts of records from what the database needs of each; at least one."""
    by_row, changes, texts = map(list, zip(*rows, strict=True))
    columns = [
        repeat(one[0]) if one.count(one[0]) == len(one) else one
        for one in zip(*by_row, strict=True)
    ]
    return Drafts(columns, changes, prepared(texts))


def insert_drafts(noun: Noun[Any], drafts: Drafts, making: Making) -> None:
    """Insert checked drafts with their facts and their place in the index."""
    model = noun.model
    ids = next_ids(model, len(drafts.changes))
    columns = ["id", *(one.column for one in stored_columns(model) if not one.primary_key)]
    made = list(zip(ids, drafts.changes, strict=True))
    findable = zip(ids, drafts.findable, strict=True)
    with indexing_new(noun.key, findable) if noun.search else nullcontext():
        insert_columns(model._meta.db_table, columns, [ids, *drafts.columns])
        publish_created(noun.key, made, actor=making.actor, at=making.at, batch=making.batch)


def can_be_drafted(noun: Noun[Any], given: Mapping[str, Any], searched: tuple[str, ...]) -> bool:
    """Whether new records with these fields follow from the fields alone, for every part of us."""
    own = noun.own_fields
    if type(noun).base is not Noun.base or (noun.search and not searched):
        return False
    if any(name not in own or own[name].is_relation for name in given):
        return False
    if any(one.required and one.visible_when for one in own.values()):
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
