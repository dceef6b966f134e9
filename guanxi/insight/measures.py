"""What a measure is: grain, parameters, classes with advice, a reason, columns it writes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from guanxi.insight.kept import Asked, Kept, there
from guanxi.insight.parameters import Parameters
from guanxi.insight.wording import agreeing
from guanxi.warehouse.build import CALL
from guanxi.warehouse.stages import Stages

Text = str | Promise
UNKNOWN = "unknown"
UNKNOWN_NAME = pgettext_lazy("class", "Unknown")
FOLDER = Path(__file__).parent
# The themes under which measures stand on the customer's page, in this order.
VALUE, LIFE, RISK, LOYALTY, NEEDS = "value", "life", "risk", "loyalty", "needs"
THEMES: dict[str, Text] = {
    VALUE: pgettext_lazy("theme", "Value"),
    LIFE: pgettext_lazy("theme", "Course of the relationship"),
    RISK: pgettext_lazy("theme", "Risk of losing it"),
    LOYALTY: pgettext_lazy("theme", "Loyalty and satisfaction"),
    NEEDS: pgettext_lazy("theme", "What it needs next"),
}


@dataclass(frozen=True)
class Class:
    """One class of a measure: its key, name, the rule that leads to it, and what to do.

    `tone` is the pigment of its badge: malachite, azurite, gamboge, cinnabar, lotus or ash.
    """

    key: str
    label: Text
    rule: Text
    advice: Text
    tone: str = ""

    def rule_with(self, parameters: Mapping[str, object]) -> str:
        """The rule in the active language, with the values of the parameters it names."""
        return agreeing(str(self.rule) % parameters) if "%(" in str(self.rule) else str(self.rule)


@dataclass(frozen=True)
class Figure:
    """One figure of a customer's reason: its column, name and kind.

    Kinds are money, day, count, days, percent, decimal, score, judged (of 5), text, and class with
    its `classes`.
    """

    column: str
    label: Text
    kind: str
    classes: tuple[Class, ...] = ()


@dataclass(frozen=True)
class Column:
    """A column of a measure's result that the customer's profile keeps, as a field of its own.

    `result` is its name in the SQL, `name` that in the profile, where it appears on the customer
    as `profile_NAME`. `kind` is class (with its `classes`), money, count, small, percent, decimal,
    day or text. A class has an index unless `is_indexed` says otherwise.
    """

    result: str
    name: str
    label: Text
    kind: str = "class"
    classes: tuple[Class, ...] = ()
    is_indexed: bool = True

    @property
    def is_class(self) -> bool:
        """Whether it holds the key of a class."""
        return self.kind == "class"


@dataclass(frozen=True)
class Measure:
    """A measure of the firm's customers, computed by the SQL beside it.

    `profile` lists what the customer's profile keeps of the result; `figures` are kept
    with the profile as the reason. `reasons` maps a cause (a value of the result's `cause`, or
    the class) to a sentence over the figures; `missing` says what is lacking when unknown.
    `step` names a function (module:function) that runs before the SQL and does what SQL cannot:
    it fits models. `stamps` are columns that say when and by what a row was computed, figures of a
    whole group that move a little each night, and what moves with another figure: alone they are no
    reason to write the row again, and are told as they were when something of the customer's own
    changed last. `theme` is the heading under which it stands on the customer's page, where a
    compact one takes a line instead of a card; `home` the folder of its SQL where that is not named
    by its key.
    `needs` names the measures whose parameters the step is given too, under `of`; those of them
    that are switched off stand under `off`. `reads` are the tables that the step reads, `makes`
    those that it leaves for the SQL of this run alone. `kept` are stages whose rows a night takes
    over from the last one, but for those of customers who changed.
    A measure that keeps nothing in the profile has a grain of its own and tells about the firm.
    """

    key: str
    label: Text
    grain: str
    rule: Text
    parameters: type[Parameters]
    classes: tuple[Class, ...]
    profile: tuple[Column, ...]
    figures: tuple[Figure, ...]
    reasons: Mapping[str, Text]
    missing: Mapping[str, Text]
    comparison: str = ""
    theme: str = VALUE
    home: str = ""
    segments: tuple[Class, ...] = ()
    before: tuple[str, ...] = ()
    causes: str = ""
    step: str = ""
    stamps: tuple[str, ...] = ()
    drifts: tuple[str, ...] = ()
    is_compact: bool = False
    needs: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    makes: tuple[str, ...] = ()
    kept: tuple[Kept, ...] = ()

    @property
    def is_of_customers(self) -> bool:
        """Whether it has one row for each customer, kept in the customers' profiles."""
        return bool(self.profile)

    @property
    def columns(self) -> dict[str, str]:
        """Each kept column of the result, and the profile column that keeps it."""
        return {column.result: column.name for column in self.profile}

    @property
    def drifting(self) -> set[str]:
        """The figures that count in steps."""
        return {*self.drifts, *(one.column for one in self.figures if one.kind == "score")}

    @property
    def unknown_label(self) -> Text:
        """What a customer is called that cannot be classed."""
        return UNKNOWN_NAME

    @property
    def table(self) -> str:
        """The warehouse table that keeps the result."""
        return f"measure_{self.key}"

    @property
    def step_name(self) -> str:
        """What the step is called among the scripts of a run."""
        return f"{self.key}_fit"

    @property
    def script_names(self) -> tuple[str, ...]:
        """What everything that computes it is called among the scripts of a run."""
        return (self.step_name, *(f"{self.key}_{one.stage}" for one in self.kept), self.key)

    def stages(self) -> Stages:
        """The named stages, those of shared files first."""
        own = FOLDER / (self.home or self.key) / f"{self.key}.sql"
        return Stages.read(*(FOLDER / name for name in self.before), own)

    def sources(self) -> frozenset[str]:
        """The tables from which step and SQL compute it."""
        return (self.stages().reads() - frozenset(self.makes)) | frozenset(self.reads)

    def query(
        self,
        parameters: Parameters,
        as_of: date,
        dialect: str = "duckdb",
        kept: Sequence[Asked] = (),
    ) -> str:
        """One SELECT that gives the rows of the measure; `kept` are stages that are there."""
        return self.stages().instead(there(kept)).query(parameters.bound(as_of), dialect=dialect)

    def asked_to_keep(self, parameters: Parameters, as_of: date) -> tuple[Asked, ...]:
        """Its kept stages with the values of a run."""
        if not self.kept:
            return ()
        stages, values = self.stages(), parameters.bound(as_of)
        return tuple(Asked(self.key, one, stages, values) for one in self.kept)

    def call(self, parameters: Parameters, as_of: date, **more: object) -> str:
        """The step as a script of the warehouse; empty where the SQL needs none."""
        if not self.step:
            return ""
        options = {"parameters": parameters.values(), "as_of": as_of.isoformat(), **more}
        return f"{CALL}{self.step} {json.dumps(options)}"

    def class_named(self, key: str) -> Class:
        """The class or segment with that key; KeyError when there is none."""
        return {one.key: one for one in (*self.classes, *self.segments)}[key]
