"""What a check is, and all that there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

FHL = "Fader, Hardie & Lee 2005"
BTYD = "BTYD vignette"
SBG = "Fader & Hardie 2007"
NOTE_25 = "Fader & Hardie, note 025"


@dataclass(frozen=True)
class Check:
    """One published value beside the one found here; `found` is None where the data is missing."""

    area: str
    name: str
    published: float
    found: float | None
    tolerance: float
    source: str
    lacks: str = ""

    @property
    def passed(self) -> bool | None:
        """Whether the value found is the published one, within the tolerance; None if not run."""
        if self.found is None:
            return None
        return abs(self.found - self.published) <= self.tolerance


@dataclass(frozen=True)
class Published:
    """Values of one source that are compared together, each with its name."""

    area: str
    source: str
    tolerance: float
    values: tuple[tuple[str, float], ...]

    def beside(self, found: Sequence[float]) -> Iterator[Check]:
        """Each value beside the one found."""
        for (name, value), mine in zip(self.values, found, strict=True):
            yield Check(self.area, name, value, float(mine), self.tolerance, self.source)

    def lacking(self, file: str) -> Iterator[Check]:
        """Each value, not run because a file is missing."""
        for name, value in self.values:
            yield Check(self.area, name, value, None, self.tolerance, self.source, file)


def all_checks(folder: Path | None) -> Iterable[Check]:
    """Every check; those that need public data look for it in the folder."""
    from guanxi.insight.selfcheck import (
        attribution,
        baskets,
        cdnow,
        churning,
        derived,
        donations,
        network,
        renewals,
        retail,
        satisfaction,
    )

    yield from renewals.checks()
    yield from derived.checks()
    yield from donations.checks()
    yield from network.checks()
    yield from attribution.checks()
    yield from cdnow.checks(folder)
    yield from retail.checks(folder)
    yield from satisfaction.checks(folder)
    yield from churning.checks(folder)
    yield from baskets.checks(folder)
