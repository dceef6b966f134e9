"""What a cube shows, as one value that an address describes and a saved cube keeps."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from guanxi.insight.olap.dimensions import BY_KEY as DIMENSION
from guanxi.insight.olap.dimensions import CONTACT, NOW, SALE, Dimension
from guanxi.insight.olap.figures import BY_KEY as MEASURED
from guanxi.insight.olap.figures import Measured
from guanxi.insight.olap.spans import COMPARISONS, PERIODS
from guanxi.insight.olap.standing import is_remembered
from guanxi.platform.errors import RuleBroken
from guanxi.platform.given import whole_number

UNKNOWN, OTHERS, TOTAL = "~", "*", ""
TOPS = (5, 10, 20, 50)
SHARES = {"": _("The figure"), "row": _("Share of the row"), "column": _("Share of the column")}
SHARES["total"] = _("Share of everything")
STANDINGS = {"": _("As they are today"), "then": _("As they were then")}
LOOKS = {"table": _("Table"), "chart": _("Chart")}
# By what a figure is divided first, where nothing that was chosen fits it.
FIRST = {SALE: "quarter", CONTACT: "channel", NOW: "industry"}
SETTINGS = ("column", "period", "first", "last", "compare", "top", "share", "look", "standing")
MOST_FILTERS, MOST_VALUES, LONGEST = 8, 50, 200


@dataclass(frozen=True)
class CubeState:
    """Measure, up to two dimensions down and one across, filters, period and look.

    `standing` says whether customers are told as they are today, or as on the day of each line.
    """

    measure: str = "revenue"
    rows: tuple[str, ...] = ("quarter",)
    column: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    period: str = "12m"
    first: str = ""
    last: str = ""
    compare: str = ""
    top: int = 10
    share: str = ""
    look: str = "chart"
    standing: str = ""

    @property
    def measured(self) -> Measured:
        """The figure it shows."""
        return MEASURED[self.measure]

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """The dimensions down, then the one across."""
        return tuple(DIMENSION[key] for key in (*self.rows, self.column) if key)

    @property
    def row_dimensions(self) -> tuple[Dimension, ...]:
        """The dimensions down."""
        return tuple(DIMENSION[key] for key in self.rows)

    def but(self, **changes: Any) -> "CubeState":
        """The same with changes."""
        return replace(self, **changes)

    def sliced(self, key: str, *values: str) -> "CubeState":
        """The same, only where the dimension has one of these members."""
        return self.but(filters={**self.filters, key: values})

    def query(self, **more: str) -> str:
        """The state as the query of an address, without what is usual."""
        usual = CubeState()
        parts: list[tuple[str, Any]] = [("measure", self.measure)]
        parts += [("rows", key) for key in self.rows] or [("rows", "")]
        for name in SETTINGS:
            if getattr(self, name) != getattr(usual, name):
                parts.append((name, getattr(self, name)))
        for key, values in self.filters.items():
            parts += [(f"f.{key}", value) for value in values]
        return urlencode(parts + list(more.items()))


def state_from(given: QueryDict) -> CubeState:
    """The state that an address describes; RuleBroken where it names what there is not."""
    rows = tuple(dict.fromkeys(filter(None, given.getlist("rows"))))
    usual = CubeState()
    top = given.get("top", str(usual.top))
    state = CubeState(
        measure=given.get("measure", usual.measure),
        rows=rows if "rows" in given else usual.rows,
        column=given.get("column", ""),
        filters=_filters(given),
        period=given.get("period", usual.period),
        first=given.get("first", ""),
        last=given.get("last", ""),
        compare=given.get("compare", ""),
        top=wanted if (wanted := whole_number(top)) in TOPS else 0,
        share=given.get("share", ""),
        look=given.get("look", usual.look),
        standing=given.get("standing", ""),
    )
    if given.get("was", state.measure) != state.measure and state.measure in MEASURED:
        state = fitting(state)
    check(state)
    return state if state.measured.has_shares else state.but(share="")


def fitting(state: CubeState) -> CubeState:
    """The same without what does not go with its figure: what another figure had left."""
    fact = state.measured.fact
    fits = {key for key, one in DIMENSION.items() if one.divides(fact)}
    rows = tuple(key for key in state.rows if key in fits)
    return state.but(
        rows=rows or (FIRST[fact],) if state.rows else (),
        column=state.column if state.column in fits else "",
        filters={key: values for key, values in state.filters.items() if key in fits},
        compare="" if state.measured.is_now else state.compare,
        standing="" if state.measured.is_now else state.standing,
    )


def check(state: CubeState) -> None:
    """Refuse what does not belong together."""
    known = (
        (state.measure, MEASURED),
        (state.period, PERIODS),
        (state.compare, COMPARISONS),
        (state.share, SHARES),
        (state.look, LOOKS),
        (state.standing, STANDINGS),
        (state.top, TOPS),
    )
    if any(value not in choices for value, choices in known):
        raise RuleBroken(_("The address names a figure or a setting that there is not."))
    if (state.compare or state.standing) and state.measured.is_now:
        raise RuleBroken(
            _("%(figure)s is told as of the last night; what it was before is not kept to compare.")
            % {"figure": state.measured.label}
        )
    if len(state.rows) > 2:
        raise RuleBroken(_("A cube has at most two dimensions down and one across."))
    _check_dimensions(state, (*state.rows, *filter(None, [state.column]), *state.filters))


def _check_dimensions(state: CubeState, keys: Iterable[str]) -> None:
    for key in keys:
        if key not in DIMENSION:
            raise RuleBroken(_("The address names a dimension that there is not."))
        if not DIMENSION[key].divides(state.measured.fact):
            raise RuleBroken(
                _("%(figure)s cannot be divided by %(dimension)s.")
                % {"figure": state.measured.label, "dimension": DIMENSION[key].label}
            )
        if state.standing and DIMENSION[key].is_of_customer and not is_remembered(DIMENSION[key]):
            raise RuleBroken(
                _("What “%(dimension)s” was on past days is not remembered; show it as of today.")
                % {"dimension": DIMENSION[key].label}
            )
    if state.column in state.rows and state.column:
        raise RuleBroken(_("Choose each dimension once."))


def _filters(given: QueryDict) -> dict[str, tuple[str, ...]]:
    found = {
        name[2:]: tuple(filter(None, given.getlist(name)))
        for name in given
        if name.startswith("f.") and any(given.getlist(name))
    }
    sizes = [len(values) for values in found.values()]
    lengths = [len(value) for values in found.values() for value in values]
    too_many = len(found) > MOST_FILTERS or max(sizes, default=0) > MOST_VALUES
    if too_many or max(lengths, default=0) > LONGEST:
        raise RuleBroken(_("That is more than one question can hold; choose fewer values."))
    return found
