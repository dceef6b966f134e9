"""One's own settings: language, time zone, look, keys."""

import datetime as dt
from collections.abc import Mapping
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.compiling import rights_changed
from guanxi.platform.errors import Message
from guanxi.web.acting import person_of, signed_in
from guanxi.web.settings.places import FIRM, MINE

# The zones people name first; every other is accepted too.
ZONES: Mapping[str, Message] = {
    "Asia/Shanghai": _("Beijing, Shanghai"),
    "Asia/Hong_Kong": _("Hong Kong"),
    "Asia/Taipei": _("Taipei"),
    "Asia/Singapore": _("Singapore"),
    "Asia/Tokyo": _("Tokyo"),
    "Asia/Dubai": _("Dubai"),
    "Europe/London": _("London"),
    "Europe/Berlin": _("Berlin"),
    "Europe/Paris": _("Paris"),
    "America/New_York": _("New York"),
    "America/Los_Angeles": _("Los Angeles"),
    "Australia/Sydney": _("Sydney"),
    "UTC": "UTC",
}


@signed_in
def hub(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every page of settings that this actor may open."""
    firm = FIRM if actor.is_administrator else ()
    return render(request, "web/settings/hub.html", {"mine": MINE, "firm": firm})


@signed_in
def mine(request: HttpRequest, actor: Actor) -> HttpResponse:
    """GET shows one's settings, POST keeps them."""
    person = person_of(request)
    if request.method == "POST":
        language, zone = request.POST.get("language", ""), request.POST.get("time_zone", "")
        if language in dict(settings.LANGUAGES):
            person.language = language
        if zone in available_timezones():
            person.time_zone = zone
        person.preferences = {
            **person.preferences,
            "single_keys": request.POST.get("single_keys") == "yes",
        }
        person.save(update_fields=["language", "time_zone", "preferences"])
        rights_changed()
        return redirect("/settings/me/")
    context = {
        "person": person,
        "languages": settings.LANGUAGES,
        "zone": person.time_zone or settings.TIME_ZONE,
        "zones": zones_with(person.time_zone or settings.TIME_ZONE, timezone.now()),
        "single_keys": person.preferences.get("single_keys", True),
    }
    return render(request, "web/settings/mine.html", context)


def zones_with(own: str, at: dt.datetime) -> dict[str, str]:
    """The zones by their cities and how far they are from UTC today, one's own first."""
    return {zone: _called(zone, at) for zone in dict.fromkeys([own, *ZONES])}


def _called(zone: str, at: dt.datetime) -> str:
    city = str(ZONES.get(zone, zone.rpartition("/")[2].replace("_", " ")))
    minutes = (
        int((at.astimezone(ZoneInfo(zone)).utcoffset() or dt.timedelta()).total_seconds()) // 60
    )
    if not minutes:
        return city if zone == "UTC" else _apart(city, "UTC")
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else "+"
    return _apart(city, f"UTC{sign}{hours}{f':{rest:02}' if rest else ''}")


def _apart(city: str, offset: str) -> str:
    return _("%(city)s (%(offset)s)") % {"city": city, "offset": offset}
