"""Which webhooks hear of a fact, and how it is told to each."""

import datetime as dt
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import partial

import orjson
from django.utils import timezone

from guanxi.platform.facts.models import Delivery, Fact
from guanxi.platform.facts.publishing import deliver_to
from guanxi.platform.facts.webhooks.models import Webhook
from guanxi.platform.facts.webhooks.sending import send, signature
from guanxi.platform.facts.webhooks.within import Known, within
from guanxi.platform.records.values import json_value

PREFIX = "webhook"
REMEMBERED_SECONDS = 2.0
BODY_BYTES = 256 * 1024


@dataclass
class _Remembered:
    until: float = 0.0
    hooks: list[tuple[int, list[str]]] = field(default_factory=list)


_remembered = _Remembered()


def connect_webhooks() -> None:
    """Let webhooks hear of facts; called once when Django is ready."""
    deliver_to(PREFIX, audience, lambda number: partial(tell, int(number)))


def audience(fact: Fact) -> Iterable[str]:
    """The webhooks that are to hear of a fact; every process knows a new one in two seconds."""
    now = time.monotonic()
    if now >= _remembered.until:
        active = Webhook.objects.filter(is_active=True).order_by("pk")
        _remembered.hooks = list(active.values_list("pk", "patterns"))
        _remembered.until = now + REMEMBERED_SECONDS
    for pk, patterns in _remembered.hooks:
        if any(fnmatchcase(fact.kind, pattern) for pattern in patterns):
            yield f"{PREFIX}:{pk}"


def forget_webhooks() -> None:
    """Look the webhooks up anew at the next fact."""
    _remembered.until = 0.0


def tell(number: int, fact: Fact) -> None:
    """Send what a webhook may know of a fact; one that is gone or off hears nothing more."""
    hook = Webhook.objects.select_related("user").filter(pk=number, is_active=True).first()
    if hook is None:
        return
    body = body_of(fact, within(hook, fact))
    send_signed(hook, body, {"Guanxi-Fact": str(fact.pk)}, timezone.now())


def send_signed(hook: Webhook, body: bytes, headers: dict[str, str], at: dt.datetime) -> int:
    """The status with which the other system took ``body``; NotHeard when it did not."""
    sent_at = int(at.timestamp())
    signed = {
        "Content-Type": "application/json",
        "User-Agent": "Guanxi",
        "Guanxi-Signature": f"t={sent_at},v1={signature(hook.secret, sent_at, body)}",
    }
    return send(hook.url, body, {**signed, **headers})


def body_of(fact: Fact, known: Known) -> bytes:
    """What may be told of the fact, as JSON; what is too large is left to be fetched."""
    told = {
        "id": fact.pk,
        "kind": fact.kind,
        "at": json_value(fact.at),
        "noun": fact.noun,
        "record_id": fact.record_id,
        "actor": {"kind": fact.actor_kind, "id": fact.actor_id, "name": fact.actor_name},
        "changes": known.changes,
        "data": known.data,
    }
    body = orjson.dumps(told, default=str)
    if len(body) <= BODY_BYTES:
        return body
    return orjson.dumps({**told, "changes": {}, "data": {}, "is_shortened": True}, default=str)


def tell_again(hook: Webhook, facts: Iterable[Fact]) -> int:
    """Tell a webhook of facts once more, whether it heard of them or not; how many."""
    number = 0
    for fact in facts:
        Delivery.objects.update_or_create(
            fact=fact,
            subscriber=f"{PREFIX}:{hook.pk}",
            defaults={
                "state": Delivery.State.WAITING,
                "attempts": 0,
                "due_at": timezone.now(),
                "leased_until": None,
                "done_at": None,
                "error": "",
            },
        )
        number += 1
    return number
