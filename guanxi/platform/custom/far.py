"""What roll-ups read beyond their own rows: fields of the records to which those rows lead."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from guanxi.platform.custom.graph import Computed, Graph, Rollup, graph
from guanxi.platform.custom.schema import schema_version
from guanxi.platform.custom.ways import steps_of
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.registry import noun_named


@dataclass(frozen=True)
class Far:
    """A field of ``noun`` that a roll-up reads over the relations ``chain`` of its rows.

    ``is_way`` says that it decides to which record the rows are rolled up.
    """

    computed: Computed
    rollup: Rollup
    noun: str
    name: str
    chain: tuple[Field, ...]
    is_way: bool

    def rolled_up_to(self, ids: Collection[int]) -> set[int]:
        """The records whose figures the records ``ids`` of the far noun decide."""
        child = noun_named(self.rollup.noun)
        held = [child, *(noun_named(one.target) for one in self.chain[:-1])]
        found: Any = list(ids)
        rows: QuerySet[Any] = child.base()
        for noun, relation in reversed(list(zip(held, self.chain, strict=True))):
            rows = noun.base().annotate(leads_to=relation.expression())
            rows = rows.filter(leads_to__in=found)
            found = rows.values("pk")
        by = child.field(self.rollup.by).expression()
        pointing = rows.annotate(rolled_up_to=by).order_by()
        return set(pointing.values_list("rolled_up_to", flat=True).distinct()) - {None}


def far_in_force() -> Mapping[str, tuple[Far, ...]]:
    """What roll-ups in force read of other nouns than that of their rows, by noun."""
    return _far(schema_version())


@lru_cache(maxsize=4)
def _far(version: int) -> Mapping[str, tuple[Far, ...]]:
    return far_sources(graph())


def far_sources(known: Graph) -> Mapping[str, tuple[Far, ...]]:
    """The same of a graph."""
    found: dict[str, tuple[Far, ...]] = {}
    for one in (one for held in known.by_noun.values() for one in held):
        for far in _of(one, one.rollup) if one.rollup else ():
            found[far.noun] = (*found.get(far.noun, ()), far)
    return found


def _of(one: Computed, rollup: Rollup) -> Iterator[Far]:
    for name in rollup.names:
        for step in steps_of(rollup.noun, [name]):
            if step.chain:
                is_way = name == rollup.by
                yield Far(one, rollup, step.noun, step.name, step.chain, is_way)
