"""What related records are called in an exact file, so that an import finds them again.

By what nobody else is called, in these books and in others: the sign-in name of a person, the code
of a customer. Whatever has none goes by its number, which is good in these books only.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import Team, User
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
    if field is None or field.is_custom or field.type != "text" or not field.unique:
        return None
    return None if "__" in field.path else field


def _references(actor: Actor, target: str, ids: set[int]) -> dict[int, str]:
    return {pk: name for pk, name in _named(actor, target, ids) if name and name[0] != "#"}


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
