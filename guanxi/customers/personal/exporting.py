"""Everything kept about one person, in a form that machines and people read (GDPR art. 15, 20)."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model, QuerySet

from guanxi.customers.merging.references import references_to
from guanxi.customers.models import Account, Person
from guanxi.platform.facts.models import Fact
from guanxi.platform.messages.models import Note
from guanxi.platform.messages.threads import TALKED_ABOUT
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named, noun_of, nouns
from guanxi.platform.records.values import json_value

_INNER = {"version", "name_key", "match_key", "digest", "source_key"}


def personal_data(record: Person | Account, at: dt.datetime) -> dict[str, Any]:
    """The record, every row that points at it in any room, and what was changed when."""
    noun = noun_of(type(record))
    return {
        "exported_at": json_value(at),
        "record": {"noun": noun.key, "id": record.pk, "values": _values(noun, record)},
        "connected": _connected(noun, record.pk),
        "history": [_told(fact) for fact in _facts(noun.key, record.pk)],
    }


def _values(noun: Noun[Any], record: Any) -> dict[str, Any]:
    return {name: json_value(one.value_of(record)) for name, one in noun.fields.items()}


def _connected(noun: Noun[Any], pk: int) -> dict[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = {}
    for reference in references_to(noun):
        rows = list(_rows(reference.pointing_at(pk)))
        if rows:
            found.setdefault(reference.model._meta.label_lower, []).extend(rows)
    said = [dict(row) for key in TALKED_ABOUT for row in _said_to(key, found)]
    if said:
        found.setdefault("platform.note", []).extend(said)
    return found


def _said_to(key: str, found: Mapping[str, list[Mapping[str, Any]]]) -> Iterable[Mapping[str, Any]]:
    """What colleagues said to the contacts and plans that are told here."""
    label = noun_named(key).model._meta.label_lower if key in nouns() else ""
    pks = [row["id"] for row in found.get(label, [])]
    return _rows(Note.objects.filter(noun=key, record_id__in=pks))


def _rows(rows: QuerySet[Model]) -> Iterable[Mapping[str, Any]]:
    for row in rows.order_by("pk").values().iterator(1_000):
        yield {name: json_value(value) for name, value in row.items() if name not in _INNER}


def _facts(noun: str, pk: int) -> QuerySet[Fact]:
    return Fact.objects.filter(noun=noun, record_id=pk).order_by("pk")


def _told(fact: Fact) -> dict[str, Any]:
    return {
        "at": json_value(fact.at),
        "what": fact.kind,
        "by": fact.actor_name,
        "changes": fact.changes,
    }
