"""Other systems that are told what happens: what they hear, what reached them, what did not."""

import datetime as dt
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import Role, User
from guanxi.platform.errors import RuleBroken
from guanxi.platform.facts.deliveries import send_again
from guanxi.platform.facts.models import Delivery
from guanxi.platform.facts.webhooks import administering as rules
from guanxi.platform.facts.webhooks.models import Webhook
from guanxi.platform.facts.webhooks.telling import PREFIX
from guanxi.platform.given import whole_number
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.rights.administering import require_administrator
from guanxi.web.acting import signed_in
from guanxi.web.look.undelivered import what_went_wrong
from guanxi.web.settings.given import chosen, moment

SHOWN = 50
STATES = ("stuck", "waiting", "withheld")
NOTHING: dict[str, Any] = {"waiting": 0, "stuck": 0, "done": 0, "withheld": 0, "last": None}


@signed_in
def webhooks(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every webhook with what is stuck; POST makes one more and shows its secret once."""
    require_administrator(actor)
    broken = made = None
    if request.method == "POST":
        try:
            made = _made(request, actor)
        except RuleBroken as refusal:
            broken = refusal
    given = request.POST if broken else QueryDict()
    counts = _counts()
    hooks = Webhook.objects.select_related("role", "user").order_by("-is_active", "name")
    context = {
        "hooks": [(hook, counts.get(f"{PREFIX}:{hook.pk}", NOTHING)) for hook in hooks],
        "made": made,
        "broken": broken,
        "given": given,
        "roles": Role.objects.order_by("pk"),
        "role_now": whole_number(given.get("role")),
        **_events(given.getlist("noun"), given.get("patterns", "")),
    }
    return render(request, "web/settings/webhooks.html", context, status=422 if broken else 200)


@signed_in
def webhook(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """GET shows one webhook and its latest deliveries, POST does something with it."""
    require_administrator(actor)
    hook = get_object_or_404(Webhook.objects.select_related("role", "user"), pk=pk)
    context: dict[str, Any] = {}
    if request.method == "POST":
        try:
            context = _act(request, actor, hook)
        except RuleBroken as refusal:
            context = {"broken": refusal}
        if not context:
            return redirect(f"/settings/webhooks/{pk}/")
    state = request.GET.get("state", "")
    deliveries = _deliveries(hook)
    if state in STATES:
        deliveries = deliveries.filter(state=state)
    context |= {
        "hook": hook,
        "deliveries": deliveries.select_related("fact").order_by("-pk")[:SHOWN],
        "counts": _counts().get(f"{PREFIX}:{pk}", NOTHING),
        "state": state,
        "roles": Role.objects.order_by("pk"),
        "role_now": hook.role_id,
        **_events(hook.patterns, ""),
    }
    status = 422 if "broken" in context else 200
    return render(request, "web/settings/webhook.html", context, status=status)


@signed_in
def removal(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """GET says what goes with a webhook, POST ends it."""
    require_administrator(actor)
    hook = get_object_or_404(Webhook, pk=pk)
    if request.method == "POST":
        rules.remove_webhook(hook, actor=actor, at=timezone.now())
        return redirect("/settings/webhooks/")
    counts = _counts().get(f"{PREFIX}:{pk}", NOTHING)
    context = {"hook": hook, "untold": counts["waiting"] + counts["stuck"]}
    return render(request, "web/settings/webhook_remove.html", context)


def _act(request: HttpRequest, actor: Actor, hook: Webhook) -> dict[str, Any]:
    """Does what was pressed; what is to be shown once: an answer, or the hook's new secret."""
    at, given = timezone.now(), request.POST
    act = given.get("act", "")
    if act == "ping":
        return {"answer": _answered(rules.ping_webhook(hook, actor=actor, at=at))}
    if act == "switch":
        rules.switch_webhook(hook, on=not hook.is_active, actor=actor, at=at)
    elif act == "renew":
        return {"made": rules.renew_secret(hook, actor=actor, at=at)}
    elif act == "replay":
        since = moment(given.get("since")) or at - dt.timedelta(days=1)
        rules.replay_webhook(hook, since, actor=actor, at=at)
    elif act == "again":
        one = chosen(_deliveries(hook), given.get("delivery"))
        send_again(_deliveries(hook).filter(pk=one.pk if one else 0), at=at)
    elif act == "stuck":
        send_again(_deliveries(hook).filter(state=Delivery.State.STUCK), at=at)
    else:
        rules.change_webhook(hook, _wish(request), actor=actor, at=at)
    return {}


def _answered(answer: str) -> str:
    """What came of a trial call: the status of the answer, else why there was none."""
    if answer.isdigit():
        return _("The other system answered: %(answer)s") % {"answer": answer}
    return what_went_wrong(answer)


def _made(request: HttpRequest, actor: Actor) -> Webhook:
    return rules.create_webhook(_wish(request), actor=actor, at=timezone.now())


def _wish(request: HttpRequest) -> rules.Wish:
    given = request.POST
    return rules.Wish(
        name=given.get("name", "")[:80],
        url=given.get("url", "").strip(),
        patterns=_patterns(request),
        role=chosen(Role.objects.all(), given.get("role")),
        user=chosen(User.objects.filter(is_active=True), given.get("user")),
    )


def _patterns(request: HttpRequest) -> list[str]:
    whole = [f"{key}.*" for key in request.POST.getlist("noun") if key in nouns()]
    written = request.POST.get("patterns", "").replace(",", "\n").split("\n")
    return [*whole, *(one.strip() for one in written if one.strip())]


def _events(patterns: list[str], written: str) -> dict[str, Any]:
    """The nouns to tick, and the patterns that are none of them."""
    known = nouns()
    ticked = {one.removesuffix(".*") for one in patterns}
    rest = [one for one in patterns if one.removesuffix(".*") not in known]
    return {
        "nouns": [(key, noun.plural, key in ticked) for key, noun in known.items()],
        "patterns": written or "\n".join(rest),
    }


def _deliveries(hook: Webhook) -> QuerySet[Delivery]:
    return Delivery.objects.filter(subscriber=f"{PREFIX}:{hook.pk}")


def _counts() -> dict[str, dict[str, Any]]:
    """By subscriber: how many deliveries wait, are stuck or done, and when one was last heard."""
    told = Delivery.objects.filter(subscriber__startswith=f"{PREFIX}:").values("subscriber")
    counted = told.annotate(
        waiting=Count("pk", filter=Q(state=Delivery.State.WAITING)),
        stuck=Count("pk", filter=Q(state=Delivery.State.STUCK)),
        done=Count("pk", filter=Q(state=Delivery.State.DONE)),
        withheld=Count("pk", filter=Q(state=Delivery.State.WITHHELD)),
        last=Max("done_at", filter=Q(state=Delivery.State.DONE)),
    ).order_by("subscriber")
    return {str(row["subscriber"]): dict(row) for row in counted}
