"""What is agreed to be done next with a customer, beside its name."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from guanxi.customers.models import Account
from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.panels import panel
from guanxi.web.look import moments


@panel("account", "head", "web/records/next_step.html")
def next_step(actor: Actor, account: Account, at: dt.datetime) -> Mapping[str, Any] | None:
    """The step, by when it is due, and the verb that closes it."""
    if actor.field_mode("account", "next_step") not in {"read", "full"}:
        return None
    due = account.next_step_at
    is_late = due is not None and moments.is_over(due, at)
    return {
        "account": account,
        "step": account.next_step,
        "when": moments.near_moment(due, at) if due else "",
        "tone": "" if due is None else "late" if is_late else "soon",
        "may_edit": actor.may("account.edit"),
    }
