"""Which computed fields there are, what each reads, and in which order they follow."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanxi.platform.custom.formulas import Formula, read_formula
from guanxi.platform.custom.made import COMPUTED, decimals_of
from guanxi.platform.custom.models import CustomField
from guanxi.platform.custom.schema import schema_version
from guanxi.platform.custom.ways import asked_of_related, asked_of_rows, steps_of
from guanxi.platform.errors import RuleBroken
from guanxi.platform.nouns.registry import noun_named, nouns

FieldName = tuple[str, str]
MEASURES = ("count", "sum", "min", "max", "avg")


@dataclass(frozen=True)
class Rollup:
    """A figure over rows of ``noun`` whose relation ``by`` names the record."""

    noun: str
    by: str
    measure: str
    of: str = ""
    where: Mapping[str, Any] | None = None

    @property
    def names(self) -> set[str]:
        """The names by which it reads its rows, ways over their relations among them."""
        return {self.of, self.by, *asked_of_rows(self.where)} - {""}

    @property
    def sources(self) -> set[FieldName]:
        """The (noun, field) pairs that decide the figure."""
        own = {(step.noun, step.name) for step in steps_of(self.noun, self.names)}
        return own | asked_of_related(self.noun, self.where)


@dataclass(frozen=True)
class Computed:
    """One computed field of a noun: a formula or a roll-up, and the type it results in."""

    noun: str
    name: str
    custom_key: str
    result: str
    decimals: int
    formula: Formula | None = None
    rollup: Rollup | None = None

    @property
    def hops(self) -> set[tuple[str, str]]:
        """The (relation, field) pairs that a formula reads beyond its own record."""
        sources = self.formula.sources if self.formula else ()
        return {(one.split(".")[0], one.split(".")[1]) for one in sources if "." in one}

    @property
    def sources(self) -> set[FieldName]:
        """The (noun, field) pairs that decide the value."""
        if self.rollup:
            return self.rollup.sources
        found: set[FieldName] = set()
        fields = noun_named(self.noun).fields
        for source in self.formula.sources if self.formula else ():
            relation, dot, name = source.partition(".")
            found.add((self.noun, relation))
            if dot and relation in fields:
                found.add((fields[relation].target, name))
        return found


@dataclass(frozen=True)
class Graph:
    """All computed fields, each noun's in an order in which every source comes first."""

    by_noun: Mapping[str, tuple[Computed, ...]]

    def of(self, noun: str) -> tuple[Computed, ...]:
        """The computed fields of one noun, sources first."""
        return self.by_noun.get(noun, ())

    def reads(self, noun: str, names: Collection[str]) -> bool:
        """Whether anything is computed from one of these fields of the noun's own records."""
        wanted = {(noun, name) for name in names}
        return any(
            not wanted.isdisjoint(one.sources) for held in self.by_noun.values() for one in held
        )

    def rollups_over(self, noun: str) -> list[Computed]:
        """The roll-ups, of any noun, over rows of ``noun``."""
        every = (one for held in self.by_noun.values() for one in held)
        return [one for one in every if one.rollup and one.rollup.noun == noun]

    def formulas_reading(self, noun: str) -> list[tuple[Computed, str, set[str]]]:
        """(formula, relation, fields of ``noun`` it reads) for formulas of other records."""
        found = []
        for key, held in self.by_noun.items():
            fields = noun_named(key).fields if any(one.hops for one in held) else {}
            for one in held:
                for relation in {hop[0] for hop in one.hops}:
                    if relation in fields and fields[relation].target == noun:
                        found.append((one, relation, {n for r, n in one.hops if r == relation}))
        return found


def graph() -> Graph:
    """The computed fields in force."""
    return _graph(schema_version())


@lru_cache(maxsize=4)
def _graph(version: int) -> Graph:
    return ordered(computed_in_force())


def computed_in_force() -> list[Computed]:
    """Every computed field whose noun, and the noun it rolls up, are in force."""
    rows = CustomField.objects.filter(retired_at=None, type__in=COMPUTED).order_by("pk")
    known = nouns()
    found = [computed_of(row) for row in rows if row.noun in known]
    return [one for one in found if one.rollup is None or one.rollup.noun in known]


def computed_of(row: CustomField) -> Computed:
    """The computed field that a row defines."""
    settings = row.settings
    rollup = settings.get("rollup")
    return Computed(
        noun=row.noun,
        name=row.name,
        custom_key=f"cf_{row.pk}",
        result=settings.get("result", "number"),
        decimals=decimals_of(row),
        formula=read_formula(settings["formula"]) if row.type == "formula" else None,
        rollup=Rollup(**rollup) if row.type == "rollup" else None,
    )


def ordered(fields: Iterable[Computed]) -> Graph:
    """The graph of ``fields``; RuleBroken when one depends on itself."""
    named = {(one.noun, one.name): one for one in fields}
    sorter = TopologicalSorter({key: one.sources & set(named) for key, one in named.items()})
    try:
        order = list(sorter.static_order())
    except CycleError as circle:
        path = " → ".join(name for _noun, name in circle.args[1])
        raise RuleBroken(
            _("This field would depend on itself: %(path)s.") % {"path": path}
        ) from None
    by_noun: dict[str, list[Computed]] = {}
    for key in order:
        by_noun.setdefault(key[0], []).append(named[key])
    return Graph({noun: tuple(held) for noun, held in by_noun.items()})
