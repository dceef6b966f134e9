"""A verb's parameters, read from its signature for dialog, endpoint and tool alike."""

import datetime as dt
import inspect
import types
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from django.db import models
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import Role, Team, User
from guanxi.platform.errors import RuleBroken
from guanxi.platform.nouns.fields import Field, Label
from guanxi.platform.nouns.registry import noun_named, noun_of
from guanxi.platform.records.values import is_blank
from guanxi.platform.rights.visibility import visible_to
from guanxi.platform.views.models import SavedView
from guanxi.platform.views.reading import VIEWS_OF, views_picked_from

_SCALARS = {
    str: "text",
    bool: "boolean",
    int: "number",
    Decimal: "number",
    dt.date: "date",
    dt.datetime: "datetime",
}
_ACTORS: dict[Any, str] = {User: "user", Team: "team", Role: "relation"}
_MANY: dict[Any, str] = {list: "multi", dict: "json"}


@dataclass(frozen=True)
class Param:
    """What a parameter is called on screen: ``Annotated[str, Param(_("Note"), type="long")]``.

    A text has at most ``most`` characters; a time ``plans`` where something is to be done then.
    What is not asked on screen only programs say. A ``SavedView`` says which noun it is a view
    ``of``.
    """

    label: Label
    type: str = ""
    help: Label = ""
    options: Mapping[str, Label] | None = None
    most: int | None = None
    is_asked: bool = True
    of: str = ""
    plans: bool = False


def fields_of(
    function: Callable[..., Any], apart: Collection[str] = ("actor", "at", "noun")
) -> tuple[type | None, dict[str, Field], dict[str, type]]:
    """The record's class, the parameters as fields, and the models that relations name.

    Those named ``apart`` are given by whoever calls, not by the person.
    """
    hints = get_type_hints(function, include_extras=True)
    signature = inspect.signature(function)
    record: type | None = None
    found: dict[str, Field] = {}
    related: dict[str, type] = {}
    for name, parameter in signature.parameters.items():
        if name in apart:
            continue
        plain, param, optional = _unwrapped(hints[name])
        if parameter.kind is not parameter.KEYWORD_ONLY:
            record = plain
            continue
        required = parameter.default is parameter.empty and not optional
        if isinstance(plain, type) and issubclass(plain, models.Model):
            related[name] = plain
        found[name] = _field(name, plain, param, required, parameter.default)
    return record, found, related


def read_params(
    fields: Mapping[str, Field], related: Mapping[str, type], given: Mapping[str, Any], actor: Actor
) -> dict[str, Any]:
    """The arguments for a call; RuleBroken lists each problem by parameter."""
    problems: dict[str, Any] = {
        name: _("There is no such field.") for name in given if name not in fields
    }
    read: dict[str, Any] = {}
    for name, field in fields.items():
        value = given.get(name)
        if is_blank(value):
            if field.required:
                problems[name] = _("Fill this in.")
            continue
        try:
            read[name] = (
                _record_named(field, related[name], value, actor)
                if name in related
                else field.kind.read(value, field)
            )
        except (ValueError, models.ObjectDoesNotExist) as problem:
            problems[name] = (
                str(problem) if isinstance(problem, ValueError) else _("There is no such record.")
            )
    if problems:
        raise RuleBroken(_("Some values need attention."), problems)
    return read


def _record_named(field: Field, model: type, value: Any, actor: Actor) -> Any:
    pk = field.kind.read(value, field)
    if model is User:
        return User.objects.get(pk=pk, is_active=True)
    if model is Team or model is Role:
        return model._default_manager.get(pk=pk)
    if model is SavedView:
        return _view_named(field, pk, actor)
    return visible_to(actor, noun_named(field.target)).get(pk=pk)


def _view_named(field: Field, pk: int, actor: Actor) -> SavedView:
    found = views_picked_from(actor, field.target).filter(pk=pk).first()
    if found is None:
        raise ValueError(_("Choose one of the saved views that you find above the list."))
    return found


def _unwrapped(hint: Any) -> tuple[Any, Param | None, bool]:
    param = None
    if get_origin(hint) is Annotated:
        hint, *extras = get_args(hint)
        param = next((extra for extra in extras if isinstance(extra, Param)), None)
    optional = False
    if get_origin(hint) in {Union, types.UnionType}:
        parts = [part for part in get_args(hint) if part is not type(None)]
        optional, hint = len(parts) < len(get_args(hint)), parts[0]
    return hint, param, optional


def _field(name: str, plain: Any, param: Param | None, required: bool, default: Any) -> Field:
    kind, target, options, decimals = "text", "", {}, 0
    param = param or Param(name)
    if plain is SavedView:
        kind, target = "relation", f"{VIEWS_OF}{param.of}"
    elif plain in _ACTORS:
        kind = _ACTORS[plain]
    elif isinstance(plain, type) and issubclass(plain, models.Model):
        kind, target = "relation", noun_of(plain).key
    elif isinstance(plain, type) and issubclass(plain, models.TextChoices):
        kind, options = "choice", dict(plain.choices)
    elif get_origin(plain) in _MANY:
        kind = _MANY[get_origin(plain)]
    else:
        kind, decimals = _SCALARS[plain], 6 if plain is Decimal else 0
    return Field(
        name=name,
        label=param.label,
        type=param.type or kind,
        target=target,
        options=param.options or options,
        required=required,
        editable=param.is_asked,
        max_length=param.most,
        decimals=decimals,
        help=param.help,
        plans=param.plans,
        default=None if default is inspect.Parameter.empty else default,
    )
