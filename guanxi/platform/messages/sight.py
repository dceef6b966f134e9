"""News within what their reader may see by now, whatever could be seen when they were told."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.messages.models import Notification
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.records.reading import may_ask_by
from guanxi.platform.rights.visibility import visible_to

_quoted: dict[str, tuple[str, ...]] = {}


def quotes(kind: str, *fields: str) -> None:
    """Declare that news of this kind repeat these fields of their record, beside its title."""
    _quoted[kind] = fields


def within_sight(actor: Actor, news: Iterable[Notification]) -> list[Notification]:
    """The news in order, without the words of those that are the reader's to read no more.

    Their record may be out of sight by now, or its title closed, or another field they quote.
    """
    told = list(news)
    seen = _seen(actor, told)
    for one in told:
        if not one.record_id or one.noun not in seen:
            continue
        if one.record_id not in seen[one.noun]:
            one.text = _("This was about a record that you do not see any more.")
            one.actor_name, one.record_id = "", None
        elif not _is_open(actor, one):
            record = f"{nouns()[one.noun].label} {one.record_id}"
            one.text = _("News of %(record)s") % {"record": record}
    return told


def _seen(actor: Actor, told: Iterable[Notification]) -> dict[str, set[int]]:
    """By noun: the records of these news that the actor sees."""
    known = nouns()
    wanted: dict[str, set[int]] = {}
    for one in told:
        if one.noun in known and one.record_id:
            wanted.setdefault(one.noun, set()).add(one.record_id)
    return {
        key: set(
            visible_to(actor, known[key], with_deleted=True)
            .filter(pk__in=pks)
            .values_list("pk", flat=True)
        )
        for key, pks in wanted.items()
    }


def _is_open(actor: Actor, one: Notification) -> bool:
    noun = nouns()[one.noun]
    return may_ask_by(actor, noun, noun.title, *_quoted.get(one.kind, ()))
