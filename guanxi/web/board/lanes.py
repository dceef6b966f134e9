"""The lanes of a board: their totals on the server, their cards a handful at a time."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Board, Noun
from guanxi.platform.records.reading import ListQuery, matching, read_list, readable_names
from guanxi.platform.records.titles import titles
from guanxi.platform.records.values import Masked
from guanxi.web.fields.picking import found
from guanxi.web.lists.cells import CellContext, writer_of
from guanxi.web.lists.marks import mark_of, with_read
from guanxi.web.lists.state import ListState

CARDS = 20
LINE = 3


@dataclass(frozen=True)
class Card:
    """One record on the board."""

    pk: int
    title: str
    above: str
    line: list[str]
    owner: str
    owner_key: int


@dataclass(frozen=True)
class Lane:
    """One value of the board's field: how many, how much, and the first cards."""

    value: str
    label: str
    count: int
    total: Any
    weighted: Any
    cards: Sequence[Card] = field(default_factory=list)
    more: str = ""


def lanes(
    actor: Actor, noun: Noun[Any], board: Board, state: ListState, at: dt.datetime
) -> list[Lane]:
    """Every lane, the declared order first; each needs one query for its cards."""
    by = noun.field(board.by)
    totals = _totals(actor, noun, board, by, state)
    found = []
    for value, label in labels_of(actor, by, set(totals)).items():
        held = totals.get(value, (0, None, None))
        cards, more = lane_cards(actor, noun, state, by, value, at) if held[0] else ([], "")
        found.append(Lane(value, label, *held, cards=cards, more=more))
    return found


def lane_cards(
    actor: Actor, noun: Noun[Any], state: ListState, by: Field, value: str, at: dt.datetime
) -> tuple[list[Card], str]:
    """The next cards of one lane and the mark of those that follow."""
    here: dict[str, Any] = {"field": by.name, "op": "is", "value": value}
    if value == "":
        here = {"field": by.name, "op": "empty"}
    names = _card_columns(actor, noun, by)
    query = ListQuery(
        {"all": [part for part in (state.filter, here) if part]},
        state.sort,
        [name for name in with_read(noun, names) if actor.field_mode(noun.key, name) != "hidden"],
        CARDS,
        state.cursor,
        state.text,
    )
    page = read_list(actor, noun, query, at=at)
    context = CellContext(at, page.titles)
    shown = [one for one in page.columns if one.name in names]
    cards = [_card(noun, row, shown, context) for row in page.rows]
    return cards, page.next


def _totals(
    actor: Actor, noun: Noun[Any], board: Board, by: Field, state: ListState
) -> dict[str, tuple[int, Any, Any]]:
    rows = matching(actor, noun, state.query).order_by()
    asked: dict[str, Any] = {"lane_count": Count("pk")}
    for name, asked_field in (("lane_total", board.total), ("lane_weighted", board.weighted)):
        if asked_field and actor.field_mode(noun.key, asked_field) in {"read", "full"}:
            asked[name] = Sum(noun.field(asked_field).expression())
    grouped = rows.annotate(lane_value=by.expression()).values("lane_value").annotate(**asked)
    return {
        "" if row["lane_value"] is None else str(row["lane_value"]): (
            row["lane_count"],
            row.get("lane_total"),
            row.get("lane_weighted"),
        )
        for row in grouped
    }


def labels_of(actor: Actor, by: Field, used: set[str]) -> dict[str, str]:
    """The lanes by value: all options, or what is used and a handful beside it."""
    if by.options:
        labels = {key: str(label) for key, label in by.options.items()}
    elif by.is_relation:
        target = by.type if by.type in {"user", "team"} else by.target
        named = dict(found(actor, target, ""))
        named |= titles(actor, target, {int(value) for value in used if value})
        labels = {
            str(key): title for key, title in named.items() if str(key) in used or len(named) < 12
        }
    else:
        labels = {value: value for value in sorted(used) if value}
    if "" in used:
        labels[""] = _("none")
    return labels


def _written(noun: Noun[Any], one: Field, row: dict[str, Any], context: CellContext) -> str:
    """A value as in a list: by its mark where it has one, so that what is late says so."""
    mark = mark_of(noun, one, context.now)
    if mark and mark.reads_from(row):
        return mark.write(row)
    return writer_of(one, context)(row[one.name])


def _card_columns(actor: Actor, noun: Noun[Any], by: Field) -> list[str]:
    beside = [name for name in noun.columns if name not in {noun.title, by.name}]
    shown = readable_names(actor, noun, beside)[: LINE + 2]
    return [*readable_names(actor, noun, [noun.title]), *shown]


def _card(
    noun: Noun[Any],
    row: dict[str, Any],
    columns: Sequence[Field],
    context: CellContext,
) -> Card:
    filled = [one for one in columns if row[one.name] not in (None, "", [])]
    plain = [one for one in filled if not isinstance(row[one.name], Masked)]
    owner = next((one for one in plain if one.type == "user"), None)
    above = next((one for one in plain if one.type == "relation"), None)
    line = [one for one in filled if one not in (owner, above) and one.name != noun.title][:LINE]
    line.sort(key=lambda one: one.type != "money")
    names = context.titles.get(above.target, {}) if above else {}
    return Card(
        pk=row["id"],
        title=str(row.get(noun.title) or f"{noun.label} {row['id']}"),
        above=names.get(row[above.name], "") if above else "",
        line=[_written(noun, one, row, context) for one in line],
        owner=context.titles["user"].get(row[owner.name], "") if owner else "",
        owner_key=row[owner.name] if owner else 0,
    )
