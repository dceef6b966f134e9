"""Days by the hour: what has a time as blocks beside each other, what lasts whole days above."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from guanxi.web.calendar.days import Day
from guanxi.web.calendar.events import Event

DAY = 24 * 60
# What has no end of its own, or ends at once, still has to be read and pressed.
SHORTEST = 30
# A week shows so many rows above its hours; the rest is a press away.
ROWS = 4
# So many blocks can be read side by side in a seventh of the page.
LANES = 3
HOURS = tuple(f"{hour:02}:00" for hour in range(24))


@dataclass(frozen=True)
class Block:
    """An event in its day: its first minute and the one after its last, its lane of how many."""

    event: Event
    begins: int
    ends: int
    lane: int = 0
    lanes: int = 1


@dataclass(frozen=True)
class Left:
    """Where blocks are left to the view of a day: how many, and between which minutes."""

    begins: int
    ends: int
    count: int
    lane: int = LANES - 1
    lanes: int = LANES


@dataclass(frozen=True)
class Column:
    """One day: its rows of what lasts whole days, None where a row is free, and its blocks."""

    day: Day
    strip: list[Event | None]
    blocks: list[Block]
    left: list[Left]

    @property
    def lanes(self) -> int:
        """The most blocks side by side."""
        return max((one.lanes for one in self.blocks), default=1)

    @property
    def over(self) -> int:
        """How many of the strip a week leaves to the day."""
        return sum(one is not None for one in self.strip[ROWS:])


def columns_of(days: Sequence[Day]) -> list[Column]:
    """The days by the hour; what lasts several of them keeps its row."""
    strips = _strips([[one for one in day.events if not one.is_timed] for day in days])
    found = []
    for day, strip in zip(days, strips, strict=True):
        groups = _groups([_block(one) for one in day.events if one.is_timed])
        narrowed = (
            [_narrowed(one) for one in groups] if len(days) > 1 else [(one, []) for one in groups]
        )
        blocks = [one for group, _left in narrowed for one in group]
        found.append(Column(day, strip, blocks, [one for _group, left in narrowed for one in left]))
    return found


def _block(event: Event) -> Block:
    begins, ends = event.minutes
    begins = min(begins, DAY - SHORTEST)
    return Block(event, begins, max(ends, begins + SHORTEST))


def _groups(blocks: Iterable[Block]) -> list[list[Block]]:
    """Blocks that meet share the width between them; a lane is used again once it is free."""
    found: list[list[Block]] = []
    free_at: list[int] = []
    for one in sorted(blocks, key=lambda block: (block.begins, -block.ends, block.event.pk)):
        if one.begins >= max(free_at, default=0):
            found.append([])
            free_at = []
        lane = next((at for at, end in enumerate(free_at) if end <= one.begins), len(free_at))
        free_at[lane : lane + 1] = [one.ends]
        found[-1].append(replace(one, lane=lane))
    return [_sharing(group) for group in found]


def _sharing(group: list[Block]) -> list[Block]:
    lanes = 1 + max(one.lane for one in group)
    return [replace(one, lanes=lanes) for one in group]


def _narrowed(group: list[Block]) -> tuple[list[Block], list[Left]]:
    """A group that can be read in a week: the last lane says how many more there are."""
    if group[0].lanes <= LANES:
        return group, []
    kept = [replace(one, lanes=LANES) for one in group if one.lane < LANES - 1]
    rest = [one for one in group if one.lane >= LANES - 1]
    ends = max(one.ends for one in rest)
    return kept, [Left(min(one.begins for one in rest), ends, len(rest))]


def _strips(days: Sequence[Sequence[Event]]) -> list[list[Event | None]]:
    """For each day its events by row: where one stands that goes on, nothing else begins."""
    rows: dict[int, int] = {}
    strips: list[list[Event | None]] = []
    for events in days:
        rows = {one.pk: rows[one.pk] for one in events if one.pk in rows}
        for one in events:
            taken = set(rows.values())
            rows.setdefault(one.pk, next(row for row in range(len(taken) + 1) if row not in taken))
        placed = {rows[one.pk]: one for one in events}
        strips.append([placed.get(row) for row in range(max(placed, default=-1) + 1)])
    return strips
