"""Putting a task of the day off: the times that people mean, in one press."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from guanxi.activities.workdays.reading import work_days
from guanxi.platform.actors.actor import Actor
from guanxi.web.acting import noun_or_404, signed_in
from guanxi.web.look import moments
from guanxi.web.records.acts import offered_verb
from guanxi.web.records.reading import see

MORNING = dt.time(9)
SNOOZE = "snooze_activity"


@signed_in
def later(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """What a task can be put off until, beside the way to any other time."""
    noun = noun_or_404(actor, "activity")
    seen = see(actor, noun, pk)
    offered_verb(actor, noun, SNOOZE, seen.record)
    context = {"address": f"{seen.href}do/{SNOOZE}/", "times": times(timezone.localtime())}
    return render(request, "web/home/later.html", context)


def times(now: dt.datetime) -> list[tuple[str, dt.datetime]]:
    """In an hour, tomorrow morning, the morning of next Monday."""
    begin = now.replace(hour=MORNING.hour, minute=0, second=0, microsecond=0)
    known = work_days()
    monday = begin + dt.timedelta(days=7 - now.weekday())
    found = [
        (_("In an hour"), now.replace(second=0, microsecond=0) + dt.timedelta(hours=1)),
        (_("Tomorrow"), begin + dt.timedelta(days=1)),
    ]
    first = known.first_from(monday.date())
    if first != monday.date():
        # Nobody works on that Monday.
        monday += first - monday.date()
        return [
            *found,
            (_("Next day of work, %(day)s") % {"day": moments.day(first, now.date())}, monday),
        ]
    # On a Sunday next Monday is tomorrow.
    return found if found[-1][1] == monday else [*found, (_("Next Monday"), monday)]
