"""Days and hours as people say them: today, 3 days ago, Wednesday, 12月15日."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guanxi.web.look.figures import is_chinese

WEEKDAYS_ZH = "一二三四五六日"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
COUNTED_DAYS = 99
WEEK = 7


def day(when: date, today: date) -> str:
    """A date, short within the year of today: 12月15日, Dec 15, 2024-03-18, 18 Mar 2024."""
    if is_chinese():
        return f"{when.month}月{when.day}日" if when.year == today.year else when.isoformat()
    month = MONTHS[when.month - 1]
    return f"{month} {when.day}" if when.year == today.year else f"{when.day} {month} {when.year}"


def long_day(when: date) -> str:
    """A date with its weekday: 11月20日 星期五, Friday 20 November."""
    if is_chinese():
        return f"{when.month}月{when.day}日 星期{WEEKDAYS_ZH[when.weekday()]}"
    return f"{WEEKDAYS[when.weekday()]}, {MONTHS[when.month - 1]} {when.day}"


def near_day(when: date, today: date) -> str:
    """A day by its distance: yesterday, 3 days ago, tomorrow, Wednesday; else the date."""
    distance = (when - today).days
    if distance in (-1, 0, 1):
        return [_("yesterday"), _("today"), _("tomorrow")][distance + 1]
    if -COUNTED_DAYS <= distance < 0:
        return ngettext("%(days)d day ago", "%(days)d days ago", -distance) % {"days": -distance}
    if 0 < distance < WEEK:
        return weekday(when)
    return day(when, today)


def due_day(when: date, today: date) -> str:
    """A day on which something is expected; one that is over says that it should have happened."""
    distance = (when - today).days
    if distance >= 0:
        return near_day(when, today)
    if distance == -1:
        return _("was due yesterday")
    if distance < -COUNTED_DAYS:
        return _("was due on %(day)s") % {"day": day(when, today)}
    words = ngettext("was due %(days)d day ago", "was due %(days)d days ago", -distance)
    return words % {"days": -distance}


def weekday(when: date) -> str:
    """The day of the week: 周三, Wednesday."""
    return f"周{WEEKDAYS_ZH[when.weekday()]}" if is_chinese() else WEEKDAYS[when.weekday()]


def clock(moment: datetime) -> str:
    """The hour in the person's zone: 17:05."""
    return f"{timezone.localtime(moment):%H:%M}"


def has_hour(moment: datetime) -> bool:
    """Whether somebody gave an hour: the very beginning of a day is a day without one."""
    return timezone.localtime(moment).time() != time()


def is_over(due: datetime, at: datetime) -> bool:
    """Whether the time that was given is past; a day without an hour is past when it has ended."""
    if has_hour(due):
        return due < at
    return timezone.localtime(due).date() < timezone.localtime(at).date()


def near_moment(moment: datetime, now: datetime) -> str:
    """A moment by its distance: 12 minutes ago, today 17:00, yesterday 09:18, 3 days ago."""
    minutes = int((now - moment) / timedelta(minutes=1))
    if minutes == 0:
        return _("just now")
    if 0 < minutes < 60:
        return ngettext("%(n)d minute ago", "%(n)d minutes ago", minutes) % {"n": minutes}
    local, today = timezone.localtime(moment).date(), timezone.localtime(now).date()
    said = near_day(local, today)
    is_timed = abs((local - today).days) < WEEK and has_hour(moment)
    return f"{said} {clock(moment)}" if is_timed else said


def full_moment(moment: datetime, today: date) -> str:
    """A moment to the minute, its year only where it is another one: 11月13日 14:15."""
    said = day(timezone.localtime(moment).date(), today)
    return f"{said} {clock(moment)}" if has_hour(moment) else said


def coming_moment(moment: datetime, today: date) -> str:
    """A moment with its hour from today on, its day where it is over: 今天 14:30, 6 天前."""
    local = timezone.localtime(moment).date()
    said = near_day(local, today)
    is_timed = local >= today and has_hour(moment)
    return f"{said} {clock(moment)}" if is_timed else said


def time_tag(moment: datetime, text: str) -> SafeString:
    """A <time> whose title is the exact moment in the person's zone."""
    exact = timezone.localtime(moment)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        moment.isoformat(),
        f"{exact:%Y-%m-%d %H:%M}",
        text,
    )
