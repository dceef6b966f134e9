"""What stands in somebody's calendar and on somebody's day."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet

from guanxi.activities.models import Activity, ActivityState, Attendee


def of_person(user_id: int) -> QuerySet[Activity]:
    """Everything a person owns or takes part in, done and called off included."""
    invited = Attendee.objects.filter(activity=OuterRef("pk"), user=user_id)
    return Activity.objects.filter(Q(owner=user_id) | Exists(invited), deleted_at=None)


def open_work_of(user_id: int, at: dt.datetime) -> QuerySet[Activity]:
    """What a person still has before them, as of ``at``; what is put off stays out of sight."""
    awake = Q(snoozed_until=None) | Q(snoozed_until__lte=at)
    return of_person(user_id).filter(awake, state=ActivityState.OPEN)
