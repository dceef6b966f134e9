"""What is to be foretold: of what, in which steps, divided how."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.insight.measures import Text

FIGURES: dict[str, Text] = {"revenue": _("Revenue"), "units": pgettext_lazy("sold", "Units")}


@dataclass(frozen=True)
class Step:
    """How long a step is: DuckDB's name, steps in a season, steps ahead, steps of past to read."""

    key: str
    label: Text
    season: int
    horizon: int
    past: int


STEPS = {
    one.key: one
    for one in (
        Step("month", pgettext_lazy("period", "Month"), 12, 6, 60),
        Step("week", pgettext_lazy("period", "Week"), 52, 8, 156),
    )
}


@dataclass(frozen=True)
class Division:
    """One way to divide the firm: `column` is SQL over line f, product p and customer c.

    All but the whole firm are dimensions of the cube too, under the same key.
    """

    key: str
    label: Text
    column: str
    is_record: bool = False


DIVISIONS = {
    one.key: one
    for one in (
        Division("firm", _("Whole firm"), "''"),
        Division("category", _("Product category"), "COALESCE(p.category, '')"),
        Division(
            "product",
            _("Product"),
            "CAST(f.product_id AS VARCHAR)",
            is_record=True,
        ),
        Division("province", _("Province"), "COALESCE(c.province, '')"),
        Division("industry", _("Industry"), "COALESCE(c.industry, '')"),
    )
}


@dataclass(frozen=True)
class Asked:
    """One question of the page; anything unheard of becomes the usual."""

    figure: str = "revenue"
    step: str = "month"
    by: str = "firm"
    member: str | None = None

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "Asked":
        """The question in an address."""
        figure, step, by = (given.get(name, "") for name in ("figure", "step", "by"))
        return cls(
            figure if figure in FIGURES else "revenue",
            step if step in STEPS else "month",
            by if by in DIVISIONS else "firm",
            given.get("member"),
        )

    @property
    def division(self) -> Division:
        """How the firm is divided."""
        return DIVISIONS[self.by]

    @property
    def steps(self) -> Step:
        """How long a step is."""
        return STEPS[self.step]

    def address(self, **changes: str) -> str:
        """The page with some of this changed."""
        values = {"figure": self.figure, "step": self.step, "by": self.by} | changes
        return f"/insight/forecast/?{urlencode(values)}"
