"""The lanes of a board: their totals on the server, their cards a handful at a time."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.boards.limits import Load, loads_of
from guanxi.platform.glossary.saying import said
from guanxi.platform.money.amounts import Money
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Board, Noun
from guanxi.platform.records.grouping import Group, Grouping, read_groups
from guanxi.platform.records.reading import read_list, read_total
from guanxi.platform.records.titles import titles
from guanxi.web.board.cards import Card, CardMaker
from guanxi.web.board.newest import rows_within_cap
from guanxi.web.fields.picking import found
from guanxi.web.lists.state import ListState

CARDS = 20
# Of more rows than are counted, no more lanes than this: each asks for its own number and cards.
MOST_LANES = 40


@dataclass(frozen=True)
class Lane:
    """One value of the board's field: how many, how much, how full, and the first cards.

    ``is_added_up`` is False where there is no sum yet, ``is_capped`` where there are more.
    """

    value: str
    label: str
    count: int
    totals: Sequence[Money]
    weighted: Sequence[Money]
    load: Load | None = None
    cards: Sequence[Card] = field(default_factory=list)
    more: str = ""
    is_added_up: bool = True
    is_capped: bool = False

    @property
    def rest(self) -> int:
        """How many cards are not shown yet; 0 where nobody counted them."""
        return 0 if self.is_capped else self.count - len(self.cards)

    @property
    def total(self) -> int:
        """What the meter shows: the amount in the currency that most of it is in."""
        return int(self.totals[0]) if self.totals else 0


def lanes(  # noqa: PLR0913 - what a board shows, and how far it is counted
    actor: Actor,
    noun: Noun[Any],
    board: Board,
    state: ListState,
    at: dt.datetime,
    *,
    is_exact: bool = False,
) -> list[Lane]:
    """Every lane, the declared order first; each needs one query for its cards.

    Of more rows than a list counts, each lane is counted as far as a list is, and added up on
    demand, when ``is_exact``; lanes that nobody declared are those that the newest rows stand in.
    """
    by = Grouping(noun.field(board.by))
    rows, is_capped = rows_within_cap(actor, noun, state.query, at, is_exact=is_exact)
    if is_capped:
        is_known = bool(by.field.options) or by.field.type == "boolean"
        used = set() if is_known else {one.key for one in read_groups(rows, by, [])[0][:MOST_LANES]}
        return _capped(actor, noun, by, state, at, used)
    groups, _more = read_groups(rows, by, summed_of(actor, noun, board))
    held = {one.key: one for one in groups}
    loads = loads_of(actor, noun)
    found = []
    for value, label in labels_of(actor, by.field, held.keys() | loads.keys()).items():
        some = value in held
        cards, more = lane_cards(actor, noun, state, [(by, value)], at) if some else ([], "")
        group = held.get(value, Group(value))
        found.append(lane_of(board, group, label, loads.get(value), cards, more))
    return found


def _capped(
    actor: Actor, noun: Noun[Any], by: Grouping, state: ListState, at: dt.datetime, used: set[str]
) -> list[Lane]:
    """The lanes, each counted no further than a list: what finding its cards soonest takes too."""
    loads, found = loads_of(actor, noun), []
    for value, label in labels_of(actor, by.field, {"", *used, *loads}).items():
        query = replace(state.query, filter=_narrowed(state, [(by, value)]))
        total = read_total(actor, noun, query, at=at)
        load = loads.get(value)
        if value == "" and not total.number and load is None:
            continue
        cards, more = (
            lane_cards(actor, noun, state, [(by, value)], at) if total.number else ([], "")
        )
        lane = Lane(value, label, total.number, (), (), load, cards, more)
        found.append(replace(lane, is_added_up=False, is_capped=total.is_capped))
    return found


def lane_of(  # noqa: PLR0913 - a lane is all of it
    board: Board,
    group: Group,
    label: str,
    load: Load | None,
    cards: Sequence[Card] = (),
    more: str = "",
) -> Lane:
    """One lane from what its group adds up to."""
    return Lane(
        value=group.key,
        label=label,
        count=group.count,
        totals=group.money(board.total),
        weighted=group.money(board.weighted),
        load=load,
        cards=cards,
        more=more,
    )


def lane_cards(
    actor: Actor,
    noun: Noun[Any],
    state: ListState,
    within: Sequence[tuple[Grouping, str]],
    at: dt.datetime,
    limit: int = CARDS,
) -> tuple[list[Card], str]:
    """The next cards of one lane, or one cell of it, and the mark of those that follow."""
    narrowed = _narrowed(state, within)
    maker = CardMaker(actor, noun, [by.field.name for by, _key in within])
    state = in_order_of(noun, state, {key for _by, key in within})
    page = read_list(actor, noun, maker.query(state, narrowed, limit), at=at)
    return maker.cards(page.rows, page.columns, page.titles, at), page.next


def in_order_of(noun: Noun[Any], state: ListState, lanes: Collection[str]) -> ListState:
    """The list as one of these lanes shows it: newest first where work is over.

    An order that somebody chose holds everywhere.
    """
    board = noun.board
    is_over = board is not None and not set(lanes).isdisjoint(board.closed)
    if board is None or not is_over or state.sort not in {"", noun.sort}:
        return state
    return replace(state, sort=board.closed_sort)


def _narrowed(state: ListState, within: Sequence[tuple[Grouping, str]]) -> dict[str, Any]:
    """The filter of one lane, or of one cell of it."""
    here = [by.condition(key) for by, key in within]
    return {"all": [one for one in (state.filter, *here) if one]}


def summed_of(actor: Actor, noun: Noun[Any], board: Board) -> list[Field]:
    """The fields that lanes are added up by, where this actor may read them plainly."""
    return [
        noun.field(name)
        for name in dict.fromkeys((board.total, board.weighted))
        if name and actor.field_mode(noun.key, name) in {"read", "full"}
    ]


def labels_of(actor: Actor, by: Field, used: set[str]) -> dict[str, str]:
    """The lanes by value: all options, or what is used and a handful beside it."""
    if by.options:
        labels = {key: str(label) for key, label in by.options.items()}
    elif by.is_relation:
        target = by.type if by.type in {"user", "team"} else by.target
        named = {one.key: one.title for one in found(actor, target, "")}
        named |= titles(actor, target, {int(value) for value in used if value})
        labels = {
            str(key): title for key, title in named.items() if str(key) in used or len(named) < 12
        }
    elif by.type == "boolean":
        labels = {"true": _("yes"), "false": _("no")}
    else:
        labels = said(by, [value for value in sorted(used) if value])
    if "" in used:
        labels[""] = _("none")
    return labels
