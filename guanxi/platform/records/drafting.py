"""New records made ready where there is no database, so that writing them is SQL alone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from itertools import compress, repeat
from operator import itemgetter
from typing import Any

from django.db import connection

from guanxi.platform.bulk import (
    Adapter,
    adapter_of,
    insert_columns,
    next_ids,
    stored_columns,
)
from guanxi.platform.facts.publishing import publish_created
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.bulk_writing import Maker, Making
from guanxi.platform.records.hooks import are_unconcerned
from guanxi.platform.search.engines import Ready
from guanxi.platform.search.grams import indexed_texts
from guanxi.platform.search.index import indexing_new, prepared


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
        self._columns = [(itemgetter(one.attname), adapter_of(one)) for one in columns]
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

    def drafts(self, records: Sequence[Any], given: Sequence[Mapping[str, Any]]) -> Drafts:
        """What the database will need of records that were made here of the ``given`` values."""
        states = [record.__dict__ for record in records]
        columns = [_column(map(read, states), adapt) for read, adapt in self._columns]
        changes = self._maker.many_first_values(records, given)
        return Drafts(columns, changes, self._findable(given))

    def _findable(self, given: Sequence[Mapping[str, Any]]) -> list[Ready]:
        if not self._searched:
            return [None] * len(given)
        columns = [[values.get(name) or "" for values in given] for name in self._searched]
        return prepared(self._noun.key, indexed_texts(columns))


def _column(values: Iterable[Any], adapt: Adapter | None) -> Iterable[Any]:
    held = list(map(adapt, values) if adapt else values)
    return repeat(held[0]) if held.count(held[0]) == len(held) else held


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
    if any(one.required and one.asked_when for one in own.values()):
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
