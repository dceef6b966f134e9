"""Who sees a record and why, and showing it to one more."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import pgettext

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import Share, Team, User
from guanxi.platform.given import whole_number
from guanxi.platform.nouns.rows import Owned
from guanxi.platform.rights.audience import Audience
from guanxi.platform.rights.reasons import Seer, who_sees
from guanxi.platform.rights.sharing import share, unshare
from guanxi.platform.rights.visibility import visible_to
from guanxi.web.acting import noun_or_404, signed_in
from guanxi.web.records.reading import Seen, see

SHOWN = 30


@dataclass(frozen=True)
class Line:
    """One person with every reason in words."""

    key: int
    name: str
    reasons: str
    can_edit: bool


@signed_in
def access(request: HttpRequest, actor: Actor, noun_key: str, pk: int) -> HttpResponse:
    """GET tells who sees the record; POST shows it to a person or team, or ends that."""
    noun = noun_or_404(actor, noun_key)
    seen = see(actor, noun, pk)
    if request.method == "POST":
        _change(request, actor, seen)
    seers = who_sees(noun, seen.record, asker=actor)
    shares = Share.objects.filter(noun=noun.key, record_id=pk).select_related("user", "team")
    may_share = isinstance(noun.rows, Owned) and actor.may(noun.permission("share"))
    may_share = may_share and visible_to(actor, noun, "share").filter(pk=pk).exists()
    shown = seers if "all" in request.GET else seers[:SHOWN]
    context = {
        "seen": seen,
        "noun": noun,
        "lines": [_line(seer) for seer in shown],
        "count": len(seers),
        "more": len(seers) - len(shown),
        "shares": shares if may_share else [],
        "may_share": may_share,
    }
    return render(request, "web/records/access.html", context)


def _change(request: HttpRequest, actor: Actor, seen: Seen) -> None:
    at = timezone.now()
    given = request.POST
    ended = whole_number(given.get("end"))
    if ended is not None:
        held = Share.objects.filter(pk=ended, record_id=seen.pk).first()
        if held is not None:
            audience = Audience(user=held.user, team=held.team)
            unshare(seen.noun, seen.pk, audience, actor=actor, at=at)
        return
    audience = Audience(
        user=_found(User, given.get("user", "")),
        team=_found(Team, given.get("team", "")),
        can_edit=given.get("can_edit") == "yes",
    )
    share(seen.noun, seen.pk, audience, actor=actor, at=at)


def _found(model: Any, key: str) -> Any:
    return model.objects.filter(pk=whole_number(key)).first()


def _line(seer: Seer) -> Line:
    return Line(
        key=seer.actor.user_id or 0,
        name=seer.actor.name,
        reasons=pgettext("between two facts", ", ").join(reason.text for reason in seer.reasons),
        can_edit=seer.can_edit,
    )
