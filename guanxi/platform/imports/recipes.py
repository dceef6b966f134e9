"""What a file can be turned into: one noun, or several by a recipe that a room declares."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import Message
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.plan import Batch, Drafting, Prepared, Problem
from guanxi.platform.nouns.fields import Field, Label
from guanxi.platform.records.bulk_writing import Making


@dataclass
class Outcome:
    """What became of some rows; ``notes`` counts what a report should tell, by code."""

    created: int = 0
    updated: int = 0
    skipped: int = 0
    rejected: list[Prepared] = field(default_factory=list)
    notes: dict[str, list[int]] = field(default_factory=dict)

    def note(self, code: str, number: int) -> None:
        """Count something worth telling of a row."""
        self.notes.setdefault(code, []).append(number)

    def reject(self, row: Prepared, *problems: Problem) -> None:
        """Keep a row out of the books."""
        self.rejected.append(row._replace(problems=(*row.problems, *problems)))

    def add(self, other: "Outcome") -> None:
        """Count another outcome in."""
        self.created += other.created
        self.updated += other.updated
        self.skipped += other.skipped
        self.rejected += other.rejected
        for code, numbers in other.notes.items():
            self.notes.setdefault(code, []).extend(numbers)


class Writer(Protocol):
    """Writes rows of one run, inside the transaction of a batch."""

    def write(self, batch: Batch) -> Outcome:
        """Put the rows into the books; in a dry run, only tell what would become of them."""

    def reset(self) -> None:
        """Forget what was learnt in a transaction that was rolled back."""


class Recipe(Protocol):
    """One way to read a file into the books."""

    @property
    def key(self) -> str:
        """The name after ``--as``."""

    @property
    def label(self) -> Label:
        """What it brings in, in words."""

    @property
    def words(self) -> Mapping[str, Message]:
        """What the codes of its own notes mean."""

    @property
    def own_list(self) -> str:
        """The noun whose list, taken out exactly, such a file is."""

    @property
    def exact_columns(self) -> Mapping[str, str]:
        """Fields for columns of our own exact files whose names alone would not tell."""

    def fields(self, actor: Actor) -> Mapping[str, Field]:
        """What columns can be mapped to, by name, as this actor may fill them."""

    def require(self, actor: Actor) -> None:
        """Refuse an actor who may not import by this recipe."""

    def missing(self, mapped: set[str], options: Options) -> list[Field]:
        """Fields without which no row could be taken."""

    def searched(self, mapped: set[str]) -> tuple[str, ...]:
        """The fields that the index holds of a record, where rows alone tell them all."""

    def drafting(
        self, making: Making, options: Options, mapped: Mapping[str, Field]
    ) -> Drafting | None:
        """What the reading process is to make ready beyond clean values, if anything."""

    def writer(self, making: Making, options: Options, mapped: Mapping[str, Field]) -> Writer:
        """The writer of one run."""

    def nouns(self) -> Sequence[str]:
        """Keys of the nouns it writes, each after those it points to."""


_recipes: dict[str, Recipe] = {}


def register_recipe(recipe: Recipe) -> Recipe:
    """Offer a recipe that fills several nouns."""
    _recipes[recipe.key] = recipe
    return recipe


def declared_recipes() -> dict[str, Recipe]:
    """The recipes that rooms declare, by key."""
    return dict(_recipes)
