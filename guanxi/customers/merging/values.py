"""Which of two records' values the one that stays is to have."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models

from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.record import STANDING
from guanxi.platform.records.values import is_blank, json_value

_NEVER = {"owner", "team", "created_at", "created_by", "updated_at", "updated_by", "stage_since"}
_LATER = {"last_contact_at"}


def choosable(noun: Noun[Any]) -> dict[str, Field]:
    """The fields whose value a merge can take from either record."""
    return {
        name: one
        for name, one in noun.fields.items()
        if "__" not in one.path
        and not one.kind.is_computed
        and (name in _LATER or (one.editable and name not in _NEVER))
    }


def values_for(
    noun: Noun[Any], kept: models.Model, gone: models.Model, take: Iterable[str]
) -> dict[str, Any]:
    """New values of ``kept`` by field: those in ``take``, what it lacks, and tags of both."""
    chosen = {}
    for name, one in choosable(noun).items():
        mine, theirs = one.value_of(kept), one.value_of(gone)
        value = _settled(one, mine, theirs, name in take)
        if value != mine:
            chosen[name] = value
    if noun.board is not None and noun.board.by in chosen and STANDING in noun.fields:
        # Who takes the stage of another has stood in it as long as that one.
        chosen[STANDING] = noun.field(STANDING).value_of(gone)
    return chosen


def snapshot(noun: Noun[Any], record: models.Model, names: Iterable[str]) -> dict[str, Any]:
    """The present values of fields as JSON."""
    return {name: json_value(noun.field(name).value_of(record)) for name in names}


def put_back(noun: Noun[Any], record: Any, values: Mapping[str, Any]) -> None:
    """Set fields to values that ``snapshot`` gave."""
    for name, value in values.items():
        one = noun.fields.get(name)
        if one is None:
            continue
        if not one.is_custom:
            column = record._meta.get_field(one.path)
            setattr(record, column.attname, column.to_python(value))
        else:
            one.keep(record, value)


def _settled(field: Field, mine: Any, theirs: Any, is_taken: bool) -> Any:
    if is_blank(theirs):
        return mine
    if is_taken or is_blank(mine):
        return theirs
    if field.type == "multi":
        return list(dict.fromkeys([*mine, *theirs]))
    return max(mine, theirs) if field.name in _LATER else mine
