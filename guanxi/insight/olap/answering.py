"""The answer to a cube: every cell and subtotal, now and in the span before."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanxi.insight.olap.compiling import (
    Asked,
    Cut,
    cube_query,
    listed_query,
    members_query,
    typed,
)
from guanxi.insight.olap.distinct import can_count, distinct_query
from guanxi.insight.olap.rights import Sight, require_cube, sight_of
from guanxi.insight.olap.rolled import can_tell, rolled_query
from guanxi.insight.olap.spans import EVER, Span, compared_with, span_of
from guanxi.insight.olap.state import OTHERS, TOTAL, UNKNOWN, CubeState
from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import RuleBroken

MOST_CELLS = 50_000
MOST_PERIODS = 130
LISTED = 100
Key = tuple[str, ...]
Value = int | float | None
Cells = Mapping[Key, Value]


@dataclass(frozen=True)
class Answer:
    """Cells by their members as text: TOTAL where a dimension is added up, OTHERS, UNKNOWN.

    `before` is the span that is compared with, empty without one.
    """

    state: CubeState
    span: Span
    cells: Cells
    before: Cells = field(default_factory=dict)
    before_span: Span | None = None
    currencies: Mapping[Key, str] = field(default_factory=dict)

    @property
    def total(self) -> Value:
        """The figure over everything."""
        return self.cells.get((TOTAL,) * len(self.state.dimensions))

    @property
    def total_before(self) -> Value:
        """The figure over everything in the span before."""
        return self.before.get((TOTAL,) * len(self.state.dimensions))


@dataclass(frozen=True)
class Listed:
    """Some of the records behind a figure: their ids with what each brings, and how many in all."""

    rows: tuple[tuple[int, Value], ...]
    count: int


def answer(actor: Actor, state: CubeState, *, as_of: dt.date) -> Answer:
    """The cube over what the actor may see; Denied where rows or fields are not theirs to read."""
    require_cube(actor, state)
    span = _span(state, as_of)
    with sight_of(actor, state) as sight:
        asked = Asked(state, span, sight.limited, sight.columns)
        asked = replace(asked, cut=_large(sight, asked))
        cells, currencies = _cells(sight, asked)
        cut = _cut(asked, cells)
        if cut != asked.cut:
            asked = replace(asked, cut=cut)
            cells, currencies = _cells(sight, asked)
        found = Answer(state, span, cells, currencies=currencies)
        if not state.compare:
            return found
        compared = compared_with(state.compare, span)
        before, _currencies = _cells(sight, replace(asked, compared=compared))
    return replace(found, before=before, before_span=compared.span)


def listed(actor: Actor, state: CubeState, *, as_of: dt.date, page: int = 0) -> Listed:
    """The records behind the one figure of a state, greatest first, within the same rights."""
    require_cube(actor, state)
    span = _span(state, as_of)
    with sight_of(actor, state) as sight:
        asked = Asked(state, span, sight.limited, sight.columns)
        query, parameters = listed_query(asked, (LISTED, LISTED * page))
        rows = sight.connection.execute(query, parameters).fetchall()
    found = tuple((pk, _plain(value)) for pk, value, _count in rows)
    return Listed(found, rows[0][2] if rows else 0)


def _span(state: CubeState, as_of: dt.date) -> Span:
    if state.measured.is_now:
        return EVER
    return span_of(state.period, as_of, state.first, state.last)


def _large(sight: Sight, asked: Asked) -> Cut:
    """The members to keep of dimensions with so many that a full cube is out of the question."""
    found = {}
    for one in asked.state.dimensions:
        if one.is_large:
            query, parameters = members_query(asked, one, asked.state.top)
            rows = sight.connection.execute(query, parameters).fetchall()
            found[one.key] = [key for (key,) in rows]
    return found


def _cut(asked: Asked, cells: Cells) -> Cut:
    """The members to keep of every dimension that has more than the top asked for."""
    cut = dict(asked.cut)
    for place, one in enumerate(asked.state.dimensions):
        found = members(cells, place)
        if one.is_period and len(found) > MOST_PERIODS:
            raise RuleBroken(_("That is too many periods; choose longer ones or a shorter span."))
        if not one.is_period and one.key not in cut and len(found) > asked.state.top:
            ranked = sorted(found, key=lambda key: (-(found[key] or 0), key))
            cut[one.key] = [typed(one, key) for key in ranked[: asked.state.top]]
    return cut


def members(cells: Cells, place: int) -> dict[str, Value]:
    """The values of each member of one dimension, everything else added up."""
    found = {}
    for key, value in cells.items():
        others = key[:place] + key[place + 1 :]
        if all(one == TOTAL for one in others) and key[place] not in (TOTAL, UNKNOWN, OTHERS):
            found[key[place]] = value
    return found


def _cells(sight: Sight, asked: Asked) -> tuple[dict[Key, Value], dict[Key, str]]:
    query, parameters = _query(asked)
    rows = sight.connection.execute(query, parameters).fetchmany(MOST_CELLS + 1)
    if len(rows) > MOST_CELLS:
        raise RuleBroken(
            _("That is more than a page can show; choose fewer or coarser dimensions.")
        )
    size = len(asked.state.dimensions)
    values = {_key(row, size): _plain(row[-2]) for row in rows}
    return values, {_key(row, size): row[-1] for row in rows if row[-1]}


def _query(asked: Asked) -> tuple[str, dict[str, Any]]:
    """From the sums where they can tell, else from the lines."""
    if can_tell(asked):
        return rolled_query(asked)
    return distinct_query(asked) if can_count(asked) else cube_query(asked)


def _key(row: tuple[Any, ...], size: int) -> Key:
    level = row[-3]
    return tuple(
        TOTAL
        if level >> (size - 1 - place) & 1
        else OTHERS
        if row[2 * place + 1]
        else text_of(row[2 * place])
        for place in range(size)
    )


def text_of(member: Any) -> str:
    """A member as the text that addresses name it by."""
    if member is None:
        return UNKNOWN
    return member.isoformat() if isinstance(member, dt.date) else str(member)


def _plain(value: Any) -> Value:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value  # type: ignore[no-any-return]
