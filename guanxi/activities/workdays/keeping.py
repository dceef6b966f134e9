"""Choosing the country whose holidays are kept, and a firm's own days."""

import datetime as dt
from dataclasses import dataclass
from importlib.metadata import version

from babel.core import get_global
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from guanxi.activities.workdays.models import OwnDay, WorkCalendar
from guanxi.activities.workdays.public import PublicDays, public_days
from guanxi.activities.workdays.reading import ROW
from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.compiling import rights_changed
from guanxi.platform.errors import RuleBroken
from guanxi.platform.rights.administering import record_change, require_administrator

# So many years back and ahead are kept; what lies further has its weekends.
BACK, AHEAD = 3, 2
LONGEST = 60


@dataclass(frozen=True)
class OwnDayWish:
    """A day of this firm's own, off or of work, with its names."""

    day: dt.date
    is_off: bool
    label_zh: str = ""
    label_en: str = ""


def choose_country(country: str, region: str, *, actor: Actor, at: dt.datetime) -> WorkCalendar:
    """The calendar with the public holidays of that country and region; of none for ""."""
    require_administrator(actor)
    found = public_days(country, region, _years(at))
    if found is None:
        raise RuleBroken(_("Holidays of this country are not known."))
    with transaction.atomic():
        row = _row()
        before = [row.country, row.region]
        row.country, row.is_chosen = country, True
        _fill(row, found, at)
        changes = {"country": [before[0], country], "region": [before[1], row.region]}
        told = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
        if told:
            record_change("workdays.country", None, told, actor=actor, at=at)
    return row


def keep_days_current(at: dt.datetime) -> bool:
    """Whether the days had to be made anew: a year went by, or the library or the zone changed.

    Until an administrator chooses, the country is that of the firm's time zone.
    """
    row = WorkCalendar.objects.filter(pk=ROW).first()
    country = row.country if row and row.is_chosen else usual_country()
    if row and row.country == country and row.made_from == _made_from(country, row.region, at):
        return False
    found = public_days(country, row.region if row else "", _years(at)) or PublicDays()
    with transaction.atomic():
        row = _row()
        row.country = country
        _fill(row, found, at)
        rights_changed()
    return True


def usual_country() -> str:
    """The country of the firm's time zone; of its language where the zone is of none."""
    of_zone: str = get_global("zone_territories").get(settings.TIME_ZONE, "")
    if len(of_zone) == 2 and of_zone.isalpha():
        return of_zone
    return "CN" if settings.LANGUAGE_CODE.startswith("zh") else ""


@transaction.atomic
def add_own_day(wish: OwnDayWish, *, actor: Actor, at: dt.datetime) -> OwnDay:
    """The day as the firm has it, instead of what was said of it before."""
    require_administrator(actor)
    if max(len(wish.label_zh), len(wish.label_en)) > LONGEST:
        raise RuleBroken(_("Shorten this to %(limit)d characters.") % {"limit": LONGEST})
    before = OwnDay.objects.filter(day=wish.day).first()
    made, _new = OwnDay.objects.update_or_create(
        day=wish.day,
        defaults={
            "is_off": wish.is_off,
            "label_zh": wish.label_zh.strip(),
            "label_en": wish.label_en.strip(),
        },
    )
    told = {f"{wish.day}": [before and before.is_off, wish.is_off]}
    record_change("workdays.own", None, told, actor=actor, at=at)
    return made


@transaction.atomic
def remove_own_day(own: OwnDay, *, actor: Actor, at: dt.datetime) -> None:
    """The day is what it is for others again."""
    require_administrator(actor)
    told = {f"{own.day}": [own.is_off, None]}
    own.delete()
    record_change("workdays.own", None, told, actor=actor, at=at)


def _row() -> WorkCalendar:
    row, _new = WorkCalendar.objects.select_for_update().get_or_create(pk=ROW)
    return row


def _fill(row: WorkCalendar, found: PublicDays, at: dt.datetime) -> None:
    row.days, row.weekend = dict(found.days), list(found.weekend)
    row.regions, row.region = list(found.regions), found.region
    row.made_from = _made_from(row.country, row.region, at)
    row.save()


def _years(at: dt.datetime) -> range:
    return range(at.year - BACK, at.year + AHEAD + 1)


def _made_from(country: str, region: str, at: dt.datetime) -> str:
    return f"{version('holidays')} {country} {region} {at.year}"
