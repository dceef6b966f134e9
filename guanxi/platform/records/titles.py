"""What related records are called, for those the actor may see."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import F, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, NullIf

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import Team, User
from guanxi.platform.files.attaching import attachable
from guanxi.platform.files.models import StoredFile
from guanxi.platform.glossary.saying import WORDS, words_in, words_in_english
from guanxi.platform.i18n.reader import is_chinese
from guanxi.platform.nouns.fields import FILES, Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.values import masked
from guanxi.platform.rights.visibility import visible_to
from guanxi.platform.views.reading import VIEWS_OF, label_of, views_picked_from

# By record and its number; under WORDS, by the word itself.
Titles = Mapping[str, Mapping[Any, str]]
# Whom everybody knows by name.
STAFF: Mapping[str, Any] = {"user": User, "team": Team}


def titles_of(actor: Actor, columns: Sequence[Field], rows: list[dict[str, Any]]) -> Titles:
    """Titles by target ("user", "team", "files" or a noun) and id; unseen records have none.

    With them, under WORDS, what the words of the firm are in English, for who reads it.
    """
    return titles_of_each(actor, [(columns, rows)])


def titles_of_each(
    actor: Actor, pages: Iterable[tuple[Sequence[Field], list[dict[str, Any]]]]
) -> Titles:
    """As ``titles_of``, for the rows of several lists."""
    wanted: dict[str, set[int]] = {}
    words: set[str] = set()
    for columns, rows in pages:
        words |= words_in(columns, rows)
        for column in (one for one in columns if one.named_by):
            ids = {row[column.name] for row in rows if row[column.name]}
            if ids:
                wanted.setdefault(column.named_by, set()).update(ids)
    staff = _names_of_staff({one: wanted.pop(one) for one in STAFF if one in wanted})
    found = staff | {target: titles(actor, target, ids) for target, ids in wanted.items()}
    return found | {WORDS: words_in_english(words)} if words else found


def titles(actor: Actor, target: str, ids: set[int]) -> dict[int, str]:
    """Titles by id of the records of one noun that ``actor`` sees, within field rights."""
    if target in STAFF:
        return _names_of_staff({target: ids})[target]
    if target == FILES:
        return _names_of_files(actor, ids)
    if target.startswith(VIEWS_OF):
        views = views_picked_from(actor, target).filter(pk__in=ids)
        return {view.pk: label_of(view) for view in views}
    noun = noun_named(target)
    said = title_column(actor, noun)
    found = visible_to(actor, noun).filter(pk__in=ids).values_list("pk", said)
    return {pk: title_within(actor, noun, pk, name) for pk, name in found}


def title_column(actor: Actor, noun: Noun[Any]) -> str | Combinable:
    """What the titles of a noun are read from: for who reads English the English, where it is."""
    path, english = noun.field(noun.title).path, noun.title_en
    if is_chinese() or not english or actor.field_mode(noun.key, english) not in {"read", "full"}:
        return path
    return Coalesce(NullIf(F(noun.field(english).path), Value("")), F(path))


def _names_of_staff(wanted: Mapping[str, set[int]]) -> dict[str, dict[int, str]]:
    """Names of people and of teams, by one question: a record names both nearly always."""
    found: dict[str, dict[int, str]] = {target: {} for target in wanted}
    asked = [target for target, ids in wanted.items() if ids]
    if asked:
        # Written by hand, as every list asks it: the ORM takes longer to say it than to have it.
        parts = [
            f"SELECT '{target}', id, {_name_of(target)} FROM {STAFF[target]._meta.db_table}"  # noqa: S608
            f" WHERE id IN ({', '.join(['%s'] * len(wanted[target]))})"
            for target in asked
        ]
        with connection.cursor() as cursor:
            cursor.execute(
                " UNION ALL ".join(parts), [pk for target in asked for pk in wanted[target]]
            )
            for target, pk, name in cursor.fetchall():
                found[target][pk] = name
    return found


def _name_of(target: str) -> str:
    is_bilingual = target == "team" and not is_chinese()
    return "COALESCE(NULLIF(name_en, ''), name)" if is_bilingual else "name"


def _names_of_files(actor: Actor, ids: set[int]) -> dict[int, str]:
    """The names of those files whose record the actor sees, or that the actor has just sent."""
    named = StoredFile.objects.filter(pk__in=attachable(ids, actor))
    return dict(named.values_list("pk", "name"))


def title_within(actor: Actor, noun: Noun[Any], pk: int, name: Any) -> str:
    """What a record is called before ``actor``: masked or replaced where field rights say so."""
    mode = actor.field_mode(noun.key, noun.title)
    if mode == "masked":
        return masked(noun.field(noun.title), name) or ""
    return f"{noun.label} {pk}" if mode == "hidden" else noun.in_title(name)
