"""A list in groups: each with how many, its sums, and its first rows where it stands open."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from guanxi.platform.actors.actor import Actor
from guanxi.platform.glossary.saying import said
from guanxi.platform.money.amounts import Money
from guanxi.platform.nouns.fields import Field, Label
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.grouping import (
    GROUPED,
    MOMENTS,
    Group,
    Grouping,
    grouping_of,
    read_groups,
)
from guanxi.platform.records.reading import list_columns, read_list
from guanxi.platform.records.titles import titles
from guanxi.platform.records.values import readable_fields
from guanxi.web.acting import noun_or_404, signed_in
from guanxi.web.filters.editing import added
from guanxi.web.lists.cells import CellContext
from guanxi.web.lists.heads import heads
from guanxi.web.lists.marks import with_read
from guanxi.web.lists.rows import Column, columns_of, rows_html
from guanxi.web.lists.state import NONE, ListState, state_in
from guanxi.web.look import figures
from guanxi.web.look.periods import period_name

SHOWN, MOST_OPEN, SUMMED = 20, 8, 4
UNIT_LABELS: dict[str, Label] = {
    "day": gettext_lazy("by day"),
    "week": gettext_lazy("by week"),
    "month": gettext_lazy("by month"),
    "quarter": gettext_lazy("by quarter"),
    "year": gettext_lazy("by year"),
}


@dataclass(frozen=True)
class Part:
    """One group on the page; ``cells`` hold its sums under their columns."""

    label: str
    count: int
    cells: Sequence[SafeString]
    is_open: bool
    toggle_href: str
    all_href: str
    rows: SafeString = SafeString("")
    rest: int = 0


def grouped_table(
    actor: Actor, noun: Noun[Any], state: ListState, rows: QuerySet[Any]
) -> dict[str, Any]:
    """The heads, the groups and the sums of everything, for the list's template."""
    by = grouping_of(actor, noun, state.group)
    shown = list_columns(actor, noun, state.columns)
    summed = summed_of(actor, noun, shown)
    groups, has_more = read_groups(rows, by, summed)
    columns = columns_of(actor, noun, shown, CellContext(timezone.now(), {}))
    labels = group_labels(actor, by, [one.key for one in groups])
    makers = [_part(actor, noun, state, by, columns, one, labels[one.key]) for one in groups]
    whole = _whole(groups)
    return heads(actor, noun, columns, state) | {
        "grouped_by": by.field.label,
        "groups": makers,
        "has_more_groups": has_more,
        "whole": whole,
        "whole_cells": _cells(columns, whole),
        "shown": sum(min(one.count, SHOWN) for one in groups if one.key in state.opened),
        "ungroup_href": replace(state.but(opened=()), group=NONE).href,
    }


def summed_of(actor: Actor, noun: Noun[Any], shown: Sequence[Field]) -> list[Field]:
    """The amounts among the columns that this actor reads plainly."""
    return [
        one
        for one in shown
        if one.type == "money" and actor.field_mode(noun.key, one.name) in {"read", "full"}
    ][:SUMMED]


@signed_in
def group_chooser(request: HttpRequest, actor: Actor, noun_key: str) -> HttpResponse:
    """By which field the rows are grouped."""
    noun = noun_or_404(actor, noun_key)
    state = state_in(noun, request.GET.get("state", ""))
    if "group" in request.GET:
        wanted = request.GET["group"] or NONE
        return redirect(state.but(group=wanted, opened=(), shut=()).href)
    is_board = state.layout == "board" and noun.board is not None
    across = noun.board.by if is_board and noun.board else ""
    choices = [one for one in _choices(actor, noun) if one[0] != across]
    context = {"base": state.base, "state": state, "choices": choices, "is_board": is_board}
    return render(request, "web/lists/group.html", context)


def _choices(actor: Actor, noun: Noun[Any]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, one in readable_fields(actor, noun).items():
        if one.type not in GROUPED or actor.field_mode(noun.key, name) == "masked":
            continue
        if one.type in MOMENTS:
            comma = pgettext("between two facts", ", ")
            found += [
                (f"{name}:{unit}", f"{one.label}{comma}{said}")
                for unit, said in UNIT_LABELS.items()
            ]
        elif name != noun.title:
            found.append((name, str(one.label)))
    return found


def _part(  # noqa: PLR0913 - one line of the table needs all of it
    actor: Actor,
    noun: Noun[Any],
    state: ListState,
    by: Grouping,
    columns: Sequence[Column],
    group: Group,
    label: str,
) -> Part:
    is_open = group.key in state.opened[-MOST_OPEN:]
    others = tuple(one for one in state.opened if one != group.key)
    opened = others if is_open else (*others, group.key)[-MOST_OPEN:]
    within = state.but(filter=added(state.filter, by.condition(group.key)))
    return Part(
        label=label,
        count=group.count,
        cells=_cells(columns, group),
        is_open=is_open,
        toggle_href=state.but(opened=opened).href,
        all_href=replace(within, group=NONE, opened=()).href,
        rows=_rows(actor, noun, within) if is_open else SafeString(""),
        rest=max(0, group.count - SHOWN) if is_open else 0,
    )


def _rows(actor: Actor, noun: Noun[Any], state: ListState) -> SafeString:
    shown = [one.name for one in list_columns(actor, noun, state.columns)]
    wanted = [
        name
        for name in with_read(noun, [noun.title, *shown])
        if actor.field_mode(noun.key, name) != "hidden"
    ]
    page = read_list(actor, noun, replace(state.query, columns=wanted, limit=SHOWN))
    listed = [one for one in page.columns if one.name in shown or one.name == noun.title]
    context = CellContext(timezone.now(), page.titles)
    columns = columns_of(actor, noun, listed, context, page.rows[0] if page.rows else ())
    return rows_html(noun, page, columns)


def _cells(columns: Sequence[Column], group: Group) -> list[SafeString]:
    return [_sum(group.money(one.field.name)) for one in columns]


def _sum(amounts: Sequence[Money]) -> SafeString:
    written = [figures.money(one, one.currency) for one in amounts]
    return mark_safe("<br>".join(written))  # noqa: S308 - written by the house's own figures


def _whole(groups: Sequence[Group]) -> Group:
    whole = Group("")
    for one in groups:
        parts = [
            (name, cur, minor) for name, held in one.sums.items() for cur, minor in held.items()
        ]
        whole.take(one.count, parts)
    return whole


def group_labels(actor: Actor, by: Grouping, keys: Sequence[str]) -> dict[str, str]:
    """What groups are called, by key, within what the actor sees."""
    found = {"": _("without %(field)s") % {"field": by.field.label}}
    if by.unit:
        return found | {
            one: period_name(dt.date.fromisoformat(one), by.unit) for one in keys if one
        }
    if by.field.is_relation:
        target = by.field.type if by.field.type in {"user", "team"} else by.field.target
        named = titles(actor, target, {int(one) for one in keys if one})
        hidden = _("not yours to see")
        return found | {one: named.get(int(one), hidden) for one in keys if one}
    if by.field.type == "boolean":
        return found | {"true": _("yes"), "false": _("no")}
    if by.field.spoken:
        return found | said(by.field, [one for one in keys if one])
    return found | {one: str(by.field.options.get(one, one)) for one in keys if one}
