"""News within what their reader may see by now, whatever could be seen when they were told."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.messages.models import Notification
from guanxi.platform.messages.sayings import is_sayable, said
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.records.reading import may_ask_by
from guanxi.platform.records.titles import title_column, title_within
from guanxi.platform.rights.visibility import visible_to

_quoted: dict[str, tuple[str, ...]] = {}


def quotes(kind: str, *fields: str) -> None:
    """Declare that words kept of this kind repeat these fields of their record, and its title."""
    _quoted[kind] = fields


def within_sight(actor: Actor, news: Iterable[Notification]) -> list[Notification]:
    """The news in order, said in the language in force, without what is not the reader's to read.

    Their record may be out of sight by now, or its title closed, or another field they quote.
    """
    told = list(news)
    seen = _seen(actor, told)
    for one in told:
        if one.record_id and one.record_id not in seen.get(one.noun, {}):
            one.text = _("This was about a record that you do not see any more.")
            one.actor_name, one.record_id = "", None
        elif one.text:
            one.text = _as_it_was_said(actor, one)
        else:
            one.text = _said_anew(actor, one, seen)
    return told


def _seen(actor: Actor, told: Iterable[Notification]) -> dict[str, dict[int, str]]:
    """By noun: what the records of these news that the actor sees are called before them."""
    known = nouns()
    wanted: dict[str, set[int]] = {}
    for one in told:
        if one.noun in known and one.record_id:
            wanted.setdefault(one.noun, set()).add(one.record_id)
    return {key: _titles(actor, known[key], pks) for key, pks in wanted.items()}


def _titles(actor: Actor, noun: Noun[Any], pks: set[int]) -> dict[int, str]:
    found = visible_to(actor, noun, with_deleted=True).filter(pk__in=pks)
    rows = found.values_list("pk", title_column(actor, noun))
    return {
        pk: str(title_within(actor, noun, pk, name) or f"{noun.label} {pk}") for pk, name in rows
    }


def _as_it_was_said(actor: Actor, one: Notification) -> str:
    """Words that were kept may name what is closed by now."""
    if not one.record_id:
        return one.text
    noun = nouns()[one.noun]
    if may_ask_by(actor, noun, noun.title, *_quoted.get(one.kind, ())):
        return one.text
    return _("News of %(record)s") % {"record": f"{noun.label} {one.record_id}"}


def _said_anew(actor: Actor, one: Notification, seen: Mapping[str, Mapping[int, str]]) -> str:
    title = seen[one.noun][one.record_id] if one.record_id else ""
    if is_sayable(one.kind):
        return said(one.kind, actor, title, one.given)
    return _("News of %(record)s") % {"record": title}
