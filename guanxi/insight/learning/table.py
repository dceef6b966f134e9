"""A table to learn from: columns of numbers and of words, each with the moment it is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Words = npt.NDArray[np.object_]
Chosen = npt.NDArray[Any]
BLANK = ""


@dataclass(frozen=True)
class Table:
    """Rows as columns by name: float64 with NaN where nothing is known, or words with "".

    `after` names the columns that are known only after the outcome, `vouched` those that were
    shown to be known before it (rebuilt from the facts of that day alone, for instance).
    """

    columns: Mapping[str, Floats | Words]
    after: frozenset[str] = frozenset()
    vouched: frozenset[str] = frozenset()
    size: int = field(init=False)

    def __post_init__(self) -> None:
        sizes = {len(column) for column in self.columns.values()}
        if len(sizes) > 1:
            raise ValueError(f"columns of {sorted(sizes)} rows")
        object.__setattr__(self, "size", sizes.pop() if sizes else 0)

    @classmethod
    def read(cls, rows: Sequence[Mapping[str, str]], names: Sequence[str], **told: Any) -> Table:
        """The named columns of rows of text; numeric where all that is there are numbers."""
        return cls({name: _column([row[name] for row in rows]) for name in names}, **told)

    def is_numeric(self, name: str) -> bool:
        """Whether the column holds numbers."""
        return self.columns[name].dtype != object

    def rows(self, which: Chosen) -> Table:
        """The chosen rows: places, or one truth value a row."""
        chosen = {name: column[which] for name, column in self.columns.items()}
        return Table(chosen, self.after, self.vouched)

    def only(self, names: Sequence[str]) -> Table:
        """The named columns."""
        return Table({name: self.columns[name] for name in names}, self.after, self.vouched)


def _column(texts: Sequence[str | None]) -> Floats | Words:
    stripped = [(text or "").strip() for text in texts]
    try:
        return np.array([float(text) if text else np.nan for text in stripped])
    except ValueError:
        return np.array(stripped, dtype=object)
