"""A record as its history says it was: whatever could change can be put back."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import Team, User
from guanxi.platform.errors import Message, RuleBroken
from guanxi.platform.files.models import StoredFile
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.conditions import settle_conditions
from guanxi.platform.records.doubles import telling_doubles
from guanxi.platform.records.intake import store
from guanxi.platform.records.values import is_blank, json_value
from guanxi.platform.records.writing import save_changes

M = TypeVar("M", bound=models.Model)
_KEPT_IN: dict[str, type[models.Model]] = {"user": User, "team": Team, "file": StoredFile}


@telling_doubles
@transaction.atomic
def put_back(
    noun: Noun[M], record: M, was: Mapping[str, Any], *, actor: Actor, at: dt.datetime
) -> M:
    """The record with fields as a fact of it has them, those among them that only verbs change.

    Whoever calls has locked it and asked for the right. A colleague who has left is put back as
    well; what is gone for good, such as a record purged from the bin, is refused.
    """
    fields = {name: noun.fields[name] for name in was if can_be_put_back(noun, name)}
    before = {name: one.value_of(record) for name, one in fields.items()}
    problems = {}
    for name, one in fields.items():
        if json_value(before[name]) == was[name]:
            continue
        if problem := _problem(one, was[name]):
            problems[name] = problem
        store(record, one, _stored(record, one, was[name]))
    if problems:
        raise RuleBroken(_("Some values need attention."), problems)
    idle = settle_conditions(noun, record, set(fields))
    return save_changes(noun, record, {**idle, **before}, actor=actor, at=at)


def can_be_put_back(noun: Noun[Any], name: str) -> bool:
    """Whether the record itself holds the field; what is computed or lent follows by itself."""
    field = noun.fields.get(name)
    return field is not None and not field.kind.is_computed and "__" not in field.path


def _stored(record: Any, field: Field, value: Any) -> Any:
    """What JSON says of a field, as its column holds it."""
    if value is None or field.is_custom:
        return value
    return record._meta.get_field(field.path).to_python(value)


def _problem(field: Field, value: Any) -> Message:
    if is_blank(value):
        return _("Fill this in.") if field.is_always_required else ""
    return _("What stood here before no longer exists.") if _is_gone(field, value) else ""


def _is_gone(field: Field, value: Any) -> bool:
    if not (field.is_relation or field.type == "file"):
        return False
    kept_in = _KEPT_IN.get(field.type) or noun_named(field.target).model
    return not kept_in._base_manager.filter(pk=value).exists()
