"""What a form says of the day for which something is planned."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.html import escape
from django.utils.translation import gettext as _

from guanxi.activities.workdays.reading import DAY, work_days
from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.web.acting import signed_in
from guanxi.web.look import moments


@signed_in
def told(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The words for the first day among what was sent; nothing for an ordinary day of work."""
    days = (value for value in request.GET.values() if value)
    return HttpResponse(escape(told_of(next(days, ""))))


def told_of(typed: Any) -> str:
    """That nobody works on the day, or that it is a weekend at work; else nothing."""
    try:
        day = dt.date.fromisoformat(str(typed)[:10])
    except ValueError:
        return ""
    known = work_days()
    mark, said = known.mark(day), {"day": moments.long_day(day)}
    if not known.is_off(day):
        said["why"] = mark.said if mark else ""
        return _("%(day)s: %(why)s.") % said if mark else ""
    said["next"] = moments.long_day(known.first_from(day + DAY))
    if mark and mark.name:
        said["name"] = mark.name
        return _("%(day)s is a day off (%(name)s). The next day of work is %(next)s.") % said
    return _("%(day)s is a day off. The next day of work is %(next)s.") % said


def is_planned(noun: Noun[Any], field: Field) -> bool:
    """Whether the field says for when something is planned, so that a day off is worth a word."""
    shape = noun.calendar
    is_own = field.is_custom and shape is not None and field.name in {shape.start, shape.end}
    return field.type in {"date", "datetime"} and (field.plans or is_own)
