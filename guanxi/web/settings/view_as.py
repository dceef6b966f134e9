"""Looking through another's eyes: started from their page, ended from the banner."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.compiling import actor_for_user
from guanxi.platform.actors.models import User
from guanxi.platform.rights.view_as import end_viewing_as, start_viewing_as
from guanxi.platform.signin.viewing import begin, seen_person, stop
from guanxi.web.acting import person_of, signed_in


@signed_in
@require_POST
def start(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """My day as that person sees it, changing nothing."""
    user = get_object_or_404(User, pk=pk)
    start_viewing_as(user, actor=actor, at=timezone.now())
    begin(request, user, timezone.now())
    return redirect("/")


@signed_in
@require_POST
def end(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One's own eyes again, on the page of the person one looked as."""
    seen = seen_person(request)
    stop(request)
    if seen is None:
        return redirect("/settings/people/")
    own = actor_for_user(person_of(request))
    end_viewing_as(seen, actor=own, at=timezone.now())
    return redirect(f"/settings/people/{seen.pk}/")
