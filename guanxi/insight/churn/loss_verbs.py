"""Recording why a customer left, and lending the answer to the customer as fields."""

import datetime as dt
from typing import Annotated, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guanxi.customers.models import Account
from guanxi.insight.churn.losses import Loss, LossCause, LossKind
from guanxi.platform.actors.actor import Actor
from guanxi.platform.facts.models import Fact
from guanxi.platform.facts.publishing import Happening, publish
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import lend_fields
from guanxi.platform.records.erasing import on_erase
from guanxi.platform.records.values import json_value
from guanxi.platform.verbs.params import Param
from guanxi.platform.verbs.taking_back import takes_back
from guanxi.platform.verbs.verb import verb

READ_ONLY = {"required": False, "editable": False, "default": None}
TONES = {"disappointed": "cinnabar", "advantage": "gamboge"}


@verb(_("Record why it left"), "edit", icon="flag")
def record_loss(
    account: Account,
    *,
    kind: Annotated[LossKind, Param(_("Kind of leaving"))],
    cause: Annotated[LossCause, Param(_("Cause of leaving"))] = LossCause.UNKNOWN,
    note: Annotated[str, Param(_("Note on leaving"))] = "",
    actor: Actor,
    at: dt.datetime,
) -> Loss:
    """Why the customer left or is about to; what was said before is replaced."""
    earlier = Loss.objects.filter(pk=account.pk).first()
    today = timezone.localdate(at)
    said = {"kind": str(kind), "cause": str(cause), "note": note[:200], "said_on": today}
    found, _is_new = Loss.objects.update_or_create(pk=account.pk, defaults=said)
    _tell(account.pk, {name: getattr(earlier, name, None) for name in said}, said, actor, at)
    return found


@takes_back("account.loss_recorded")
def take_back_loss(noun: Noun[Any], fact: Fact, actor: Actor, at: dt.datetime) -> None:
    """What was known of the leaving before, or nothing."""
    pk = int(fact.record_id or 0)
    was = {name.removeprefix("loss_"): pair[0] for name, pair in fact.changes.items()}
    now = {name.removeprefix("loss_"): pair[1] for name, pair in fact.changes.items()}
    if was["kind"] is None:
        Loss.objects.filter(pk=pk).delete()
    else:
        Loss.objects.filter(pk=pk).update(**was)
    _tell(pk, now, was, actor, at)


def _tell(
    pk: int, before: dict[str, Any], after: dict[str, Any], actor: Actor, at: dt.datetime
) -> None:
    changes = {
        f"loss_{name}": [json_value(before[name]), json_value(value)]
        for name, value in after.items()
    }
    publish(Happening("account.loss_recorded", "account", pk, changes), actor=actor, at=at)


def lend() -> None:
    """Make kind, cause, note and day fields of the customer: to read, filter and export."""
    more = {"kind": {"tones": TONES}}
    names = ("kind", "cause", "note", "said_on")
    lend_fields("account", [(f"loss__{name}", READ_ONLY | more.get(name, {})) for name in names])


@on_erase("loss")
def forget(noun: str, record_id: int, at: dt.datetime) -> int:
    """Empty the words about a customer whose data are erased."""
    return Loss.objects.filter(pk=record_id).update(note="") if noun == "account" else 0
