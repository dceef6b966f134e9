"""What only one record may have: the database refuses a second, and the person is told of which."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import IntegrityError, models
from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import Message, RuleBroken
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.titles import title_within
from guanxi.platform.rights.visibility import visible_to

P = ParamSpec("P")
R = TypeVar("R")
ANY = models.Q()
# The words around them are in the language of the server, the columns are not.
_OF_POSTGRESQL = re.compile(r"\(([^()]+)\)=\(")
_OF_SQLITE = re.compile(r"UNIQUE constraint failed: (\w+\.\w+(?:, \w+\.\w+)*)$")


class NotSaved(Exception):
    """The database refused a record; what it was can only be asked once that is rolled back."""

    def __init__(self, noun: Noun[Any], record: Any, actor: Actor) -> None:
        super().__init__(str(record))
        self.noun, self.record, self.actor = noun, record, actor


def save(noun: Noun[Any], record: Any, actor: Actor, **how: Any) -> None:
    """Save the record; NotSaved where the database refuses it."""
    try:
        record.save(**how)
    except IntegrityError as fault:
        raise NotSaved(noun, record, actor) from fault


def telling_doubles(write: Callable[P, R]) -> Callable[P, R]:
    """Decorator of a transaction: what another record has already is a RuleBroken by field."""

    @wraps(write)
    def written(*args: P.args, **given: P.kwargs) -> R:
        try:
            return write(*args, **given)
        except NotSaved as fault:
            refusal = _refusal(fault.noun, fault.record, fault.actor)
            raise refusal or fault.__cause__ or fault from None

    return written


@dataclass(frozen=True)
class Double:
    """The columns of a table that no two rows may have alike, and two would have."""

    table: str
    columns: tuple[str, ...]


def double_in(fault: BaseException) -> Double | None:
    """What the database refused, where it was a double."""
    cause = fault.__cause__ or fault
    if diagnosis := getattr(cause, "diag", None):
        found = _OF_POSTGRESQL.search(diagnosis.message_detail or "")
        table, columns = str(diagnosis.table_name), found and found.group(1)
    else:
        found = _OF_SQLITE.search(str(fault))
        table = found.group(1).partition(".")[0] if found else ""
        columns = found and found.group(1).replace(f"{table}.", "")
    return Double(table, tuple(columns.split(", "))) if columns else None


def refusal_of(
    noun: Noun[Any], columns: Sequence[str], held: Mapping[str, Any], actor: Actor
) -> RuleBroken:
    """What to tell of values that another record has; who that is, where ``held`` tells all."""
    other = None
    if None not in [held.get(column) for column in columns]:
        condition = next(
            (rule for names, rule in _unique(noun.model) if [*names] == [*columns]), ANY
        )
        same = noun.model._base_manager.filter(condition)
        other = same.filter(**{column: held[column] for column in columns}).first()
    return _told(noun, columns, other, actor)


def _refusal(noun: Noun[Any], record: Any, actor: Actor) -> RuleBroken | None:
    for columns, condition in _unique(noun.model):
        held = {column: getattr(record, column) for column in columns}
        if None in held.values():
            continue
        same = noun.model._base_manager.filter(condition, **held).exclude(pk=record.pk)
        if other := same.first():
            return _told(noun, columns, other, actor)
    return None


def _unique(model: type[models.Model]) -> Iterator[tuple[Sequence[str], models.Q]]:
    for column in model._meta.fields:
        if column.unique and not column.primary_key:
            yield [column.attname], ANY
    for one in model._meta.constraints:
        if isinstance(one, models.UniqueConstraint) and one.fields:
            yield [_attname(model, name) for name in one.fields], one.condition or ANY


def _attname(model: type[models.Model], name: str) -> str:
    return str(getattr(model._meta.get_field(name), "attname", name))


def _told(noun: Noun[Any], columns: Sequence[str], other: Any, actor: Actor) -> RuleBroken:
    """The refusal, at the last of the fields that may not be alike together."""
    named = [
        name
        for column in columns
        for name, one in noun.own_fields.items()
        if column in {one.path, f"{one.path}_id"} and actor.field_mode(noun.key, name) != "hidden"
    ]
    message = _message(noun, other, actor)
    return RuleBroken(
        _("Some values need attention.") if named else message,
        {name: message for name in named[-1:]},
    )


def _message(noun: Noun[Any], other: Any, actor: Actor) -> Message:
    if other is None:
        return _("Another record has this value.")
    if getattr(other, "deleted_at", None) is not None:
        return _("A record in the recycle bin has this already.")
    if not visible_to(actor, noun).filter(pk=other.pk).exists():
        return _("Another record has this value.")
    return there_is(noun, other.pk, noun.title_of(other), actor)


def there_is(noun: Noun[Any], pk: int, title: str, actor: Actor) -> Message:
    """That a record has a value already, which the actor may see."""
    said = title_within(actor, noun, pk, title)
    return _("There is one already: %(title)s") % {"title": said}
