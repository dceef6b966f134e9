"""When a customer buys, and how much of its usual amount: pure, from a kind and a chance."""

import datetime as dt
from dataclasses import dataclass
from random import Random

# How much longer than usual a customer waits in each month: the spring festival empties
# February, budgets are spent at the end of the year.
SEASON = (1.15, 1.9, 0.9, 0.95, 1.0, 0.88, 1.05, 1.1, 0.92, 1.05, 0.82, 0.75)
KINDS = ("steady", "growing", "declining", "lost", "new", "once", "prospect")
WEIGHTS = (32, 14, 12, 10, 7, 5, 20)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Purchase:
    """One day of buying; ``share`` is the part of the customer's usual amount."""

    day: dt.date
    share: float


def purchases(
    kind: str, gap: float, begin: dt.date, today: dt.date, chance: Random
) -> list[Purchase]:
    """The days on which such a customer bought between ``begin`` and ``today``."""
    if kind == "prospect":
        return []
    if kind == "once":
        return [Purchase(_weekday(begin + DAY * chance.randrange(20, 200), today), 1.0)]
    first, last = _life(kind, gap, begin, today, chance)
    found: list[Purchase] = []
    day = first
    while day <= last:
        age = (day - first).days / max(1, (last - first).days)
        found.append(Purchase(_weekday(day, today), _share(kind, age) * chance.uniform(0.5, 1.6)))
        wait = chance.gammavariate(4, gap / 4) * SEASON[day.month - 1] * _stretch(kind, age)
        day += DAY * max(2, round(wait))
    return found


def _life(
    kind: str, gap: float, begin: dt.date, today: dt.date, chance: Random
) -> tuple[dt.date, dt.date]:
    """The days between which the customer buys."""
    if kind == "new":
        return today - DAY * chance.randrange(5, 110), today
    first = begin + DAY * chance.randrange(0, 240)
    if kind == "lost":
        silent = max(150, round(gap * chance.uniform(4, 9)))
        return first, max(first, today - DAY * silent)
    return first, today


def _share(kind: str, age: float) -> float:
    if kind == "growing":
        return 0.55 + 1.0 * age
    if kind in {"declining", "lost"}:
        return 1.15 if age < 0.6 else 1.15 - 1.4 * (age - 0.6)
    return 1.0


def _stretch(kind: str, age: float) -> float:
    """How much longer the gaps are at this age of the relation, in parts of its life."""
    if kind == "growing":
        return 1.5 - 0.85 * age
    if kind in {"declining", "lost"}:
        return 0.85 if age < 0.65 else 0.85 + 4.0 * (age - 0.65)
    return 1.0


def _weekday(day: dt.date, today: dt.date) -> dt.date:
    moved = day + DAY * (7 - day.weekday()) if day.weekday() > 4 else day
    return min(moved, today)
