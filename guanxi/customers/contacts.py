"""When a customer and a person were last in touch with us, kept with every contact."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Max, Model, Q

from guanxi.customers.choices import Channel
from guanxi.customers.models import Account, Interaction, Person
from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.hooks import concerns, on_saved

_MOMENT = {"account", "person", "channel", "happened_at"}


@on_saved
def keep_last_contact(
    noun: Noun[Any],
    records: Sequence[Any],
    changed: set[str] | None,
    actor: Actor,
    at: dt.datetime,
) -> None:
    """Bring the last contact of the customers and people concerned up to date."""
    if noun.model is not Interaction or (changed is not None and not changed & _MOMENT):
        return
    _refresh(Account, "account", {one.account_id for one in records})
    _refresh(Person, "person", {one.person_id for one in records})


concerns(keep_last_contact, lambda noun, given: noun.model is Interaction)


def _refresh(model: type[Model], path: str, ids: Iterable[int | None]) -> None:
    wanted = {pk for pk in ids if pk is not None}
    if not wanted:
        return
    # A note is not a contact: nobody outside was there.
    latest = dict(
        Interaction.objects.filter(Q(**{f"{path}__in": wanted}), deleted_at=None)
        .exclude(channel=Channel.NOTE)
        .values_list(path)
        .annotate(latest=Max("happened_at"))
    )
    stale: list[Any] = []
    for record in model._default_manager.filter(pk__in=wanted).only("pk", "last_contact_at"):
        if record.last_contact_at != latest.get(record.pk):  # type: ignore[attr-defined]
            record.last_contact_at = latest.get(record.pk)  # type: ignore[attr-defined]
            stale.append(record)
    model._default_manager.bulk_update(stale, ["last_contact_at"], batch_size=500)
