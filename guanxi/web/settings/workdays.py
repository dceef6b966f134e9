"""By which days the firm works: whose public holidays, and days of its own."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from babel import Locale
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from guanxi.activities.workdays.keeping import (
    OwnDayWish,
    add_own_day,
    choose_country,
    remove_own_day,
    usual_country,
)
from guanxi.activities.workdays.models import OwnDay, WorkCalendar
from guanxi.activities.workdays.public import countries
from guanxi.activities.workdays.reading import DAY, ROW, Mark, WorkDays, work_days
from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import RuleBroken
from guanxi.platform.rights.administering import require_administrator
from guanxi.web.acting import signed_in
from guanxi.web.look import moments
from guanxi.web.look.figures import is_chinese

# Of so many regions a country may speak; theirs are chosen by code.
HERE = "/settings/workdays/"


@dataclass(frozen=True)
class Piece:
    """Days in a row of which the same is said."""

    first: dt.date
    last: dt.date
    mark: Mark

    @property
    def days(self) -> str:
        """From when to when, each with its weekday."""
        begins = self._day(self.first)
        return begins if self.first == self.last else f"{begins} – {self._day(self.last)}"

    def _day(self, day: dt.date) -> str:
        name = moments.weekday(day)
        said = moments.day(day, day)
        return f"{said} {name}" if is_chinese() else f"{name[:3]}, {said}"


@signed_in
def workdays(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The country, this year's and the next one's days, and those of our own; POST keeps them."""
    require_administrator(actor)
    broken = None
    if request.method == "POST":
        try:
            _keep(request, actor)
            return redirect(HERE)
        except RuleBroken as refusal:
            broken = refusal
    row = WorkCalendar.objects.filter(pk=ROW).first()
    country = row.country if row else ""
    year, known = timezone.localdate().year, work_days()
    context = {
        "broken": broken,
        "given": request.POST,
        "country": country,
        "region": row.region if row else "",
        "regions": row.regions if row else [],
        "countries": _named(countries()),
        "is_usual": row is not None and not row.is_chosen and country == usual_country(),
        "years": [(one, list(_pieces(known, one))) for one in (year, year + 1)],
        "is_open": _is_not_arranged(known, year),
        "next_year": year + 1,
        "own": [(one, _mark_of(one)) for one in OwnDay.objects.order_by("day")],
    }
    status = 422 if broken else 200
    return render(request, "web/settings/workdays.html", context, status=status)


@signed_in
def remove_day(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """A day of our own is what it is for others again."""
    require_administrator(actor)
    if request.method != "POST":
        raise Http404
    remove_own_day(get_object_or_404(OwnDay, pk=pk), actor=actor, at=timezone.now())
    return redirect(f"{HERE}#own")


def _keep(request: HttpRequest, actor: Actor) -> None:
    given, at = request.POST, timezone.now()
    if given.get("act") == "country":
        region = given.get("region", "")
        choose_country(given.get("country", ""), region, actor=actor, at=at)
        return
    try:
        day = dt.date.fromisoformat(given.get("day", ""))
    except ValueError:
        raise RuleBroken(_("Choose a day.")) from None
    zh, en = given.get("label_zh", ""), given.get("label_en", "")
    wish = OwnDayWish(day, given.get("kind") != "work", zh, en)
    add_own_day(wish, actor=actor, at=at)


def _named(codes: list[str]) -> list[tuple[str, str]]:
    """Countries by their names in the reader's language, as it sorts them."""
    names = Locale.parse("zh_Hans" if is_chinese() else "en").territories
    found = [(code, names.get(code, code)) for code in codes]
    if not is_chinese():
        return sorted(found, key=lambda one: one[1])
    from guanxi.platform.cleaning.names import pinyin_key

    return sorted(found, key=lambda one: pinyin_key(one[1]))


def _pieces(known: WorkDays, year: int) -> Iterator[Piece]:
    piece: Piece | None = None
    for day in sorted(one for one in known.marks if one.year == year):
        mark = known.marks[day]
        if piece and piece.last + DAY == day and piece.mark == mark:
            piece = replace(piece, last=day)
            continue
        if piece:
            yield piece
        piece = Piece(day, day, mark)
    if piece:
        yield piece


def _is_not_arranged(known: WorkDays, year: int) -> bool:
    """Whether days are moved this year, and nothing is known of that for the next one."""
    moved = {day.year for day, mark in known.marks.items() if not mark.is_off and not mark.is_own}
    return year in moved and year + 1 not in moved


def _mark_of(own: OwnDay) -> Mark:
    return Mark(own.is_off, own.label_zh, own.label_en, is_own=True)
