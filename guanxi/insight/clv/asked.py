"""What a run asks of the models."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guanxi.insight.lifetime.outlook import Horizon
from guanxi.warehouse.stages import Stages, Value

HISTORY = Path(__file__).with_name("history.sql")


@dataclass(frozen=True)
class Asked:
    """What to predict: the values of the parameters, the day, and the models of an earlier run."""

    parameters: dict[str, Any]
    as_of: dt.date
    last: dict[str, Any]
    is_trial: bool

    @classmethod
    def read(cls, options: dict[str, Any]) -> Asked:
        """As it comes from another process."""
        return cls(
            options["parameters"],
            dt.date.fromisoformat(options["as_of"]),
            options.get("last") or {},
            bool(options.get("trial")),
        )

    @property
    def horizon(self) -> Horizon:
        """How far ahead, and at what discount."""
        return Horizon(self.parameters["horizon_months"], self.parameters["discount_percent"] / 100)

    def history(self, as_of: dt.date | None = None) -> str:
        """The query that gives the histories as of the day, or an earlier one."""
        values: dict[str, Value] = {**self.parameters, "as_of": as_of or self.as_of}
        return Stages.read(HISTORY).query(values)
