"""The list workbench of any noun."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.rows import Owned
from guanxi.platform.records.prepared import kept_for
from guanxi.platform.records.reading import (
    ListPage,
    list_columns,
    matching,
    may_ask_by,
    read_list,
    read_total,
    readable_names,
)
from guanxi.platform.records.titles import titles
from guanxi.platform.rights.visibility import visible_to
from guanxi.platform.views.models import SavedView
from guanxi.platform.views.reading import Tab, tabs_of
from guanxi.web.acting import noun_or_404, signed_in
from guanxi.web.filters.chips import ChipMaker
from guanxi.web.lists.bulk import Act, acts_for
from guanxi.web.lists.cells import CellContext
from guanxi.web.lists.frames import Around
from guanxi.web.lists.groups import grouped_table
from guanxi.web.lists.heads import heads
from guanxi.web.lists.marks import with_read
from guanxi.web.lists.rows import Column, columns_of, rows_html
from guanxi.web.lists.state import ListState, opened_state, standard_filter
from guanxi.web.lists.tabs import chosen_view

# What the bar shows beside its state and its tabs.
IN_BAR = (
    "switch_query", "is_edited", "chips", "has_board", "has_calendar",
    "may_export", "may_share_by_rule",
)  # fmt: skip


@signed_in
def list_page(request: HttpRequest, actor: Actor, noun_key: str) -> HttpResponse:
    """The list in the state that its address names."""
    noun = noun_or_404(actor, noun_key)
    tabs = tabs_of(actor, noun)
    view = chosen_view(request, actor, noun, tabs)
    state = opened_state(request, actor, noun, view)
    total = read_total(actor, noun, state.query)
    is_part = request.headers.get("HX-Target") == "list"

    def around() -> dict[str, Any]:
        return bar_context(actor, noun, state, tabs, view) | {"total": total} | _acts(actor, noun)

    if state.group:
        context = around() | grouped_table(actor, noun, state, matching(actor, noun, state.query))
        return render(request, "web/lists/list.html" if is_part else "web/lists/page.html", context)
    page = read_page(actor, noun, state)
    columns = _columns(actor, noun, page)
    return Around(request, actor, noun, total, page, is_part).answer(
        rows_html(noun, page, columns),
        lambda: (
            around()
            | heads(actor, noun, columns, state)
            | _ways(state, page)
            | _emptiness(actor, noun, page)
        ),
    )


def read_page(actor: Actor, noun: Noun[Any], state: ListState) -> ListPage:
    """One page of the list, with what the marks of its columns read."""
    asked = "read", state.columns
    names = kept_for(actor, noun, asked, lambda: _names_of(actor, noun, state.columns))
    page = read_list(actor, noun, replace(state.query, columns=names.read))
    columns = [one for one in page.columns if one.name in names.shown]
    return replace(page, columns=columns)


@dataclass(frozen=True)
class _Names:
    actor: Actor
    shown: list[str]
    read: list[str]


def _names_of(actor: Actor, noun: Noun[Any], columns: Sequence[str]) -> _Names:
    """Which fields a list with these columns shows, and which it reads for that."""
    asked = [one.name for one in list_columns(actor, noun, columns)]
    shown = [noun.title, *(name for name in asked if name != noun.title)]
    return _Names(actor, shown, readable_names(actor, noun, with_read(noun, shown)))


def bar_context(
    actor: Actor, noun: Noun[Any], state: ListState, tabs: list[Tab], view: SavedView | None
) -> dict[str, Any]:
    """Title, tabs of views and the sentence of chips: shared by list, board and calendar."""
    names = _Titles(actor)
    maker = ChipMaker(
        state.filter, name_of=names, address_of=lambda changed: state.but(filter=dict(changed)).href
    )
    context = {
        "chips": maker.chips(noun),
        "tells_of_records": names.are_told,
        "noun": noun,
        "base": state.base,
        "state": state,
        "layout_query": urlencode(state.parameters, doseq=True),
        "switch_query": _switch_query(actor, noun, state),
        "tabs": tabs,
        "view": view,
        "is_edited": state.differs_from(view) if view else bool(state.filter),
        "has_board": noun.board is not None and may_ask_by(actor, noun, noun.board.by),
        "has_calendar": noun.calendar is not None and may_ask_by(actor, noun, noun.calendar.start),
        "may_create": noun.can_create and actor.may(noun.permission("create")),
        "may_export": actor.may(noun.permission("export")),
        "may_share_by_rule": may_share_by_rule(actor, noun),
        "may_import": actor.may(noun.permission("import")),
        "grouped_by": "",
    }
    return context | {"bar_key": _bar_key(context)}


def _bar_key(context: dict[str, Any]) -> str:
    """All that tabs and chips show, so that ones written before can stand again."""
    tabs = [(tab.view.pk, tab.view.layout, tab.view.reach, tab.label) for tab in context["tabs"]]
    shown = [context[name] for name in IN_BAR]
    return repr((context["state"].href, getattr(context["view"], "pk", 0), tabs, *shown))


def _switch_query(actor: Actor, noun: Noun[Any], state: ListState) -> str:
    """What another layout is given: no filter that nobody chose, as each has its own."""
    given = dict(state.parameters)
    if not state.view and state.filter == standard_filter(actor, noun, state.layout):
        given.pop("filter", None)
    return urlencode(given, doseq=True)


def may_share_by_rule(actor: Actor, noun: Noun[Any]) -> bool:
    """Whether the actor may show all rows that a list finds to somebody else."""
    return actor.is_administrator and not actor.is_read_only and isinstance(noun.rows, Owned)


def _columns(actor: Actor, noun: Noun[Any], page: ListPage) -> list[Column]:
    cells = CellContext(timezone.now(), page.titles)
    return columns_of(actor, noun, page.columns, cells, page.rows[0] if page.rows else ())


def _ways(state: ListState, page: ListPage) -> dict[str, Any]:
    """How many rows the page shows, and the addresses of those beside it."""
    return {
        "shown": len(page.rows),
        "next_href": state.but(cursor=page.next).href if page.next else "",
        "previous_href": state.but(cursor=page.previous).href if page.previous else "",
    }


def _emptiness(actor: Actor, noun: Noun[Any], page: ListPage) -> dict[str, Any]:
    """Of an empty page, whether there is any row at all to see: it can change at any moment."""
    if page.rows:
        return {}
    return {"is_bare": not visible_to(actor, noun).exists(), "tells_of_records": True}


@dataclass(frozen=True)
class _Acts:
    actor: Actor
    offered: list[Act]


def _acts(actor: Actor, noun: Noun[Any]) -> dict[str, Any]:
    acts = kept_for(actor, noun, ("acts",), lambda: _Acts(actor, acts_for(actor, noun))).offered
    return {
        "bulk_acts": acts,
        "acts_key": " ".join(act.name for act in acts),
        "has_more_acts": not all(act.in_bar for act in acts),
    }


class _Titles:
    """What records in a filter are called, and whether that was asked."""

    def __init__(self, actor: Actor) -> None:
        self.actor, self.are_told = actor, False

    def __call__(self, target: str, key: int) -> str:
        self.are_told = True
        return titles(self.actor, target, {key}).get(key, "")
