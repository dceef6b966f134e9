"""What is to be done about a record, told on its timeline."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanxi.activities.models import Activity, ActivityKind, ActivityState
from guanxi.platform.actors.actor import Actor
from guanxi.platform.facts.telling import call
from guanxi.platform.messages.threads import talked_about
from guanxi.platform.nouns.registry import noun_of, noun_of_record
from guanxi.platform.nouns.timeline import Before, Event, timeline
from guanxi.platform.records.ready import Recounted
from guanxi.platform.records.titles import title_within
from guanxi.platform.records.values import shown_to

ICONS = {ActivityKind.TASK: "check", ActivityKind.MEETING: "meeting", ActivityKind.CALL: "phone"}
OWN = ("account", "person")
talked_about("activity", "owner")

for _what, _icon, _words in (
    ("completed", "check", gettext_lazy("ticked it off")),
    ("reopened", "undo", gettext_lazy("opened it again")),
    ("rescheduled", "calendar", gettext_lazy("moved it to another time")),
    ("snoozed", "clock", gettext_lazy("put it off")),
    ("invited", "people", gettext_lazy("invited a colleague")),
):
    call(_what, _icon, _words)


@timeline("*", "activity", "contact")
def activities_of(actor: Actor, record: Any, before: Before | None, limit: int) -> Iterable[Event]:
    """Tasks, meetings and calls with a customer or person, or about any other record."""
    noun = noun_of_record(record).key
    if noun == "activity" or not actor.may("activity.read"):
        return []

    def whose(pk: int) -> Q:
        about = Q(about_noun=noun, about_id=pk)
        return Q(**{noun: pk}) | about if noun in OWN else about

    return _ACTIVITIES.around(actor, record, whose, before, limit)


def _told(actor: Actor, one: Activity) -> Event:
    noun = noun_of(Activity)
    state = shown_to(actor, noun, "state", one.get_state_display()) or ""
    is_open = one.state == ActivityState.OPEN
    return Event(
        at=one.created_at,
        source="activity",
        key=one.pk,
        who=shown_to(actor, noun, "owner", one.owner.name if one.owner else "") or "",
        title=_("planned: %(kind)s")
        % {"kind": shown_to(actor, noun, "kind", one.get_kind_display()) or noun.label},
        icon=ICONS[ActivityKind(one.kind)],
        href=f"/activity/{one.pk}/",
        slip=title_within(actor, noun, one.pk, one.name),
        text=shown_to(actor, noun, "outcome", one.outcome) or "",
        badge=state,
        badge_tone="malachite" if state and one.state == ActivityState.DONE else "",
        is_slight=not is_open,
        entry=("activity", one.pk),
    )


_ACTIVITIES = Recounted("activity", Activity, "created_at", ("owner",), _told)
