"""What changing a parameter would do, before anybody does it: how many customers would move."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from guanxi.insight.measures import Measure
from guanxi.insight.models import MeasureSetting
from guanxi.insight.parameters import Parameters
from guanxi.insight.run import beside, effective_parameters
from guanxi.insight.switching import OFF, switched_off
from guanxi.warehouse.build import carry_out
from guanxi.warehouse.engine import reading
from guanxi.warehouse.refresh import warehouse_file


@dataclass(frozen=True)
class Move:
    """Customers who would go from one class to another."""

    was: str
    now: str
    customers: int


@dataclass(frozen=True)
class Preview:
    """How many of all customers would move, and from where to where, most first."""

    customers: int
    moved: int
    moves: tuple[Move, ...]


def preview(measure: Measure, parameters: Parameters, as_of: dt.date) -> Preview:
    """Compute the measure with other parameters beside the present one; nothing is kept.

    All other measures are as the firm has set them.
    """
    query = measure.query(parameters, as_of)
    more = beside(measure, effective_parameters({}), set(switched_off()))
    call = measure.call(parameters, as_of, trial=True, **more)
    with reading(warehouse_file()) as warehouse:
        if call:
            carry_out(warehouse, call)
        rows = warehouse.execute(
            f"SELECT was.class, now.class, COUNT(*) FROM {measure.table} AS was"  # noqa: S608 our own names
            f" JOIN ({query}) AS now ON now.account_id = was.account_id"
            " GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2"
        ).fetchall()
    moves = tuple(Move(*row) for row in rows if row[0] != row[1])
    return Preview(sum(row[2] for row in rows), sum(move.customers for move in moves), moves)


def keep_settings(measure: Measure, parameters: Parameters) -> None:
    """Make these the firm's own; only what differs from the defaults is kept."""
    MeasureSetting.objects.filter(measure=measure.key).exclude(name=OFF).delete()
    MeasureSetting.objects.bulk_create(
        MeasureSetting(measure=measure.key, name=name, value=str(value))
        for name, value in differing(measure, parameters).items()
    )


def differing(measure: Measure, parameters: Parameters) -> Mapping[str, int | str]:
    """The values that are not the defaults."""
    defaults = measure.parameters().values()
    return {name: value for name, value in parameters.values().items() if value != defaults[name]}
