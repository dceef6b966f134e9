"""What happened while one was away."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from guanxi.platform.actors.actor import Actor
from guanxi.platform.messages.centre import (
    KINDS,
    mark_all_read,
    mark_read,
    notification_of,
    notifications_of,
    unread_count,
)
from guanxi.platform.messages.models import Notification
from guanxi.web.acting import signed_in


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
    told = notifications_of(actor, kind)
    context = {
        "notices": [Notice(one, f"/notices/{one.pk}/") for one in told],
        "kind": kind,
        "unread": unread_count(actor),
    }
    return render(request, "web/notices/page.html", context)


@signed_in
def open_notice(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """What a notice is about; read from now on, unless another looks with the person's eyes."""
    found = notification_of(actor, pk)
    if found is None:
        raise Http404
    if not actor.is_read_only:
        mark_read(actor, [pk], at=timezone.now())
    if found.noun and found.record_id:
        return redirect(f"/{found.noun}/{found.record_id}/")
    return redirect(found.address or "/notices/?show=all")


@signed_in
def read_all(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every notice, read."""
    if request.method != "POST":
        raise Http404
    mark_all_read(actor, at=timezone.now())
    return redirect("/notices/")
