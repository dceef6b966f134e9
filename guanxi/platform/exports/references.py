"""What related records are called in an exact file, so that an import finds them again.

By what nobody else is called, in these books and in others: the sign-in name of a person, the code
of a customer. Whatever has none goes by its number, which is good in these books only, and by its
title beside it, where that stands once: others find it by that.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import Team, User
from guanxi.platform.exports.exactness import numbered
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named, nouns
from guanxi.platform.records.titles import Titles
from guanxi.platform.rights.visibility import visible_to


def references_of(actor: Actor, columns: Sequence[Field], rows: list[dict[str, Any]]) -> Titles:
    """By target and id, what a record is called that has a name nobody shares; within rights."""
    wanted: dict[str, set[int]] = {}
    for column in (one for one in columns if one.named_by):
        ids = {row[column.name] for row in rows if row[column.name]}
        wanted.setdefault(column.named_by, set()).update(ids)
    return {target: _references(actor, target, ids) for target, ids in wanted.items() if ids}


def own_key_of(noun: Noun[Any]) -> Field | None:
    """The field by which a file calls one of these and no other: its first key, where unique."""
    name = next(iter(noun.import_keys), "")
    field = noun.fields.get(name) if isinstance(name, str) else None
    return field if field is not None and field.unique and _is_plain(field) else None


def _references(actor: Actor, target: str, ids: set[int]) -> dict[int, str]:
    named = {pk: name for pk, name in _named(actor, target, ids) if name and name[0] != "#"}
    titled = _titled(actor, target, ids - named.keys())
    return named | {pk: f"{numbered(pk)} {title}" for pk, title in titled if title}


def _titled(actor: Actor, target: str, ids: set[int]) -> Iterable[tuple[int, str]]:
    """The titles that stand once, where the actor may read them."""
    if not ids or target not in nouns():
        return []
    noun = noun_named(target)
    title = noun.field(noun.title)
    if not _is_plain(title) or actor.field_mode(target, title.name) != "full":
        return []
    seen = visible_to(actor, noun)
    same = seen.filter(pk__in=ids).values(title.path)
    once = seen.filter(**{f"{title.path}__in": same}).order_by().values(title.path)
    once = once.annotate(number=Count("pk")).filter(number=1).values(title.path)
    titled = seen.filter(**{"pk__in": ids, f"{title.path}__in": once})
    return list(titled.values_list("pk", title.path))


def _is_plain(field: Field) -> bool:
    return field.type == "text" and not field.is_custom and "__" not in field.path


def _named(actor: Actor, target: str, ids: set[int]) -> Sequence[tuple[int, str]]:
    if target == "user":
        return list(User.objects.filter(pk__in=ids).values_list("pk", "username"))
    if target == "team":
        same = Team.objects.values("name").annotate(number=Count("pk")).filter(number=1)
        once = Team.objects.filter(pk__in=ids, name__in=same.values("name"))
        return list(once.values_list("pk", "name"))
    if target not in nouns():
        return []
    noun = noun_named(target)
    key = own_key_of(noun)
    if key is None or actor.field_mode(target, key.name) != "full":
        return []
    return list(visible_to(actor, noun).filter(pk__in=ids).values_list("pk", key.path))
