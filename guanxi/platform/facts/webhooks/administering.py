"""Setting webhooks up, switching them off, and telling them again what they missed."""

import datetime as dt
import secrets
from collections.abc import Sequence

import orjson
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
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


@transaction.atomic
def create_webhook(
    name: str, url: str, patterns: Sequence[str], *, actor: Actor, at: dt.datetime
) -> Webhook:
    """A webhook with a fresh secret; its address must be reachable and public now."""
    require_administrator(actor)
    _require_sound(url, patterns)
    hook = Webhook.objects.create(
        name=name.strip() or url[:80],
        url=url,
        secret=secrets.token_urlsafe(32),
        patterns=list(patterns),
        created_at=at,
        created_by_id=actor.user_id,
    )
    _changed("webhook.created", hook, actor, at)
    return hook


@transaction.atomic
def change_webhook(
    hook: Webhook, name: str, url: str, patterns: Sequence[str], *, actor: Actor, at: dt.datetime
) -> Webhook:
    """The webhook under another name, at another address or with other facts."""
    require_administrator(actor)
    _require_sound(url, patterns)
    hook.name, hook.url, hook.patterns = name.strip() or url[:80], url, list(patterns)
    hook.save(update_fields=["name", "url", "patterns"])
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
def replay_webhook(hook: Webhook, since: dt.datetime, *, actor: Actor, at: dt.datetime) -> int:
    """Tell a webhook again of all it was to hear since a moment; how many facts."""
    require_administrator(actor)
    meant = Delivery.objects.filter(subscriber=f"{PREFIX}:{hook.pk}", fact__at__gte=since)
    number = tell_again(hook, Fact.objects.filter(deliveries__in=meant).order_by("pk"))
    _changed("webhook.replayed", hook, actor, at)
    return number


def _require_sound(url: str, patterns: Sequence[str]) -> None:
    if not patterns or not all(pattern.strip() for pattern in patterns):
        raise RuleBroken(_("Say which facts to tell, such as order.*"))
    permitted_address(split_address(url))


def _changed(kind: str, hook: Webhook, actor: Actor, at: dt.datetime) -> None:
    publish(Happening(kind, "webhook", hook.pk, data={"url": hook.url}), actor=actor, at=at)
    forget_webhooks()
