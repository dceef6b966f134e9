"""What happened while one was away."""

from dataclasses import dataclass

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from guanxi.platform.actors.actor import Actor
from guanxi.platform.messages.models import Notification
from guanxi.platform.messages.sight import within_sight
from guanxi.web.acting import signed_in

SHOWN = 50
KINDS = ("unread", "mentions", "all")


@dataclass(frozen=True)
class Notice:
    """One line of the notice centre."""

    notification: Notification
    href: str

    @property
    def who(self) -> str:
        """The person whose name the text begins with; empty where it begins otherwise."""
        name = self.notification.actor_name
        return name if name and self.notification.text.startswith(name) else ""

    @property
    def said(self) -> str:
        """What is told, after that name."""
        return self.notification.text.removeprefix(self.who)

    @property
    def is_fresh(self) -> bool:
        """Whether it has not been read."""
        return self.notification.read_at is None


@signed_in
def notices(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The notice centre: the unread first, mentions, or everything."""
    kind = request.GET.get("show", "unread")
    kind = kind if kind in KINDS else "unread"
    mine = Notification.objects.filter(user_id=actor.user_id or 0)
    now = timezone.now()
    awake = mine.filter(Q(snoozed_until=None) | Q(snoozed_until__lte=now))
    shown = {
        "unread": awake.filter(read_at=None),
        "mentions": mine.filter(kind__contains="mention"),
        "all": mine,
    }[kind].order_by("-created_at")[:SHOWN]
    context = {
        "notices": [Notice(one, f"/notices/{one.pk}/") for one in within_sight(actor, shown)],
        "kind": kind,
        "unread": awake.filter(read_at=None).count(),
    }
    return render(request, "web/notices/page.html", context)


@signed_in
def open_notice(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """What a notice is about; it counts as read from now on."""
    found = Notification.objects.filter(user_id=actor.user_id or 0, pk=pk).first()
    if found is None:
        raise Http404
    if found.read_at is None:
        Notification.objects.filter(pk=pk).update(read_at=timezone.now())
    if found.noun and found.record_id:
        return redirect(f"/{found.noun}/{found.record_id}/")
    return redirect(found.address or "/notices/?show=all")


@signed_in
def read_all(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every notice, read."""
    if request.method != "POST":
        raise Http404
    mine = Notification.objects.filter(user_id=actor.user_id or 0, read_at=None)
    mine.update(read_at=timezone.now())
    return redirect("/notices/")
