"""What a run asks of the models."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guanxi.insight.lifetime.outlook import Horizon
from guanxi.insight.parameters import months_before
from guanxi.insight.portfolio.serve.measure import ServeParameters
from guanxi.warehouse.stages import Stages, Value

HISTORY = Path(__file__).with_name("history.sql")


@dataclass(frozen=True)
class Asked:
    """What to predict: the values of the parameters, the day, and the models of an earlier run.

    `there` are queries for stages that are kept as of the day.
    """

    parameters: dict[str, Any]
    as_of: dt.date
    last: dict[str, Any]
    is_trial: bool
    serve: dict[str, Any]
    there: dict[str, str]

    @classmethod
    def read(cls, options: dict[str, Any]) -> Asked:
        """As it comes from another process."""
        return cls(
            options["parameters"],
            dt.date.fromisoformat(options["as_of"]),
            options.get("last") or {},
            bool(options.get("trial")),
            {**ServeParameters().values(), **(options.get("of") or {}).get("serve", {})},
            options.get("there") or {},
        )

    @property
    def horizon(self) -> Horizon:
        """How far ahead, and at what discount."""
        return Horizon(self.parameters["horizon_months"], self.parameters["discount_percent"] / 100)

    @property
    def is_net(self) -> bool:
        """Whether what serving costs is taken off the value ahead."""
        return bool(self.parameters["net_of_service"] == "yes")

    @property
    def served_since(self) -> dt.date:
        """The day on which the months begin over which cost to serve is known."""
        return months_before(self.as_of.replace(day=1), int(self.serve["months"]) - 1)

    def history(self, as_of: dt.date | None = None) -> str:
        """The query that gives the histories as of the day, or an earlier one."""
        values: dict[str, Value] = {**self.parameters, "as_of": as_of or self.as_of}
        return Stages.read(HISTORY).instead({} if as_of else self.there).query(values)
