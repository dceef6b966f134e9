"""One act on many rows: at once where they are few, else by a worker; every outcome is kept."""

import datetime as dt
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import RuleBroken
from guanxi.platform.jobs.queue import enqueue
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.intake import read_values
from guanxi.platform.records.reading import ListQuery, matching
from guanxi.platform.rights.visibility import require, visible_to
from guanxi.platform.verbs.models import Batch
from guanxi.platform.verbs.params import read_params
from guanxi.platform.verbs.rows import AT_ONCE, EDIT, PLAIN, act_on_all, write_down
from guanxi.platform.verbs.verb import verb_named

MOST_BY_HAND = 10_000


@dataclass(frozen=True)
class Chosen:
    """The rows meant: those ticked by hand, or all that match filter and text."""

    ids: tuple[int, ...] = ()
    filter: Mapping[str, Any] | None = None
    text: str = ""


@transaction.atomic
def act_on_many(
    act: str,
    noun: Noun[Any],
    chosen: Chosen,
    given: Mapping[str, Any],
    *,
    actor: Actor,
    at: dt.datetime,
) -> Batch:
    """The batch: done when the rows are few, else waiting for a worker.

    Refused now where no row could succeed. ``act`` is the name of a verb; or "edit" with
    ``given`` holding the new values by field; or "cells" with such values for each id.
    """
    require_sound(act, noun, chosen, given, actor)
    batch = Batch.objects.create(
        code=secrets.token_hex(8),
        noun=noun.key,
        act=act,
        params=dict(given),
        chosen=asdict(chosen),
        user_id=actor.user_id,
        key_id=_nobodys_key(actor),
        actor_name=actor.name[:80],
        created_at=at,
    )
    few = list(rows_meant(batch, noun, actor).values_list("pk", flat=True)[: AT_ONCE + 1])
    if len(few) <= AT_ONCE:
        write_down(batch, few)
        act_on_all(batch, noun, actor, at)
        return batch
    title = f"{act_label(act, noun)} · {noun.plural}"
    batch.job = enqueue("batch.run", {"batch": batch.pk}, actor=actor, at=at, title=title)
    batch.save(update_fields=["job"])
    return batch


def rows_meant(batch: Batch, noun: Noun[Any], actor: Actor) -> QuerySet[Any]:
    """The rows that were chosen, by id."""
    chosen = Chosen(**batch.chosen)
    is_in_bin = batch.act not in PLAIN and verb_named(batch.act, noun).in_bin
    if chosen.ids or is_in_bin:
        # Ticked rows are acted upon one by one, so that an unseen one is refused by name.
        return noun.base().filter(pk__in=chosen.ids).order_by("pk")
    query = ListQuery(filter=chosen.filter or {}, text=chosen.text)
    return matching(actor, noun, query).order_by("pk")


def batches_of(actor: Actor) -> QuerySet[Batch]:
    """The acts that this actor may look at: one's own; an administrator's are everybody's."""
    found = Batch.objects.select_related("job")
    if actor.is_administrator:
        return found
    if actor.user_id is not None:
        return found.filter(user_id=actor.user_id)
    return found.filter(user=None, key_id=_nobodys_key(actor) or 0)


def is_made_by(actor: Actor, batch: Batch) -> bool:
    """Whether the actor asked for the act: the same person, or the same key that is nobody's."""
    if batch.user_id is not None:
        return batch.user_id == actor.user_id
    return batch.key_id is not None and batch.key_id == _nobodys_key(actor)


def act_label(act: str, noun: Noun[Any]) -> str:
    """What an act on many rows is called."""
    return _("Change") if act in PLAIN else str(verb_named(act, noun).label)


def outcomes(batch: Batch) -> dict[str, int]:
    """How many rows of the batch had each outcome."""
    counted = batch.rows.order_by().values_list("outcome").annotate(Count("pk"))
    return dict.fromkeys(batch.rows.model.Outcome.values, 0) | dict(counted)


def require_sound(
    act: str, noun: Noun[Any], chosen: Chosen, given: Mapping[str, Any], actor: Actor
) -> None:
    """Refuse an act that could succeed on no row: RuleBroken or Denied says why."""
    if not chosen.ids and chosen.filter is None and not chosen.text:
        raise RuleBroken(_("Choose at least one row."))
    if len(chosen.ids) > MOST_BY_HAND:
        raise RuleBroken(_("Choose fewer rows, or all that match."))
    if act in PLAIN:
        require(actor, noun.permission("edit"))
        if act == EDIT:
            read_values(noun, given, actor, is_new=False)
            return
        held = visible_to(actor, noun).in_bulk([int(pk) for pk in given])
        for pk, values in given.items():
            read_values(noun, values, actor, is_new=False, record=held.get(int(pk)))
        return
    one = verb_named(act, noun)
    require(actor, one.permission)
    if one.in_bin and not chosen.ids:
        raise RuleBroken(_("Choose at least one row."))
    read_params(one.params, one.signature[2], given, actor)


def _nobodys_key(actor: Actor) -> int | None:
    return actor.id if actor.kind == "key" and actor.user_id is None else None
