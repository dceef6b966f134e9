"""One's own settings: language, time zone, look, keys."""

from zoneinfo import available_timezones

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.compiling import rights_changed
from guanxi.web.acting import person_of, signed_in
from guanxi.web.settings.places import FIRM, MINE

# The zones people name first; every other is accepted too.
ZONES = (
    "Asia/Shanghai",
    "Asia/Hong_Kong",
    "Asia/Taipei",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Asia/Dubai",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Paris",
    "America/New_York",
    "America/Los_Angeles",
    "Australia/Sydney",
    "UTC",
)


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
        "zones": dict.fromkeys([person.time_zone or settings.TIME_ZONE, *ZONES]),
        "single_keys": person.preferences.get("single_keys", True),
    }
    return render(request, "web/settings/mine.html", context)
