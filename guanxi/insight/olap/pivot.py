"""A cube laid out in rows and columns, with shares, changes, and a way behind every figure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from guanxi.insight.olap.answering import Answer, Key, Value
from guanxi.insight.olap.dimensions import Dimension
from guanxi.insight.olap.naming import CUT, names_of, order_of, with_cut_marked
from guanxi.insight.olap.state import OTHERS, TOTAL, UNKNOWN
from guanxi.insight.wording import points
from guanxi.platform.actors.actor import Actor

SHADES = 6
SHARE = "share"
LAST = {OTHERS: 1, UNKNOWN: 2}


@dataclass(frozen=True)
class Cell:
    """One figure: its value, the span before's, its share, how dark, the list behind it.

    `change` is a part of the figure before; of a share the difference, which `points` says.
    """

    value: Value
    before: Value
    change: float | None
    share: float | None
    shade: int
    behind: str
    currency: str
    points: str = ""


@dataclass(frozen=True)
class Head:
    """A member that names a row or a column; `deeper` is the cube of its parts."""

    key: str
    name: str
    deeper: str = ""


@dataclass(frozen=True)
class Row:
    """One row: its member, how deep it lies under another, its figures, and its total."""

    head: Head
    depth: int
    key: Key
    cells: tuple[Cell, ...]
    total: Cell


@dataclass(frozen=True)
class Pivot:
    """The whole table; `columns` is empty where nothing is laid across."""

    columns: tuple[Head, ...]
    rows: tuple[Row, ...]
    totals: Row

    @property
    def has_cut_periods(self) -> bool:
        """Whether a period named here lies only in part within the span."""
        heads = (*self.columns, *(row.head for row in self.rows))
        return any(head.name.endswith(CUT) and head.key[:1].isdigit() for head in heads)


def laid_out(actor: Actor, answer: Answer, address: str) -> Pivot:
    """The answer as a table; `address` is the page whose query is a state."""
    return Layout(actor, answer, address).pivot()


class Layout:
    """What laying out one answer needs to know throughout."""

    def __init__(self, actor: Actor, answer: Answer, address: str) -> None:
        self.answer, self.state, self.address = answer, answer.state, address
        self.dimensions = self.state.dimensions
        seen: list[list[str]] = [[] for _ in self.dimensions]
        for key in (*answer.cells, *answer.before):
            for place, member in enumerate(key):
                seen[place].append(member)
        self.names = [
            with_cut_marked(one, names_of(actor, one, found), answer.span)
            for one, found in zip(self.dimensions, seen, strict=True)
        ]
        self.members = [self._sorted(place, found) for place, found in enumerate(seen)]
        inner = [key for key in answer.cells if TOTAL not in key]
        self.most = max((abs(self._shown(key) or 0) for key in inner), default=0)

    def pivot(self) -> Pivot:
        """The table."""
        columns = self.members[-1] if self.state.column else []
        heads = tuple(self._head(len(self.dimensions) - 1, key) for key in columns)
        rows = tuple(self._rows(columns))
        total = self._row((TOTAL,) * len(self.state.rows), columns, 0)
        return Pivot(heads, rows, total)

    def _rows(self, columns: list[str]) -> Iterable[Row]:
        if not self.state.rows:
            return
        depth = len(self.state.rows)
        for first in self.members[0]:
            yield self._row((first, TOTAL)[:depth], columns, 0)
            for second in self.members[1] if depth > 1 else ():
                below = self._row((first, second), columns, 1)
                if any(cell.value for cell in (*below.cells, below.total)):
                    yield below

    def _row(self, key: Key, columns: list[str], depth: int) -> Row:
        head = self._head(depth, key[depth]) if key else Head(TOTAL, "")
        across = bool(self.state.column)
        cells = tuple(self._cell((*key, column)) for column in columns)
        return Row(head, depth, key, cells, self._cell((*key, TOTAL) if across else key))

    def _cell(self, key: Key) -> Cell:
        nothing = self.state.measured.of_nothing
        value = self.answer.cells.get(key, nothing)
        before = self.answer.before.get(key, nothing) if self.state.compare else None
        change, moved = self._change(value, before)
        return Cell(
            value,
            before,
            change,
            self._share(key),
            self._shade(key),
            self._behind(key) if value else "",
            self.answer.currencies.get(key, ""),
            moved,
        )

    def _share(self, key: Key) -> float | None:
        value, whole = self.answer.cells.get(key), self.answer.cells.get(self._whole(key))
        return value / whole if self.state.share and value is not None and whole else None

    def _shown(self, key: Key) -> Value:
        """The number that the reader sees: the figure, or the share that stands for it."""
        share = self._share(key)
        return self.answer.cells.get(key) if share is None else share

    def _shade(self, key: Key) -> int:
        """How dark it is among all that are shown."""
        shown = self._shown(key)
        if not shown or TOTAL in key:
            return 0
        return 1 + int(round((SHADES - 1) * (abs(shown) / self.most) ** 0.5))

    def _change(self, value: Value, before: Value) -> tuple[float | None, str]:
        """From 10% to 12% is two points, and no fifth more."""
        if value is None or before is None:
            return None, ""
        if self.state.measured.kind == SHARE:
            return value - before, points(value - before)
        return ((value - before) / abs(before) if before else None), ""

    def _whole(self, key: Key) -> Key:
        if self.state.share == "row" and self.state.column:
            return (*key[:-1], TOTAL)
        if self.state.share == "column" and self.state.column:
            return (*(TOTAL for _ in key[:-1]), key[-1])
        return (TOTAL,) * len(key)

    def _behind(self, key: Key) -> str:
        """Where the records behind the figure are listed; nowhere for what is gathered."""
        if OTHERS in key:
            return ""
        state = self.state
        for one, member in zip(self.dimensions, key, strict=True):
            if member != TOTAL:
                state = state.sliced(one.key, member)
        return f"{self.address}rows/?{state.but(rows=(), column='', compare='').query()}"

    def _head(self, place: int, member: str) -> Head:
        one = self.dimensions[place]
        name = self.names[place][member]
        if member in (TOTAL, OTHERS) or not one.finer:
            return Head(member, name)
        finer = one.finer if one.finer not in [each.key for each in self.dimensions] else ""
        return Head(member, name, self._deeper(one, finer, member) if finer else "")

    def _deeper(self, one: Dimension, finer: str, member: str) -> str:
        state = self.state.sliced(one.key, member)
        rows = tuple(finer if key == one.key else key for key in state.rows)
        column = finer if state.column == one.key else state.column
        return f"{self.address}?{state.but(rows=rows, column=column).query()}"

    def _sorted(self, place: int, found: Iterable[str]) -> list[str]:
        keys = set(found) - {TOTAL}
        one = self.dimensions[place]
        own = order_of(one)
        ranks = {key: rank for rank, key in enumerate(own or ())}
        worth = self._worth(place)

        def rank(key: str) -> tuple[int, float, str]:
            placed = (
                ranks.get(key, len(ranks)) if own else 0 if one.is_period else -worth.get(key, 0)
            )
            return LAST.get(key, 0), placed, key

        return sorted(keys, key=rank)

    def _worth(self, place: int) -> Mapping[str, float]:
        found: dict[str, float] = {}
        for key, value in self.answer.cells.items():
            if all(one == TOTAL for at, one in enumerate(key) if at != place):
                found[key[place]] = float(value or 0)
        return found
