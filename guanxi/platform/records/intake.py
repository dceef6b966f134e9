"""Values on their way in: read by type, checked against field rights, relations and uniqueness."""

from collections.abc import Mapping
from decimal import Decimal
from functools import reduce
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import Team, User
from guanxi.platform.errors import Message, RuleBroken
from guanxi.platform.files.attaching import attachable
from guanxi.platform.money.amounts import major_units
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.values import is_blank, json_value
from guanxi.platform.rights.visibility import visible_to

Problems = dict[str, Message]


def read_values(
    noun: Noun[Any],
    values: Mapping[str, Any],
    actor: Actor,
    *,
    is_new: bool,
    record: Any = None,
) -> dict[str, Any]:
    """The stored value of every given field; RuleBroken lists each field's problem.

    Amounts are read in the currency given with them, else in that of ``record``; what it holds
    already is not refused for pointing at somebody or something that is no longer there.
    """
    problems: Problems = {}
    read: dict[str, Any] = {}
    fields = noun.fields
    for name, value in values.items():
        field = fields.get(name)
        refusal = _refusal(noun, field, name, actor)
        if refusal or field is None:
            problems[name] = refusal
            continue
        try:
            read[name] = None if is_blank(value) else _read(noun, field, value, values, record)
        except (ValueError, TypeError) as problem:
            problems[name] = str(problem)
    _require_filled(fields, read, problems, is_new)
    _require_relations(fields, read, problems, actor, record)
    if problems:
        raise RuleBroken(_("Some values need attention."), problems)
    return read


def _read(noun: Noun[Any], field: Field, value: Any, values: Mapping[str, Any], record: Any) -> Any:
    if field.currency_path:
        field = field.but(currency=_currency(noun, field.currency_path, values, record))
    return field.kind.read(value, field)


def _currency(noun: Noun[Any], path: str, values: Mapping[str, Any], record: Any) -> str:
    """The currency at ``path``: given, that of a related record given, or held; "" for neither."""
    first, _, rest = path.partition("__")
    given = values.get(first)
    if rest and str(given or "").isdecimal():
        related: Any = noun.model._meta.get_field(first).related_model
        told = related.objects.filter(pk=int(str(given))).values_list(rest, flat=True)
        return str(told.first() or "")
    held = reduce(lambda one, name: getattr(one, name, ""), path.split("__"), record)
    return str((not rest and given) or held or "")


def store(record: Any, field: Field, value: Any) -> None:
    """Put a read value on the record, in its column or its custom JSON."""
    if not field.is_custom:
        column = record._meta.get_field(field.path)
        if value is None and not column.null:
            value = column.get_default() if column.has_default() else _blank(column)
        setattr(record, f"{field.path}_id" if field.is_relation else field.path, value)
        return
    field.keep(record, None if is_blank(value) else custom_json(value))


def custom_json(value: Any) -> Any:
    """``value`` as it is kept inside the JSON column: numbers as numbers, times in UTC."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return json_value(value)


def written(field: Field, value: Any) -> Any:
    """``value`` as a definition keeps it in JSON: read by the field, and read again the same."""
    read = field.kind.read(value, field)
    if field.type == "money":
        return str(major_units(read, field.currency or None))
    return custom_json(read)


def require_unique(noun: Noun[Any], record: Any, changed: set[str]) -> None:
    """Refuse a value of a unique field that another living record has."""
    for name in changed:
        field = noun.fields[name]
        value = field.value_of(record)
        if not field.unique or is_blank(value):
            continue
        same = noun.base().filter(deleted_at=None).annotate(value=field.expression())
        if same.filter(value=value).exclude(pk=record.pk).exists():
            raise RuleBroken(
                _("Some values need attention."), {name: _("Another record has this value.")}
            )


def _refusal(noun: Noun[Any], field: Field | None, name: str, actor: Actor) -> Message:
    mode = actor.field_mode(noun.key, name)
    if field is None or mode == "hidden":
        return _("There is no such field.")
    if not field.editable or field.kind.is_computed or mode in {"read", "masked"}:
        return _("You may not change this.")
    return ""


def _require_filled(
    fields: Mapping[str, Field], read: Mapping[str, Any], problems: Problems, is_new: bool
) -> None:
    for name, field in fields.items():
        given = name in read or name in problems
        # A conditional field is asked for where it applies, once the whole record is known.
        if field.is_always_required and (given or is_new) and is_blank(read.get(name)):
            problems.setdefault(name, _("Fill this in."))


def _require_relations(
    fields: Mapping[str, Field],
    read: Mapping[str, Any],
    problems: Problems,
    actor: Actor,
    record: Any,
) -> None:
    for name, value in read.items():
        field = fields[name]
        # What stays as it is need not be within reach: its owner may have left meanwhile.
        if value is None or (record is not None and field.value_of(record) == value):
            continue
        if field.is_relation and not _reachable(field, value, actor):
            problems[name] = _("There is no such record.")
        if field.type == "file" and not attachable([value], actor):
            problems[name] = _("There is no such file.")


def _reachable(field: Field, value: int, actor: Actor) -> bool:
    if field.type == "user":
        return User.objects.filter(pk=value, is_active=True).exists()
    if field.type == "team":
        return Team.objects.filter(pk=value).exists()
    return visible_to(actor, noun_named(field.target)).filter(pk=value).exists()


def _blank(column: Any) -> Any:
    if column.get_internal_type() in {"CharField", "TextField"}:
        return ""
    return None
