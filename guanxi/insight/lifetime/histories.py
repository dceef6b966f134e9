"""What the models know of customers: repeat purchases, the last of them, and how long watched."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
DAYS_A_WEEK = 7.0
# So many rows at a time stay in the processor's cache with all that is computed from them.
BLOCK = 8_192
# So many rows are worth a look at one in so many first.
FEW_TO_THIN, THINNED = 100_000, 16


@dataclass(frozen=True)
class Histories:
    """Customers with the same history counted together.

    `repeats` are days with a purchase after the first, `recency` the time from the first purchase
    to the last, `age` the time since the first (both in weeks), `customers` how many share it.
    """

    repeats: Floats
    recency: Floats
    age: Floats
    customers: Floats

    @classmethod
    def of(cls, repeats: Floats, recency: Floats, age: Floats) -> Self:
        """Each customer by itself, in weeks."""
        return cls(repeats, recency, age, np.ones(len(repeats)))

    @classmethod
    def of_days(cls, repeats: Whole, recency: Whole, age: Whole) -> Self:
        """Customers whose times are whole days, equal ones joined."""
        span = int(age.max(initial=0)) + 1
        keys = (repeats.astype(np.int64) * span + recency) * span + age
        found, customers = np.unique(keys, return_counts=True)
        rest, ages = np.divmod(found, span)
        counted, last = np.divmod(rest, span)
        return cls(
            counted.astype(np.float64),
            last / DAYS_A_WEEK,
            ages / DAYS_A_WEEK,
            customers.astype(np.float64),
        )

    @property
    def size(self) -> int:
        """How many customers there are."""
        return int(self.customers.sum())

    @property
    def repeaters(self) -> int:
        """How many of them bought again."""
        return int(self.customers[self.repeats > 0].sum())

    @property
    def rate(self) -> float:
        """Repeat purchases in a week of all that were watched."""
        return float(self.customers @ self.repeats / (self.customers @ self.age))

    def blocks(self) -> Iterator["Histories"]:
        """The same in parts small enough to be quick."""
        for start in range(0, len(self.repeats), BLOCK):
            part = slice(start, start + BLOCK)
            yield Histories(
                self.repeats[part], self.recency[part], self.age[part], self.customers[part]
            )

    def thinned(self) -> "Histories":
        """One in sixteen of very many rows, which stand for all where like ones stand together."""
        if len(self.repeats) < FEW_TO_THIN:
            return self
        part = slice(THINNED // 2, None, THINNED)
        return Histories(
            self.repeats[part], self.recency[part], self.age[part], self.customers[part]
        )

    @cached_property
    def by_repeats(self) -> "ByRepeats":
        """What is the same for all customers with as many repeat purchases."""
        values, place = np.unique(self.repeats, return_inverse=True)
        return ByRepeats(values, np.bincount(place, weights=self.customers).astype(np.float64))


@dataclass(frozen=True)
class ByRepeats:
    """The numbers of repeat purchases that occur, and how many customers have each."""

    values: Floats
    customers: Floats

    def sum(self, terms: Floats) -> float:
        """The sum over customers of a term that depends on their repeat purchases alone."""
        return float(self.customers @ terms)
