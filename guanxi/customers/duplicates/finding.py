"""Looking through all customers or people for pairs that may be one."""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, TypeVar

from django.db import transaction
from django.db.models import Q

from guanxi.customers.duplicates.linking import Pair, likely_pairs
from guanxi.customers.duplicates.traits import (
    ACCOUNT_COLUMNS,
    PERSON_COLUMNS,
    TRAITS,
    account_traits,
    person_traits,
)
from guanxi.customers.models import Account, AccountRelation, DuplicateCandidate, DuplicateState
from guanxi.platform.nouns.registry import noun_named

if TYPE_CHECKING:
    import pyarrow as pa

# Nobody reviews more; the likeliest are kept.
MOST: Final = 50_000
_BATCH: Final = 1_000
_ARROW: Final = 20_000
T = TypeVar("T")


def find_duplicates(noun: str, at: dt.datetime) -> dict[str, int]:
    """Bring the queue of ``noun`` up to date; how many pairs are open, new and gone.

    Pairs that people decided about are never asked again.
    """
    related = _related() if noun == "account" else set()
    found = (pair for pair in likely_pairs(noun, _traits(noun)) if _key(pair) not in related)
    return _keep(noun, list(islice(found, MOST)), at)


def _traits(noun: str) -> "pa.Table":
    """All living records as a table of traits."""
    import pyarrow as pa

    columns = ACCOUNT_COLUMNS if noun == "account" else PERSON_COLUMNS
    rows = noun_named(noun).base().filter(deleted_at=None).order_by("pk").values(*columns)
    schema = pa.schema([("unique_id", pa.int64()), *((name, pa.string()) for name in TRAITS[noun])])
    parts = [
        pa.Table.from_pylist(part, schema=schema)
        for part in _parts(_rows(noun, rows.iterator(_BATCH)), _ARROW)
    ]
    return pa.concat_tables(parts) if parts else schema.empty_table()


def _rows(noun: str, rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    make = account_traits if noun == "account" else person_traits
    for row in rows:
        yield {"unique_id": row["id"], **make(row)}


def _related() -> set[tuple[int, int]]:
    """Customers that people have put in relation: they know that these are two."""
    relations = AccountRelation.objects.filter(deleted_at=None).values_list("account", "other")
    parents = Account.objects.filter(parent__isnull=False).values_list("pk", "parent")
    return {_ordered(a, b) for rows in (relations, parents) for a, b in rows if a and b}


def _keep(noun: str, found: list[Pair], at: dt.datetime) -> dict[str, int]:
    known = {
        (row.left_id, row.right_id): row for row in DuplicateCandidate.objects.filter(noun=noun)
    }
    new = [_candidate(noun, pair, at) for pair in found if _key(pair) not in known]
    still = {_key(pair): pair for pair in found}
    with transaction.atomic():
        DuplicateCandidate.objects.bulk_create(new, _BATCH)
        DuplicateCandidate.objects.bulk_update(
            _changed(known, still), ["score", "evidence"], _BATCH
        )
    gone = [
        row.pk
        for key, row in known.items()
        if row.state == DuplicateState.OPEN and key not in still
    ]
    for part in _parts(gone, _BATCH):
        DuplicateCandidate.objects.filter(pk__in=part).delete()
    opened = DuplicateCandidate.objects.filter(Q(noun=noun), state=DuplicateState.OPEN).count()
    return {"open": opened, "new": len(new), "gone": len(gone)}


def _changed(
    known: dict[tuple[int, int], DuplicateCandidate], still: dict[tuple[int, int], Pair]
) -> list[DuplicateCandidate]:
    changed = []
    for key, row in known.items():
        pair = still.get(key)
        if pair and row.state == DuplicateState.OPEN and row.evidence != pair.evidence:
            row.score, row.evidence = pair.score, pair.evidence
            changed.append(row)
    return changed


def _candidate(noun: str, pair: Pair, at: dt.datetime) -> DuplicateCandidate:
    return DuplicateCandidate(
        noun=noun,
        left_id=pair.left,
        right_id=pair.right,
        score=pair.score,
        evidence=pair.evidence,
        found_at=at,
    )


def _parts(items: Iterable[T], size: int) -> Iterator[list[T]]:
    waiting = iter(items)
    while part := list(islice(waiting, size)):
        yield part


def _key(pair: Pair) -> tuple[int, int]:
    return pair.left, pair.right


def _ordered(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)
