"""What a webhook may know of a fact: rows and fields as its role meets them at this moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.compiling import actor_under
from guanxi.platform.facts.deliveries import Withheld
from guanxi.platform.facts.models import Fact
from guanxi.platform.facts.webhooks.models import Webhook
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.records.values import masked
from guanxi.platform.rights.visibility import reach, visible_to

# What a fact says beside its changes is under no field's rights, so only these numbers pass.
NUMBERS = frozenset(
    {"version", "note", "file", "payment", "consent", "merge", "kept", "gone", "other", "returns"}
)


@dataclass(frozen=True)
class Known:
    """The part of a fact that may be told."""

    changes: Mapping[str, Any]
    data: Mapping[str, Any]


def within(hook: Webhook, fact: Fact) -> Known:
    """What ``hook`` may know of ``fact``; Withheld when that is nothing.

    Facts that are about no record, such as a sign-in or a changed role, are an administrator's.
    """
    if hook.user is not None and not hook.user.is_active:
        raise Withheld
    actor = actor_under("webhook", hook.name, hook.role_id, hook.user_id)
    if actor.is_administrator:
        return Known(fact.changes, fact.data)
    noun = nouns().get(fact.noun)
    if noun is None or fact.record_id is None or not _may_see(actor, noun, fact.record_id):
        raise Withheld
    data = {name: value for name, value in fact.data.items() if name in NUMBERS}
    return Known(_readable(actor, noun, fact.changes), data)


def _may_see(actor: Actor, noun: Noun[Any], pk: int) -> bool:
    if visible_to(actor, noun, with_deleted=True).filter(pk=pk).exists():
        return True
    # Nobody owns a record that is gone for good: only who sees all rows saw this one.
    return not reach(actor, noun) and not noun.base().filter(pk=pk).exists()


def _readable(actor: Actor, noun: Noun[Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for name, pair in changes.items():
        mode = actor.field_mode(noun.key, name) if name in noun.fields else "hidden"
        if mode == "masked":
            told[name] = [masked(noun.field(name), value) for value in pair]
        elif mode != "hidden":
            told[name] = pair
    return told
