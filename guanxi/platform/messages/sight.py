"""News within what their reader may see by now, whatever could be seen when they were told."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.messages.models import Notification
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.rights.visibility import visible_to


def within_sight(actor: Actor, news: Iterable[Notification]) -> list[Notification]:
    """The news in order; those about a record now hidden from ``actor`` are without its words."""
    told, known = list(news), nouns()
    wanted: dict[str, set[int]] = {}
    for one in told:
        if one.noun in known and one.record_id:
            wanted.setdefault(one.noun, set()).add(one.record_id)
    seen = {
        key: set(
            visible_to(actor, known[key], with_deleted=True)
            .filter(pk__in=pks)
            .values_list("pk", flat=True)
        )
        for key, pks in wanted.items()
    }
    for one in told:
        if one.noun in seen and one.record_id and one.record_id not in seen[one.noun]:
            one.text = _("This was about a record that you do not see any more.")
            one.actor_name, one.record_id = "", None
    return told
