"""Webhooks by the API: made, changed, tried, told again; secrets are told once."""

import datetime as dt
from typing import Annotated, Any

from django.db.models import CharField, Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import Role, User
from guanxi.platform.facts.deliveries import send_again
from guanxi.platform.facts.models import Delivery
from guanxi.platform.facts.webhooks import administering as rules
from guanxi.platform.facts.webhooks.models import Webhook
from guanxi.platform.facts.webhooks.telling import PREFIX
from guanxi.platform.rest.settings import shapes
from guanxi.platform.rest.settings.resources import (
    Act,
    Resource,
    Told,
    for_administrators,
    is_administrator,
    moment,
)
from guanxi.platform.rest.writing import Values
from guanxi.platform.verbs.params import Param

Name = Annotated[str, Param(_("Name"), most=80)]
Address = Annotated[str, Param(_("Address"), most=500)]
Patterns = Annotated[list[str], Param(_("What it hears"))]
UnderRole = Annotated[Role, Param(_("Role of staff"))]
AsPerson = Annotated[User | None, Param(_("On behalf of"))]
Since = Annotated[dt.datetime, Param(_("Since"))]


def create(
    *,
    name: Name,
    url: Address,
    patterns: Patterns,
    role: UnderRole,
    user: AsPerson = None,
    actor: Actor,
    at: dt.datetime,
) -> Told:
    """A webhook with a fresh secret."""
    hook = rules.create_webhook(rules.Wish(name, url, patterns, role, user), actor=actor, at=at)
    return Told(hook, hook.secret)


def change(
    hook: Webhook,
    *,
    name: Name,
    url: Address,
    patterns: Patterns,
    role: UnderRole,
    user: AsPerson = None,
    actor: Actor,
    at: dt.datetime,
) -> Webhook:
    """The webhook as wished from now on."""
    wish = rules.Wish(name, url, patterns, role, user)
    return rules.change_webhook(hook, wish, actor=actor, at=at)


def renew_secret(hook: Webhook, *, actor: Actor, at: dt.datetime) -> Told:
    """The webhook with a new secret; signatures by the old one end at once."""
    return Told(hook, rules.renew_secret(hook, actor=actor, at=at).secret)


def switch_on(hook: Webhook, *, actor: Actor, at: dt.datetime) -> None:
    """Let the webhook hear of facts from now on."""
    rules.switch_webhook(hook, on=True, actor=actor, at=at)


def switch_off(hook: Webhook, *, actor: Actor, at: dt.datetime) -> None:
    """Let the webhook hear of nothing more."""
    rules.switch_webhook(hook, on=False, actor=actor, at=at)


def remove(hook: Webhook, *, actor: Actor, at: dt.datetime) -> None:
    """End the webhook with its secret and its deliveries."""
    rules.remove_webhook(hook, actor=actor, at=at)


def replay(hook: Webhook, *, since: Since, actor: Actor, at: dt.datetime) -> int:
    """Tell it again of all it was to hear since a moment; how many facts."""
    return rules.replay_webhook(hook, since, actor=actor, at=at)


def retry(hook: Webhook, *, actor: Actor, at: dt.datetime) -> int:
    """Send what is stuck again; how many facts."""
    return send_again(_deliveries(hook.pk).filter(state=Delivery.State.STUCK), at=at)


def _deliveries(pk: int) -> QuerySet[Delivery]:
    return Delivery.objects.filter(subscriber=f"{PREFIX}:{pk}")


def _rows() -> QuerySet[Any]:
    states = Delivery.State
    return Webhook.objects.annotate(waiting=_number(states.WAITING), stuck=_number(states.STUCK))


def _number(state: str) -> Coalesce:
    name = Concat(Value(f"{PREFIX}:"), Cast(OuterRef("pk"), CharField()))
    meant = Delivery.objects.filter(subscriber=name, state=state).order_by()
    counted = meant.values("subscriber").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def _values(hook: Any) -> Values:
    return {
        "id": hook.pk,
        "name": hook.name,
        "url": hook.url,
        "patterns": hook.patterns,
        "role": hook.role_id,
        "user": hook.user_id,
        "is_active": hook.is_active,
        "created_at": moment(hook.created_at),
        "waiting": hook.waiting,
        "stuck": hook.stuck,
    }


WEBHOOKS = Resource(
    "webhooks",
    _("Webhook"),
    _("Webhooks"),
    rows=for_administrators(_rows),
    shape={
        "id": shapes.NUMBER,
        "name": shapes.TEXT,
        "url": shapes.TEXT,
        "patterns": shapes.TEXTS,
        "role": shapes.NUMBER,
        "user": shapes.MAYBE_NUMBER,
        "is_active": shapes.YES_NO,
        "created_at": shapes.MOMENT,
        "waiting": shapes.NUMBER,
        "stuck": shapes.NUMBER,
    },
    values=_values,
    is_for=is_administrator,
    create=Act(create, _("Create"), gives="secret"),
    change=Act(change, _("Change")),
    remove=Act(remove, _("Remove")),
    acts={
        "ping": Act(rules.ping_webhook, _("Trial call"), gives="result", calls_out=True),
        "renew_secret": Act(renew_secret, _("Make a new secret"), gives="secret"),
        "switch_on": Act(switch_on, _("Switch on")),
        "switch_off": Act(switch_off, _("Switch off")),
        "replay": Act(replay, _("Tell again"), gives="result"),
        "retry": Act(retry, _("Send stuck ones again"), gives="result"),
    },
)
