"""Setting webhooks up, switching them off, and telling them again what they missed."""

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import Role, User
from guanxi.platform.errors import RuleBroken
from guanxi.platform.facts.models import Delivery, Fact
from guanxi.platform.facts.publishing import Happening, publish
from guanxi.platform.facts.webhooks.guard import permitted_address, split_address
from guanxi.platform.facts.webhooks.models import Webhook
from guanxi.platform.facts.webhooks.sending import NotHeard
from guanxi.platform.facts.webhooks.telling import (
    PREFIX,
    forget_webhooks,
    send_signed,
    tell_again,
)
from guanxi.platform.records.values import json_value
from guanxi.platform.rights.administering import require_administrator

LONGEST_ADDRESS = 500
LONGEST_PATTERNS = 20_000


@dataclass(frozen=True)
class Wish:
    """What a webhook is to be: whose eyes it has, what it hears, and where it is told."""

    name: str
    url: str
    patterns: Sequence[str]
    role: Role | None
    user: User | None = None


@transaction.atomic
def create_webhook(wish: Wish, *, actor: Actor, at: dt.datetime) -> Webhook:
    """A webhook with a fresh secret; its address must be reachable and public now."""
    require_administrator(actor)
    hook = Webhook(
        **_sound(wish),
        secret=secrets.token_urlsafe(32),
        created_at=at,
        created_by_id=actor.user_id,
    )
    hook.save()
    _changed("webhook.created", hook, actor, at)
    return hook


@transaction.atomic
def change_webhook(hook: Webhook, wish: Wish, *, actor: Actor, at: dt.datetime) -> Webhook:
    """The webhook as wished from now on, what is told again included."""
    require_administrator(actor)
    for name, value in _sound(wish).items():
        setattr(hook, name, value)
    hook.save(update_fields=["name", "url", "patterns", "role", "user"])
    _changed("webhook.changed", hook, actor, at)
    return hook


@transaction.atomic
def renew_secret(hook: Webhook, *, actor: Actor, at: dt.datetime) -> Webhook:
    """The webhook with a new secret; signatures by the old one end at once."""
    require_administrator(actor)
    hook.secret = secrets.token_urlsafe(32)
    hook.save(update_fields=["secret"])
    _changed("webhook.secret_renewed", hook, actor, at)
    return hook


def ping_webhook(hook: Webhook, *, actor: Actor, at: dt.datetime) -> str:
    """What the other system said to a signed trial call, made now; never kept as a fact."""
    require_administrator(actor)
    said = {"kind": "webhook.ping", "at": json_value(at), "webhook": hook.name}
    try:
        status = send_signed(hook, orjson.dumps(said), {"Guanxi-Ping": "1"}, at)
    except NotHeard as reason:
        return str(reason)
    return str(status)


@transaction.atomic
def switch_webhook(hook: Webhook, *, on: bool, actor: Actor, at: dt.datetime) -> None:
    """Let a webhook hear of facts from now on, or no more."""
    require_administrator(actor)
    Webhook.objects.filter(pk=hook.pk).update(is_active=on)
    _changed("webhook.switched_on" if on else "webhook.switched_off", hook, actor, at)


@transaction.atomic
def remove_webhook(hook: Webhook, *, actor: Actor, at: dt.datetime) -> None:
    """End a webhook with its secret and its deliveries.

    What happened stays in the history, and that it was told of it in the audit.
    """
    require_administrator(actor)
    Delivery.objects.filter(subscriber=f"{PREFIX}:{hook.pk}").delete()
    _changed("webhook.removed", hook, actor, at)
    hook.delete()


@transaction.atomic
def replay_webhook(hook: Webhook, since: dt.datetime, *, actor: Actor, at: dt.datetime) -> int:
    """Tell a webhook again of all it was to hear since a moment; how many facts."""
    require_administrator(actor)
    meant = Delivery.objects.filter(subscriber=f"{PREFIX}:{hook.pk}", fact__at__gte=since)
    number = tell_again(hook, Fact.objects.filter(deliveries__in=meant).order_by("pk"))
    _changed("webhook.replayed", hook, actor, at)
    return number


def _sound(wish: Wish) -> dict[str, Any]:
    if not wish.patterns or not all(pattern.strip() for pattern in wish.patterns):
        raise RuleBroken(_("Say which facts to tell, such as order.*"))
    if wish.role is None:
        raise RuleBroken(_("Choose the role under which the other system hears."))
    if len(wish.url) > LONGEST_ADDRESS or len(orjson.dumps(wish.patterns)) > LONGEST_PATTERNS:
        raise RuleBroken(_("This address or list of facts is too long."))
    permitted_address(split_address(wish.url))
    return {
        "name": wish.name.strip()[:80] or wish.url[:80],
        "url": wish.url,
        "patterns": list(wish.patterns),
        "role": wish.role,
        "user": wish.user,
    }


def _changed(kind: str, hook: Webhook, actor: Actor, at: dt.datetime) -> None:
    said = {"url": hook.url, "role": hook.role.code, "user": hook.user_id}
    publish(Happening(kind, "webhook", hook.pk, data=said), actor=actor, at=at)
    forget_webhooks()
