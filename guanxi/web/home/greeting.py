"""The first line of the day: whom it greets, and which day it is in both calendars."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from lunardate import LunarDate  # type: ignore[import-untyped]

from guanxi.web.look.figures import is_chinese
from guanxi.web.look.moments import long_day

COMPOUND = {"欧阳", "上官", "司马", "诸葛", "尉迟", "皇甫", "东方", "慕容", "夏侯", "令狐"}
MONTHS = "正二三四五六七八九十冬腊"
TENS = ("初", "十", "廿", "三")
DIGITS = "十一二三四五六七八九"


def greeting(name: str, now: dt.datetime) -> str:
    """Good morning, afternoon or evening, by the given name; of two, whose eyes one sees with."""
    called = given_name(name.rpartition(" → ")[2])
    if now.hour < 5 or now.hour >= 18:
        return _("Good evening, %(name)s") % {"name": called}
    if now.hour < 12:
        return _("Good morning, %(name)s") % {"name": called}
    return _("Good afternoon, %(name)s") % {"name": called}


def given_name(name: str) -> str:
    """林若溪 is 若溪, Ruoxi Lin is Ruoxi; two characters stay together."""
    name = name.strip()
    if name.isascii():
        return name.split()[0] if name else ""
    family = 2 if name[:2] in COMPOUND else 1
    return name[family:] if len(name) - family >= 2 else name


def dated(day: dt.date) -> str:
    """The day with its weekday, and in Chinese the lunar day: 11月20日 星期五，农历十月十二."""
    return f"{long_day(day)}，农历{lunar_day(day)}" if is_chinese() else long_day(day)


def summary(meetings: int, things: int, late: int) -> str:
    """What the day holds, in one short sentence."""
    said = [_("No meetings today"), _("nothing to do")]
    if meetings:
        said[0] = ngettext("%(n)d meeting today", "%(n)d meetings today", meetings)
    if things:
        said[1] = ngettext("%(n)d thing to do", "%(n)d things to do", things)
    said = [said[0] % {"n": meetings}, said[1] % {"n": things}]
    if late:
        said[1] += ngettext(", %(n)d of them late", ", %(n)d of them late", late) % {"n": late}
    return pgettext("between two facts", ", ").join(said) + _(".")


def lunar_day(day: dt.date) -> str:
    """The day of the Chinese calendar: 正月初一, 闰六月廿三."""
    lunar = LunarDate.from_solar_date(day.year, day.month, day.day)
    leap = "闰" if lunar.is_leap_month else ""
    return f"{leap}{MONTHS[lunar.month - 1]}月{_lunar_number(lunar.day)}"


def _lunar_number(number: int) -> str:
    if number in (10, 20, 30):
        return {10: "初十", 20: "二十", 30: "三十"}[number]
    return TENS[number // 10] + DIGITS[number % 10]
