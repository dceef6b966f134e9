"""What my day says of holidays: of today, and of those that come soon."""

import datetime as dt

from django.utils.translation import gettext as _

from guanxi.activities.workdays.reading import DAY, Mark, WorkDays
from guanxi.web.look import moments

# What lies further ahead is nothing to prepare for today.
SOON = 14


def days_said(today: dt.date, known: WorkDays) -> str:
    """A sentence for today if it is no day like others, or for the next such day; else nothing."""
    mark = known.mark(today)
    if mark:
        return _("Today: %(what)s.") % {"what": mark.said}
    for ahead in range(1, SOON + 1):
        day = today + ahead * DAY
        if found := known.mark(day):
            return _coming(day, found)
    return ""


def _coming(day: dt.date, mark: Mark) -> str:
    said = {"day": moments.long_day(day), "what": mark.said}
    if mark.is_off:
        return _("Off from %(day)s: %(what)s.") % said
    return _("%(day)s: %(what)s.") % said
