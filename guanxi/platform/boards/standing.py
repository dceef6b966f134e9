"""Since when a record stands in its stage: kept on the record, told in the fact of the move."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.models import F, Max

from guanxi.platform.facts.models import Fact
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.record import STANDING, Staged

AT_ONCE = 500


def begin(record: Any, at: dt.datetime) -> None:
    """A new record stands where it is from its beginning on."""
    if isinstance(record, Staged):
        record.stage_since = at


def stand(
    noun: Noun[Any], record: Any, changed: Collection[str], at: dt.datetime
) -> dict[str, dt.datetime | None]:
    """Let it stand anew where ``changed`` names its stage; since when it stood in the one before.

    Nothing where it stays, or where the change itself says since when: it is taken back.
    """
    board = noun.board
    if board is None or board.by not in changed or STANDING in changed:
        return {}
    if not isinstance(record, Staged):
        return {}
    before, record.stage_since = record.stage_since, at
    return {STANDING: before}


def stand_by_history(noun: Noun[Any]) -> None:
    """Read from the facts since when each record has the value that the board now goes by."""
    if noun.board is None or not issubclass(noun.model, Staged):
        return
    rows = noun.base()
    rows.update(stage_since=F("created_at"))
    moves = Fact.objects.filter(noun=noun.key, changes__has_key=noun.board.by)
    moved = moves.exclude(kind=f"{noun.key}.created").values("record_id")
    found = dict(moved.annotate(last=Max("at")).values_list("record_id", "last"))
    ids = sorted(pk for pk in found if pk is not None)
    for start in range(0, len(ids), AT_ONCE):
        records = list(rows.filter(pk__in=ids[start : start + AT_ONCE]))
        for one in records:
            one.stage_since = found[one.pk]
        noun.model._default_manager.bulk_update(records, [STANDING])
