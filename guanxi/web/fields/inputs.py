"""How each type of field asks for its value, in forms, cells and dialogs."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils import timezone

from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import Message
from guanxi.platform.given import whole_number
from guanxi.platform.money.amounts import currency_of, major_units
from guanxi.platform.money.saying import SIGNS
from guanxi.platform.nouns.fields import Field
from guanxi.platform.records.titles import titles
from guanxi.web.fields.sections import spelled

KINDS = {
    "long": "long",
    "address": "long",
    "number": "figure",
    "money": "money",
    "boolean": "yesno",
    "date": "date",
    "datetime": "moment",
    "choice": "option",
    "multi": "options",
    "relation": "record",
    "user": "record",
    "team": "record",
    "file": "file",
}
HTML_TYPES = {"email": "email", "url": "text", "phone": "tel"}
# After the name of a file field: whether its file is taken out.
TAKEN_OUT = "-out"
# Stands between the values of one field where one line holds them all.
BETWEEN = ", "
FULL_WIDTH = {"long", "options"}


@dataclass(frozen=True)
class Input:
    """One field as it asks for its value, with what was there and what is wrong with it.

    It ``is_idle``, and hidden, while the fields on which it hangs say that it does not apply; it
    ``tells_days`` where a form says that nobody works on a day.
    """

    field: Field
    value: Any = None
    title: str = ""
    problem: Message = ""
    prefix: str = "f"
    is_idle: bool = False
    tells_days: bool = False

    @property
    def id(self) -> str:
        """The id of the control."""
        return f"{self.prefix}-{self.field.name}"

    @property
    def kind(self) -> str:
        """Which control asks."""
        if may_be_unknown(self.field):
            return "maybe"
        return KINDS.get(self.field.type, "text")

    @property
    def html_type(self) -> str:
        """The type of a plain input."""
        return HTML_TYPES.get(self.field.type, "text")

    @property
    def spelled(self) -> str:
        """How else the label may be typed."""
        return spelled(str(self.field.label))

    @property
    def is_wide(self) -> bool:
        """Whether it needs the whole width of a form."""
        return self.kind in FULL_WIDTH

    @property
    def target(self) -> str:
        """The noun that a relation picks from."""
        return self.field.type if self.field.type in {"user", "team"} else self.field.target

    @property
    def sign(self) -> str:
        """The sign of the currency, for amounts."""
        currency = self.field.currency or settings.BASE_CURRENCY
        return SIGNS.get(currency, currency)

    @property
    def text(self) -> str:
        """The value as it stands in the control."""
        if isinstance(self.value, bool):
            return "yes" if self.value else "no"
        if isinstance(self.value, list):
            return BETWEEN.join(self.values)
        return "" if self.value in (None, "") else str(self.value)

    @property
    def values(self) -> list[str]:
        """The chosen values of a multiple choice."""
        return [str(one) for one in self.value] if isinstance(self.value, list) else []


def may_be_unknown(one: Field) -> bool:
    """Whether it is yes, no or not known: a switch would turn what nobody knows into no."""
    return one.type == "boolean" and one.is_custom and not one.required and one.default is None


def inputs_for(
    actor: Actor,
    fields: Iterable[Field],
    values: Mapping[str, Any],
    problems: Mapping[str, Message] | None = None,
    prefix: str = "f",
) -> list[Input]:
    """The inputs of these fields, filled with ``values`` (stored, or as they were typed)."""
    found, listed = problems or {}, list(fields)
    named = _titles(actor, listed, values)
    return [
        Input(
            field=one,
            value=shown_value(one, values.get(one.name)),
            title=named.get(one.name, ""),
            problem=found.get(one.name, ""),
            prefix=prefix,
        )
        for one in listed
    ]


def shown_value(one: Field, value: Any) -> Any:
    """A stored value as it stands in a control; typed text stays as typed."""
    if value is None or isinstance(value, str):
        return _moment_text(one, value) if one.type == "datetime" and value else value
    if one.type == "money" and isinstance(value, int):
        amount = major_units(value, currency_of(value, one.currency))
        return f"{amount:f}".rstrip("0").rstrip(".") if amount % 1 == 0 else f"{amount:f}"
    if isinstance(value, dt.datetime):
        return f"{timezone.localtime(value):%Y-%m-%dT%H:%M}"
    return value


def values_given(fields: Iterable[Field], given: QueryDict) -> dict[str, Any]:
    """What was typed into the controls of these fields."""
    typed: dict[str, Any] = {}
    for one in fields:
        if one.type == "boolean":
            is_left_open = may_be_unknown(one) and given.get(one.name) == ""
            typed[one.name] = None if is_left_open else given.get(one.name) == "yes"
        elif one.type == "multi":
            typed[one.name] = _several(one, [part for part in given.getlist(one.name) if part])
        elif one.type == "file" and given.get(f"{one.name}{TAKEN_OUT}") == "yes":
            typed[one.name] = ""
        elif one.name in given:
            typed[one.name] = given[one.name]
    return typed


def _several(one: Field, parts: list[str]) -> list[str] | str:
    """Ticked options, or one line of words; the choice between two versions holds all in one."""
    if not one.options:
        return BETWEEN.join(parts)
    return [
        key for part in parts for key in ([part] if part in one.options else part.split(BETWEEN))
    ]


def _moment_text(one: Field, value: str) -> str:
    try:
        moment = dt.datetime.fromisoformat(value)
    except ValueError:
        return value
    return f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}" if moment.tzinfo else value


def _titles(actor: Actor, fields: Iterable[Field], values: Mapping[str, Any]) -> dict[str, str]:
    """What the records are called that the fields lead to: one question for each kind of them."""
    keys = {
        one.name: (one.named_by, key)
        for one in fields
        if one.named_by and (key := whole_number(values.get(one.name))) is not None
    }
    wanted: dict[str, set[int]] = {}
    for target, key in keys.values():
        wanted.setdefault(target, set()).add(key)
    known = {target: titles(actor, target, ids) for target, ids in wanted.items()}
    return {name: known[target].get(key, "") for name, (target, key) in keys.items()}
