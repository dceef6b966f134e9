"""Tags and filters of the house: `{% load web %}`."""

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from guanxi.platform.messages.notes import note_html
from guanxi.platform.messages.threads import NOTE
from guanxi.platform.nouns.timeline import Event
from guanxi.web.calendar.told import told_of
from guanxi.web.look import (
    classes,
    contact,
    figures,
    icons,
    keeping,
    moments,
    people,
    undelivered,
    words,
)
from guanxi.web.look.style import house_sheet

register = template.Library()

register.tag("kept", keeping.kept)
register.simple_tag(lambda: house_sheet().href, name="style_href")
register.simple_tag(icons.icon, name="icon")
register.simple_tag(figures.money, name="money")
register.simple_tag(figures.full_money, name="full_money")
register.simple_tag(people.avatar, name="avatar")
register.simple_tag(people.firm_avatar, name="firm_avatar")
register.simple_tag(people.who, name="who")
register.simple_tag(classes.badge, name="badge")
register.simple_tag(classes.age, name="age")
register.simple_tag(classes.letter, name="letter")
register.simple_tag(classes.lifecycle_mark, name="lifecycle_mark")
register.filter("number", figures.number)
register.filter("figure", figures.trimmed)
register.filter("percent", figures.percent)
register.filter("capped", figures.capped)
register.filter("phone", contact.phone)
register.filter("masked_phone", contact.masked_phone)
register.filter("what_went_wrong", undelivered.what_went_wrong)
register.filter("action_label", words.action_label)
register.filter("job_label", words.job_label)
register.filter("type_label", words.type_label)
register.filter("within", words.within)
register.filter("part_label", words.part_label)
register.filter("measure_label", words.measure_label)
register.filter("role_label", words.role_label)
register.filter("named", words.named)
register.filter("named_also", words.named_also)
register.filter("day_told", told_of)


@register.simple_tag(name="rfm_mark")
def rfm_mark(r: int, f: int, m: int, label: str, kind: str = "") -> str:
    """Three bars and the name of the class."""
    return classes.rfm_mark((r, f, m), label, kind)


@register.filter(name="day")
def day(when: date | None) -> str:
    """A date, short within this year."""
    return moments.day(when, timezone.localdate()) if when else "—"


@register.filter(name="due_day")
def due_day(when: date | None) -> str:
    """A day on which something is expected; one that is over says that it was due."""
    return moments.due_day(when, timezone.localdate()) if when else "—"


@register.filter(name="near_day")
def near_day(when: date | None) -> str:
    """A date by its distance from today; a moment counts by its day here."""
    if isinstance(when, datetime):
        when = timezone.localtime(when).date()
    return moments.near_day(when, timezone.localdate()) if when else "—"


@register.filter(name="long_day")
def long_day(when: date) -> str:
    """A date with its weekday."""
    return moments.long_day(when)


@register.filter(name="ago")
def ago(moment: datetime | None) -> str:
    """A moment by its distance from now."""
    if moment is None:
        return "—"
    return moments.time_tag(moment, moments.near_moment(moment, timezone.now()))


@register.filter(name="talk")
def talk_address(event: Event, base: str) -> str:
    """Where the thread of an event stands: beneath a record of its own, or a note on this one."""
    noun, pk = event.entry or ("", 0)
    return f"{base}notes/{pk}/" if noun == NOTE else f"/{noun}/{pk}/"


@register.filter(name="note_html")
def written_html(text: str) -> SafeString:
    """A note's text as cleaned HTML."""
    return note_html(text)


@register.filter(name="clock")
def clock(moment: datetime) -> str:
    """The hour in the person's zone."""
    return moments.clock(moment)
