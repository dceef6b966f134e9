"""What a measure is: grain, parameters, classes with advice, a reason, columns it writes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from guanxi.insight.parameters import Parameters
from guanxi.warehouse.build import CALL
from guanxi.warehouse.stages import Stages

UNKNOWN = "unknown"
FOLDER = Path(__file__).parent
Text = str | Promise


@dataclass(frozen=True)
class Class:
    """One class of a measure: its key, name, the rule that leads to it, and what to do."""

    key: str
    label: Text
    rule: Text
    advice: Text

    def rule_with(self, parameters: Mapping[str, object]) -> str:
        """The rule in the active language, with the values of the parameters it names."""
        return str(self.rule) % parameters if "%(" in str(self.rule) else str(self.rule)


@dataclass(frozen=True)
class Figure:
    """One figure of a customer's reason: its column, name and kind (money, day, count or days)."""

    column: str
    label: Text
    kind: str


@dataclass(frozen=True)
class Measure:
    """A measure of the firm's customers, computed by the SQL beside it.

    `columns` maps a column of the result to the profile column that keeps it; `figures` are kept
    with the profile as the reason. `reasons` maps a cause (a value of the result's `cause`, or
    the class) to a sentence over the figures; `missing` says what is lacking when unknown.
    `step` names a function (module:function) that runs before the SQL and does what SQL cannot:
    it fits models. `stamps` are columns that say when and by what a row was computed, so that a
    new stamp alone is no reason to write the row again.
    """

    key: str
    label: Text
    grain: str
    rule: Text
    parameters: type[Parameters]
    classes: tuple[Class, ...]
    columns: Mapping[str, str]
    figures: tuple[Figure, ...]
    reasons: Mapping[str, Text]
    missing: Mapping[str, Text]
    comparison: str
    segments: tuple[Class, ...] = ()
    before: tuple[str, ...] = ()
    causes: str = ""
    step: str = ""
    stamps: tuple[str, ...] = ()

    @property
    def unknown_label(self) -> Text:
        """What a customer is called that cannot be classed."""
        return pgettext_lazy("class", "Unknown")

    @property
    def table(self) -> str:
        """The warehouse table that keeps the result."""
        return f"measure_{self.key}"

    @property
    def step_name(self) -> str:
        """What the step is called among the scripts of a run."""
        return f"{self.key}_fit"

    def stages(self) -> Stages:
        """The named stages, those of shared files first."""
        paths = [FOLDER / name for name in self.before]
        paths.append(FOLDER / self.key / f"{self.key}.sql")
        return Stages(tuple(stage for path in paths for stage in Stages.read(path).queries))

    def query(self, parameters: Parameters, as_of: date, dialect: str = "duckdb") -> str:
        """One SELECT that gives the rows of the measure."""
        return self.stages().query(parameters.bound(as_of), dialect=dialect)

    def call(self, parameters: Parameters, as_of: date, **more: object) -> str:
        """The step as a script of the warehouse; empty where the SQL needs none."""
        if not self.step:
            return ""
        options = {"parameters": parameters.values(), "as_of": as_of.isoformat(), **more}
        return f"{CALL}{self.step} {json.dumps(options)}"

    def class_named(self, key: str) -> Class:
        """The class or segment with that key; KeyError when there is none."""
        return {one.key: one for one in (*self.classes, *self.segments)}[key]
