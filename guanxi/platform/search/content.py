"""What of a record is searched: its title and the fields that the noun names, read in bulk."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from operator import attrgetter
from typing import Any

from django.db.models import prefetch_related_objects

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.search.index import Row

BATCH = 2_000
Getter = Callable[[Any], Any]


def searched_fields(noun: Noun[Any]) -> dict[str, Field]:
    """The fields in the order of their lines in the index: title, named ones, custom ones.

    A name with a dot reaches over a relation: "account.name".
    """
    names = [noun.title, *(name for name in noun.search if name != noun.title)]
    found = {name: _reached(noun, name) for name in names}
    custom = {name: field for name, field in noun.fields.items() if field.is_custom}
    return found | {name: field for name, field in custom.items() if field.searchable}


def hidden_lines(actor: Actor, noun: Noun[Any]) -> frozenset[int]:
    """The lines whose fields the actor may not read plainly, so that they find nothing."""
    if actor.is_administrator or not actor.fields:
        return frozenset()
    return frozenset(
        line
        for line, name in enumerate(searched_fields(noun))
        if not _is_readable(actor, noun, name)
    )


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
    fields = list(searched_fields(noun).values())
    reached = {field.path.rpartition("__")[0] for field in fields if "__" in field.path}
    prefetch_related_objects(records, *reached)
    getters = [_getter(field) for field in fields]
    for record in records:
        title, *values = [_text(get(record)) for get in getters]
        yield Row(record.pk, title, values)


def _getter(field: Field) -> Getter:
    """What reads a field of a loaded record, for many records in turn."""
    if field.is_custom or field.is_relation or "__" in field.path:
        return field.value_of
    return attrgetter(field.path)


def _rows(noun: Noun[Any], records: Any) -> Iterator[Row]:
    if any(column.name == "deleted_at" for column in noun.model._meta.fields):
        records = records.filter(deleted_at=None)
    fields = list(searched_fields(noun).values())
    paths = [field.path for field in fields if not field.is_custom]
    keys = [field.custom_key for field in fields if field.is_custom]
    if not keys:
        found = records.order_by("pk").values_list("pk", *paths)
        for pk, title, *values in found.iterator(BATCH):
            yield Row(pk, _text(title), [_text(value) for value in values])
        return
    found = records.order_by("pk").values_list("pk", "custom", *paths)
    for pk, custom, title, *values in found.iterator(BATCH):
        values += [custom.get(key) for key in keys]
        yield Row(pk, _text(title), [_text(value) for value in values])


def _text(value: Any) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


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
    return not dot or _is_readable(actor, noun_named(noun.field(first).target), rest)
