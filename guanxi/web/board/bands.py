"""Swim-lanes: the rows of a board in bands, each divided by the lanes."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from guanxi.platform.actors.actor import Actor
from guanxi.platform.boards.limits import loads_of
from guanxi.platform.money.amounts import Money
from guanxi.platform.nouns.noun import Board, Noun
from guanxi.platform.records.crossing import LARGE, MOST_LARGE, Axis, Crossing, read_crossing
from guanxi.platform.records.grouping import (
    Group,
    Grouping,
    grouping_of,
    in_order,
    read_crossed,
)
from guanxi.web.board.cards import Card, CardMaker
from guanxi.web.board.lanes import Lane, in_order_of, labels_of, lane_of, summed_of
from guanxi.web.board.newest import rows_within_cap
from guanxi.web.lists.groups import group_labels
from guanxi.web.lists.rows import may_change
from guanxi.web.lists.state import ListState

CARDS = 5
SHOWN, OPEN, MOST_OPEN = 60, 8, 24


@dataclass(frozen=True)
class Place:
    """Where a band and a lane cross."""

    value: str
    count: int
    cards: Sequence[Card] = field(default_factory=list)
    more: str = ""
    is_capped: bool = False

    @property
    def rest(self) -> int:
        """How many cards are not shown yet; 0 where nobody counted them."""
        return 0 if self.is_capped else self.count - len(self.cards)


@dataclass(frozen=True)
class Band:
    """One group of rows across the board."""

    key: str
    label: str
    count: int
    totals: Sequence[Money]
    is_open: bool
    toggle_href: str
    places: Sequence[Place]


@dataclass(frozen=True)
class Banded:
    """A board with swim-lanes; one that ``is_capped`` is counted by its newest rows alone."""

    by: Grouping
    lanes: Sequence[Lane]
    bands: Sequence[Band]
    has_more: bool
    is_capped: bool


Cells = Mapping[tuple[str, str], Group]


def bands_by(actor: Actor, noun: Noun[Any], board: Board, group: str) -> Grouping | None:
    """What the bands go by: nothing where that is what the lanes go by already."""
    by = grouping_of(actor, noun, group) if group else None
    return None if by is None or by.field.name == board.by else by


def banded(  # noqa: PLR0913 - what a board shows, and how far it is counted
    actor: Actor,
    noun: Noun[Any],
    board: Board,
    state: ListState,
    by: Grouping,
    at: dt.datetime,
    *,
    is_exact: bool = False,
) -> Banded:
    """The board by lanes and bands; as many queries for a hundred cells as for one.

    Of more rows than a list counts, bands and numbers are those of the newest, unless
    ``is_exact``; the cards of each cell are the first of all rows.
    """
    across = Grouping(noun.field(board.by))
    rows, is_capped = rows_within_cap(actor, noun, state.query, at, is_exact=is_exact)
    cells = read_crossed(rows, by, across, summed_of(actor, noun, board))
    groups = in_order(by, _added_up(cells, 0).values())
    found = _lanes(actor, noun, board, across, cells)
    shown = groups[:SHOWN]
    most = MOST_LARGE // max(1, len(found)) if is_capped else MOST_OPEN
    open_keys = _open(state, [one.key for one in shown], min(MOST_OPEN, max(1, most)))
    counts = {keys: max(one.count, is_capped * LARGE) for keys, one in cells.items()}
    crossing = Crossing(Axis(by, open_keys), Axis(across, [one.value for one in found]), counts)
    labels = group_labels(actor, by, [one.key for one in shown])
    cards = _cards(actor, noun, state, crossing, at)
    bands = [
        Band(
            key=one.key,
            label=labels[one.key],
            count=one.count,
            totals=one.money(board.total),
            is_open=one.key in open_keys,
            toggle_href=_toggled(state, one.key, one.key in open_keys),
            places=[
                replace(_place(one.key, lane.value, cells, cards), is_capped=is_capped)
                for lane in found
            ],
        )
        for one in shown
    ]
    return Banded(by, found, bands, len(groups) > SHOWN, is_capped)


def _cards(
    actor: Actor, noun: Noun[Any], state: ListState, crossing: Crossing, at: dt.datetime
) -> dict[tuple[str, str], tuple[list[Card], str]]:
    """The first cards of each open cell: where work is over, in an order of its own."""
    if not crossing.down.keys:
        return {}
    orders: dict[str, list[str]] = {}
    for lane in crossing.across.keys:
        orders.setdefault(in_order_of(noun, state, {lane}).sort, []).append(lane)
    by, across = crossing.down.by, crossing.across.by
    maker = CardMaker(actor, noun, [by.field.name, across.field.name])
    cards: dict[tuple[str, str], tuple[list[Card], str]] = {}
    for sort, some in orders.items():
        query = maker.query(replace(state, sort=sort), state.filter, CARDS)
        part = replace(crossing, across=Axis(across, some))
        crossed = read_crossing(actor, noun, query, part, at)
        for keys, (held, more) in crossed.cells.items():
            cards[keys] = maker.cards(held, crossed.columns, crossed.titles, at), more
    return cards


def may_change_band(actor: Actor, noun: Noun[Any], by: Grouping) -> bool:
    """Whether a card can be taken to another band: its field changes as in a list."""
    return not by.unit and may_change(actor, noun, by.field)


def _lanes(
    actor: Actor, noun: Noun[Any], board: Board, across: Grouping, cells: Cells
) -> list[Lane]:
    groups, loads = _added_up(cells, 1), loads_of(actor, noun)
    labels = labels_of(actor, across.field, groups.keys() | loads.keys())
    return [
        lane_of(board, groups.get(value, Group(value)), label, loads.get(value))
        for value, label in labels.items()
    ]


def _added_up(cells: Cells, axis: int) -> dict[str, Group]:
    """The cells together along one of the two axes."""
    found: dict[str, Group] = {}
    for keys, cell in cells.items():
        sums = [(name, cur, minor) for name, one in cell.sums.items() for cur, minor in one.items()]
        found.setdefault(keys[axis], Group(keys[axis])).take(cell.count, sums)
    return found


def _open(state: ListState, keys: Sequence[str], most: int) -> list[str]:
    """The first bands stand open by themselves, unless shut; the others once opened."""
    wanted = [
        key
        for place, key in enumerate(keys)
        if key in state.opened or (place < OPEN and key not in state.shut)
    ]
    return wanted[:most]


def _toggled(state: ListState, key: str, is_open: bool) -> str:
    opened = tuple(one for one in state.opened if one != key)
    shut = tuple(one for one in state.shut if one != key)
    if is_open:
        return state.but(opened=opened, shut=(*shut, key)).href
    return state.but(opened=(*opened, key), shut=shut).href


def _place(
    key: str, value: str, cells: Cells, cards: Mapping[tuple[str, str], tuple[list[Card], str]]
) -> Place:
    held, more = cards.get((key, value), ([], ""))
    count = cells[key, value].count if (key, value) in cells else 0
    return Place(value, count, held, more)
