"""By which words people look for a value: labels in every language, titles, amounts as written."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import override

from guanxi.platform.actors.models import Team, User
from guanxi.platform.money.amounts import major_units
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.registry import noun_named

Wording = Callable[[Any], str]


def words(field: Field | None, values: Sequence[Any]) -> list[str]:
    """The words of each value of one field; titles of what it names are asked for once."""
    if field is None or field.type in {"boolean", "file", "json"}:
        return [""] * len(values)
    worded = _wording_of(field, values)
    return [worded(one) for one in values]


def _wording_of(field: Field, values: Sequence[Any]) -> Wording:
    if field.is_relation:
        called = titles_named(field, {one for one in values if one is not None})
        return lambda value: called.get(value, "")
    if field.options:
        labels = _labels(field)
        return lambda value: " ".join(labels.get(one, str(one)) for one in _listed(value))
    if field.type == "money":
        return lambda value: "" if value is None else _amount(int(value), field.currency)
    return _moment if field.type == "datetime" else _text


def _text(value: Any) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def _amount(minor: int, currency: str) -> str:
    amount = major_units(minor, currency or None)
    return f"{amount:.0f}" if amount % 1 == 0 else f"{amount:f}"


def _moment(value: Any) -> str:
    """By the clock of the firm, as it is one text for everybody."""
    if not value:
        return ""
    moment = value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(value)
    return f"{timezone.localtime(moment, timezone.get_default_timezone()):%Y-%m-%d %H:%M}"


def _listed(value: Any) -> list[Any]:
    if value is None or value == "":
        return []
    return value if isinstance(value, list) else [value]


def _labels(field: Field) -> dict[str, str]:
    found: dict[str, dict[str, None]] = {key: {} for key in field.options}
    for language, _name in settings.LANGUAGES:
        with override(language):
            for key, label in field.options.items():
                found[key][str(label)] = None
    return {key: " ".join(labels) for key, labels in found.items()}


def titles_named(field: Field, ids: Iterable[int]) -> dict[int, str]:
    """What the records that a relation, user or team field names are called."""
    wanted = set(ids)
    rows, path = _named_by(field)
    return {pk: str(called) for pk, called in rows.filter(pk__in=wanted).values_list("pk", path)}


def ids_called(field: Field, titles: Iterable[str]) -> dict[str, int]:
    """The living records that such a field can name by their titles, where a title is the only."""
    rows, path = _named_by(field)
    columns = {one.name for one in rows.model._meta.fields}
    living: dict[str, Any] = {"deleted_at": None} if "deleted_at" in columns else {}
    living |= {"is_active": True} if field.type == "user" else {}
    found: dict[str, int] = {}
    several: set[str] = set()
    named = rows.filter(**living, **{f"{path}__in": set(titles)})
    for pk, called in named.values_list("pk", path):
        several |= {called} & found.keys()
        found[called] = pk
    return {called: pk for called, pk in found.items() if called not in several}


def _named_by(field: Field) -> tuple[QuerySet[Any], str]:
    if field.type in {"user", "team"}:
        model: Any = User if field.type == "user" else Team
        return model.objects.all(), "name"
    noun = noun_named(field.target)
    return noun.base(), noun.field(noun.title).path
