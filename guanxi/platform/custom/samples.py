"""Made-up values by which a formula is tried when it is defined."""

import datetime as dt
from collections.abc import Collection
from decimal import Decimal
from typing import Any

from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named

_SAMPLES: dict[str, Any] = {
    "number": Decimal(7),
    "money": Decimal(7),
    "boolean": True,
    "date": dt.date(2026, 1, 2),
    "datetime": dt.date(2026, 1, 2),
    "multi": [],
    "relation": Decimal(1),
    "user": Decimal(1),
    "team": Decimal(1),
}


def sample_values(noun: Noun[Any], sources: Collection[str]) -> dict[str, Any]:
    """A value of the right type for every source of a formula on ``noun``."""
    found = {}
    for source in sources:
        relation, dot, name = source.partition(".")
        field = noun.field(relation)
        field = noun_named(field.target).field(name) if dot else field
        found[source] = _sample(field)
    return found


def _sample(field: Field) -> Any:
    return _SAMPLES.get(field.type, "a")
