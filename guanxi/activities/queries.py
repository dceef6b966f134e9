"""What stands in somebody's calendar and on somebody's day."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from guanxi.activities.models import Activity, ActivityKind, ActivityState, Attendee
from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.registry import noun_of
from guanxi.platform.rights.visibility import sees

SHOWN = 100


@dataclass(frozen=True)
class Day:
    """One day of one person: what is late, what happens today, what is to be done by then."""

    late: list[Activity]
    agenda: list[Activity]
    due: list[Activity]


def of_person(user_id: int) -> QuerySet[Activity]:
    """Everything a person owns or takes part in, done and called off included."""
    invited = Attendee.objects.filter(activity=OuterRef("pk"), user=user_id)
    return Activity.objects.filter(Q(owner=user_id) | Exists(invited), deleted_at=None)


def day_of(actor: Actor, begin: dt.datetime, end: dt.datetime, at: dt.datetime) -> Day:
    """The actor's own day between two moments, as of ``at``; what is snoozed stays hidden."""
    seen = sees(actor, noun_of(Activity))
    mine = of_person(actor.user_id or 0).filter(seen, state=ActivityState.OPEN)
    awake = mine.filter(Q(snoozed_until=None) | Q(snoozed_until__lte=at)).order_by("due_at", "pk")
    within = Q(due_at__gte=begin, due_at__lt=end)
    tasks = Q(kind=ActivityKind.TASK)
    return Day(
        late=list(awake.filter(due_at__lt=begin)[:SHOWN]),
        agenda=list(awake.filter(within).exclude(tasks)[:SHOWN]),
        due=list(awake.filter(within & tasks)[:SHOWN]),
    )
