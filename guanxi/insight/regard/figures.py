"""The figures of the page, read from the warehouse over the customers one may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import pgettext_lazy

from guanxi.insight.loyalty.all import LOYALTY_MEASURES
from guanxi.insight.measures import Text
from guanxi.insight.parameters import months_before
from guanxi.insight.regard.answers import answers_between
from guanxi.insight.satisfaction import rates
from guanxi.insight.satisfaction.rates import Rate
from guanxi.insight.satisfaction.scores.measure import SATISFACTION
from guanxi.insight.satisfaction.trap.measure import SATISFACTION_TRAP, TrapParameters

if TYPE_CHECKING:
    import duckdb

POINTS = 100
SHOWN_QUARTERS = 8
# Jones & Sasser 1995: those who leave, those who may, those who stay and speak for us.
ZONES = (
    pgettext_lazy("satisfaction zone", "Defection"),
    pgettext_lazy("satisfaction zone", "Indifference"),
    pgettext_lazy("satisfaction zone", "Affection"),
)
OF_CUSTOMERS = tuple(one for one in LOYALTY_MEASURES if one.is_of_customers)


@dataclass(frozen=True)
class Quarter:
    """The answers of one kind in one quarter, about one firm."""

    kind: str
    firm: str
    since: dt.date
    answers: int
    points: int
    squares: int
    promoters: int
    detractors: int
    content: int


@dataclass(frozen=True)
class Zone:
    """One zone of satisfaction: its name, the mean answer, who bought again, where it leads."""

    place: int
    label: Text
    satisfaction: float
    again: Rate
    href: str


@dataclass(frozen=True)
class Regard:
    """Everything that is counted for the page."""

    classes: dict[str, dict[str, int]]
    quarters: tuple[Quarter, ...]
    zones: tuple[Zone, ...]
    rivals: tuple[str, ...]

    @property
    def customers(self) -> int:
        """How many customers one sees."""
        return sum(self.classes.get("loyalty", {}).values())


def narrow_to_seen(connection: duckdb.DuckDBPyConnection, *, sees_all: bool) -> None:
    """Let `fact_score` mean the answers of customers in the view `seen` on this connection.

    Answers of nobody named count for those who see everything.
    """
    found = connection.execute("SELECT current_database()").fetchall()[0][0]
    whose = "account_id IN (SELECT account_id FROM seen)"
    if sees_all:
        whose = f"({whose} OR account_id IS NULL)"
    connection.execute(
        f'CREATE TEMP VIEW fact_score AS SELECT * FROM "{found}".main.fact_score WHERE {whose}'  # noqa: S608 our own names
    )


def regard_of(connection: duckdb.DuckDBPyConnection, runs: dict[str, Any]) -> Regard:
    """The figures over the view `seen`, as of the days on which the measures were computed."""
    quarters = tuple(
        Quarter(*row) for row in _rows(connection, SATISFACTION, runs) if row[2] is not None
    )
    return Regard(
        classes={
            one.key: _classes(connection, one.table) for one in OF_CUSTOMERS if one.key in runs
        },
        quarters=tuple(sorted(quarters, key=lambda one: (one.kind, one.firm, one.since))),
        zones=_zones(connection, runs),
        rivals=tuple(sorted({one.firm for one in quarters if one.firm})),
    )


def rate_of(kind: str, quarters: Sequence[Quarter]) -> Rate | None:
    """NPS in points, the content in parts of a hundred, and of other kinds the mean of 100."""
    n = sum(one.answers for one in quarters)
    if kind == "nps":
        promoters = sum(one.promoters for one in quarters)
        return rates.net_promoter(promoters, sum(one.detractors for one in quarters), n)
    if kind in {"satisfaction", "ces"}:
        found = rates.share(sum(one.content for one in quarters), n)
        return found and Rate(n, 100 * found.value, 100 * found.low, 100 * found.high)
    points = sum(one.points for one in quarters) / POINTS
    return rates.mean(points, sum(one.squares for one in quarters) / POINTS**2, n)


def of_kind(regard: Regard, kind: str, as_of: dt.date, firm: str = "") -> tuple[Quarter, ...]:
    """The last quarters of a kind of answers, oldest first."""
    since = months_before(as_of.replace(day=1), 3 * SHOWN_QUARTERS)
    found = [q for q in regard.quarters if (q.kind, q.firm) == (kind, firm) and q.since > since]
    return tuple(found[-SHOWN_QUARTERS:])


def borders_of(run: Any) -> tuple[int, ...]:
    """Where each zone of satisfaction begins, and one beyond the end of the scale."""
    asked = TrapParameters.changed(_texts(run) if run else {})
    return (0, asked.dissatisfied_below, asked.very_satisfied_from, POINTS + 1)


def _rows(
    connection: duckdb.DuckDBPyConnection, measure: Any, runs: dict[str, Any]
) -> list[tuple[Any, ...]]:
    run = runs.get(measure.key)
    if run is None:
        return []
    query = measure.query(measure.parameters.changed(_texts(run)), run.as_of)
    return connection.execute(query).fetchall()


def _texts(run: Any) -> dict[str, str]:
    return {name: str(value) for name, value in run.parameters.items()}


def _classes(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, int]:
    found = connection.execute(
        f"SELECT m.class, COUNT(*) FROM {table} AS m"  # noqa: S608 our own names
        " JOIN seen AS s ON s.account_id = m.account_id GROUP BY 1"
    )
    return dict(found.fetchall())


def _zones(connection: duckdb.DuckDBPyConnection, runs: dict[str, Any]) -> tuple[Zone, ...]:
    rows = _rows(connection, SATISFACTION_TRAP, runs)
    if not rows:
        return ()
    run = runs[SATISFACTION_TRAP.key]
    asked = TrapParameters.changed(_texts(run))
    borders, scales, days = borders_of(run), _scales(connection), asked.followed(run.as_of)
    found = []
    for place, answers, points, again in sorted(tuple(map(int, row)) for row in rows):
        rate = rates.share(again, answers)
        assert rate is not None
        href = answers_between(borders[place], borders[place + 1] - 1, scales, days)
        found.append(Zone(place, ZONES[place], points / answers / POINTS, rate, href))
    return tuple(found)


def _scales(connection: duckdb.DuckDBPyConnection) -> tuple[tuple[int, int], ...]:
    """The scales on which satisfaction was answered."""
    found = connection.execute(
        "SELECT DISTINCT scale_low, scale_high FROM fact_score"
        " WHERE kind = 'satisfaction' AND firm = '' ORDER BY 1, 2"
    )
    return tuple(found.fetchall())
