"""What of a record is searched: its title and the fields that the noun names, read in bulk."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from operator import attrgetter
from typing import Any

from django.db.models import prefetch_related_objects

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.extension import extension
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.search.index import Row
from guanxi.platform.search.wording import words

BATCH = 2_000
# Django asks SQLite for related records by conditions in a chain, which may have 1,000 links.
REACHED = 500
Getter = Callable[[Any], Any]


def searched_lines(noun: Noun[Any]) -> list[str]:
    """The field of each line of the index: title, named ones, custom ones; "" for an empty line.

    A name with a dot reaches over a relation: "account.name". A custom field keeps its line, so
    that what rights hide is the same field in entries of every age.
    """
    own = {
        field.search_line: name
        for name, field in noun.fields.items()
        if field.is_custom and field.searchable and field.search_line is not None
    }
    return [*_named(noun), *(own.get(line, "") for line in range(max(own, default=-1) + 1))]


def searched_fields(noun: Noun[Any]) -> dict[str, Field]:
    """The fields of the lines that hold any, by name."""
    return {name: _reached(noun, name) for name in searched_lines(noun) if name}


def hidden_lines(actor: Actor, noun: Noun[Any]) -> frozenset[int]:
    """The lines whose fields the actor may not read plainly, so that they find nothing.

    Whoever may not read every field finds nothing either in lines whose field is gone.
    """
    if actor.is_administrator or not actor.fields:
        return frozenset()
    hidden = {
        line
        for line, name in enumerate(searched_lines(noun))
        if name and not _is_readable(actor, noun, name)
    }
    if noun.key in actor.fields:
        first = len(_named(noun))
        hidden |= {first + line for line in extension().vacant_lines(noun.key)}
    return frozenset(hidden)


def rows_of(noun: Noun[Any], record_ids: Iterable[int] | None = None) -> Iterator[Row]:
    """The living records as the index wants them; all of the noun when no ids are given."""
    if record_ids is None:
        yield from _rows(noun, noun.base())
        return
    waiting = iter(record_ids)
    while batch := list(islice(waiting, BATCH)):
        yield from _rows(noun, noun.base().filter(pk__in=batch))


def loaded_rows(noun: Noun[Any], records: Sequence[Any]) -> Iterator[Row]:
    """Loaded records as the index wants them."""
    fields = _lines(noun)
    reached = {one.path.rpartition("__")[0] for one in fields if one and "__" in one.path}
    for start in range(0, len(records), REACHED):
        prefetch_related_objects(records[start : start + REACHED], *reached)
    getters = [_getter(one) if one else _nothing for one in fields]
    held = [[get(record) for get in getters] for record in records]
    yield from _worded([record.pk for record in records], held, fields)


def _lines(noun: Noun[Any]) -> list[Field | None]:
    return [_reached(noun, name) if name else None for name in searched_lines(noun)]


def _nothing(record: Any) -> None:
    return None


def _getter(field: Field) -> Getter:
    """What reads a field of a loaded record, for many records in turn."""
    if field.is_custom or field.is_relation or "__" in field.path:
        return field.value_of
    return attrgetter(field.path)


def _rows(noun: Noun[Any], records: Any) -> Iterator[Row]:
    if any(column.name == "deleted_at" for column in noun.model._meta.fields):
        records = records.filter(deleted_at=None)
    fields = _lines(noun)
    paths = [one.path for one in fields if one and not one.is_custom]
    keys = [one.custom_key if one else "" for one in fields[len(paths) :]]
    columns = ["pk", *(["custom"] if keys else []), *paths]
    found, last = records.order_by("pk").values_list(*columns), 0
    # Part by part: on SQLite nobody may write beside a statement that still reads, once somebody
    # else has written since it began.
    while batch := list(found.filter(pk__gt=last)[:BATCH]):
        last = batch[-1][0]
        if keys:
            held = [[*rest, *map(custom.get, keys)] for _, custom, *rest in batch]
        else:
            held = [list(rest) for _, *rest in batch]
        yield from _worded([one[0] for one in batch], held, fields)


def _worded(
    ids: Sequence[int], held: Sequence[Sequence[Any]], fields: Sequence[Field | None]
) -> Iterator[Row]:
    """Records by the words of their values, which are the same for all lines of one field."""
    columns = zip(*held, strict=True)
    worded = [words(one, list(column)) for one, column in zip(fields, columns, strict=False)]
    for pk, title, *values in zip(ids, *worded, strict=True):
        yield Row(pk, title, values)


def _named(noun: Noun[Any]) -> list[str]:
    return [noun.title, *(name for name in noun.search if name != noun.title)]


def _reached(noun: Noun[Any], name: str) -> Field:
    first, dot, rest = name.partition(".")
    field = noun.field(first)
    if not dot:
        return field
    other = _reached(noun_named(field.target), rest)
    return other.but(path=f"{field.path}__{other.path}")


def _is_readable(actor: Actor, noun: Noun[Any], name: str) -> bool:
    first, dot, rest = name.partition(".")
    if actor.field_mode(noun.key, first) in {"hidden", "masked"}:
        return False
    field = noun.field(first)
    if dot:
        return _is_readable(actor, noun_named(field.target), rest)
    if field.type != "relation" or not field.is_custom:
        return True
    # It is found by the title of the record that it names.
    target = noun_named(field.target)
    return actor.may(target.permission("read")) and _is_readable(actor, target, target.title)
