"""The calendar feed: read by other programs, opened and closed by its owner."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from guanxi.activities.feeds import choose_tasks_as, close_feed, open_feed, read_feed, tasks_of
from guanxi.activities.models import CalendarFeed
from guanxi.platform.signin.viewing import actor_of


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar behind a secret address; no sign-in, as calendar programs have none."""
    content = read_feed(token, timezone.now())
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    response["Content-Disposition"] = 'inline; filename="guanxi.ics"'
    response["X-Robots-Tag"] = "noindex"
    return response


@login_required
@require_http_methods(["GET", "POST"])
def feed_page(request: HttpRequest) -> HttpResponse:
    """Where a person opens and closes the feed of their own calendar."""
    actor, at, address = actor_of(request), timezone.now(), ""
    if request.POST.get("act") == "open":
        token = open_feed(actor=actor, at=at)
        address = request.build_absolute_uri(reverse("activities:feed", args=[token]))
    elif request.POST.get("act") == "tasks":
        choose_tasks_as(request.POST.get("tasks", ""), actor=actor)
    elif request.method == "POST":
        close_feed(actor=actor, at=at)
    held = CalendarFeed.objects.filter(user_id=actor.user_id or 0).first()
    context = {
        "address": address,
        "opened_at": held and held.created_at,
        "tasks": tasks_of(actor),
        "read_at": held and held.last_read_at,
    }
    return render(request, "activities/feed.html", context)
