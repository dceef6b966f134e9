"""Swim-lanes: the rows of a board in bands, each divided by the lanes."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from guanxi.platform.actors.actor import Actor
from guanxi.platform.boards.limits import loads_of
from guanxi.platform.money.amounts import Money
from guanxi.platform.nouns.noun import Board, Noun
from guanxi.platform.records.crossing import Axis, Crossed, Crossing, read_crossing
from guanxi.platform.records.grouping import (
    Group,
    Grouping,
    grouping_of,
    in_order,
    read_crossed,
)
from guanxi.platform.records.reading import matching
from guanxi.web.board.cards import Card, CardMaker
from guanxi.web.board.lanes import Lane, labels_of, lane_of, summed_of
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

    @property
    def rest(self) -> int:
        """How many cards are not shown yet."""
        return self.count - len(self.cards)


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
    """A board with swim-lanes."""

    by: Grouping
    lanes: Sequence[Lane]
    bands: Sequence[Band]
    has_more: bool


Cells = Mapping[tuple[str, str], Group]


def bands_by(actor: Actor, noun: Noun[Any], board: Board, group: str) -> Grouping | None:
    """What the bands go by: nothing where that is what the lanes go by already."""
    by = grouping_of(actor, noun, group) if group else None
    return None if by is None or by.field.name == board.by else by


def banded(
    actor: Actor,
    noun: Noun[Any],
    board: Board,
    state: ListState,
    by: Grouping,
    at: dt.datetime,
) -> Banded:
    """The board by lanes and bands; as many queries for a hundred cells as for one."""
    across = Grouping(noun.field(board.by))
    rows = matching(actor, noun, state.query)
    cells = read_crossed(rows, by, across, summed_of(actor, noun, board))
    groups = in_order(by, _added_up(cells, 0).values())
    found = _lanes(actor, noun, board, across, cells)
    shown = groups[:SHOWN]
    open_keys = _open(state, [one.key for one in shown])
    crossing = Crossing(
        Axis(by, open_keys),
        Axis(across, [one.value for one in found]),
        {keys: one.count for keys, one in cells.items()},
    )
    maker = CardMaker(actor, noun, [by.field.name, across.field.name])
    query = maker.query(state, state.filter, CARDS)
    crossed = read_crossing(actor, noun, query, crossing, at) if open_keys else Crossed()
    labels = group_labels(actor, by, [one.key for one in shown])
    cards = {
        keys: (maker.cards(held, crossed.columns, crossed.titles, at), more)
        for keys, (held, more) in crossed.cells.items()
    }
    bands = [
        Band(
            key=one.key,
            label=labels[one.key],
            count=one.count,
            totals=one.money(board.total),
            is_open=one.key in open_keys,
            toggle_href=_toggled(state, one.key, one.key in open_keys),
            places=[_place(one.key, lane.value, cells, cards) for lane in found],
        )
        for one in shown
    ]
    return Banded(by, found, bands, len(groups) > SHOWN)


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


def _open(state: ListState, keys: Sequence[str]) -> list[str]:
    """The first bands stand open by themselves, unless shut; the others once opened."""
    wanted = [
        key
        for place, key in enumerate(keys)
        if key in state.opened or (place < OPEN and key not in state.shut)
    ]
    return wanted[:MOST_OPEN]


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
