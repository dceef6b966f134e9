"""The board of a noun that has stages."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.noun import Board, Noun
from guanxi.platform.records.grouping import Grouping
from guanxi.platform.records.reading import may_ask_by
from guanxi.platform.views.reading import tabs_of
from guanxi.web.acting import noun_or_404, signed_in
from guanxi.web.board import bands
from guanxi.web.board.lanes import CARDS, lane_cards, lanes
from guanxi.web.board.moving import may_move, moves_by_acts, taken_by_hand
from guanxi.web.lists.state import NONE, ListState, standard_filter, state_in, state_of
from guanxi.web.lists.tabs import chosen_view
from guanxi.web.lists.views import bar_context


@signed_in
def board_page(request: HttpRequest, actor: Actor, noun_key: str) -> HttpResponse:
    """The list as lanes of cards, in bands where it is grouped."""
    noun, board = _with_board(actor, noun_key)
    tabs = tabs_of(actor, noun)
    view = chosen_view(request, actor, noun, tabs)
    state = state_of(noun, request.GET, view, "board", standard_filter(actor, noun, "board"))
    is_exact = request.GET.get("counted") == "exactly"
    context = bar_context(actor, noun, state, tabs, view)
    context |= _divided(actor, noun, board, state, is_exact=is_exact)
    found = context["lanes"]
    is_movable = may_move(actor, noun) or bool(context.get("move_by"))
    context |= taken_by_hand(actor, noun, _shown(context), is_movable=is_movable)
    context |= {
        "by_label": noun.field(board.by).label,
        "total_field": noun.fields.get(board.total),
        "weighted_field": noun.fields.get(board.weighted),
        "most": max([lane.total for lane in found], default=0) or 1,
        "has_acts": moves_by_acts(actor, noun),
        "may_limit": actor.is_administrator and not actor.is_read_only,
    }
    part = request.headers.get("HX-Target") == "list"
    return render(request, "web/board/board.html" if part else "web/board/page.html", context)


@signed_in
def more_cards(request: HttpRequest, actor: Actor, noun_key: str) -> HttpResponse:
    """The next cards of one lane, or of where it crosses a band."""
    noun, board = _with_board(actor, noun_key)
    state = state_in(noun, request.GET.get("state", "")).but(cursor=request.GET.get("at", ""))
    value = request.GET.get("lane", "")
    within = [(Grouping(noun.field(board.by)), value)]
    by = bands.bands_by(actor, noun, board, state.group) if "band" in request.GET else None
    if by is not None:
        within.append((by, request.GET["band"]))
    cards, more = lane_cards(actor, noun, state, within, timezone.now(), CARDS)
    context: dict[str, Any] = {
        "cards": cards,
        "more": more,
        "value": value,
        "base": f"/{noun.key}/",
        "has_acts": moves_by_acts(actor, noun),
        "state": state,
    }
    if by is not None:
        context |= {
            "has_bands": True,
            "band": request.GET["band"],
            "move_by": _move_by(actor, noun, by),
        }
    is_movable = may_move(actor, noun) or bool(context.get("move_by"))
    context |= taken_by_hand(actor, noun, [one.pk for one in cards], is_movable=is_movable)
    return render(request, "web/board/cards.html", context)


def _divided(
    actor: Actor, noun: Noun[Any], board: Board, state: ListState, *, is_exact: bool
) -> dict[str, Any]:
    now = timezone.now()
    by = bands.bands_by(actor, noun, board, state.group)
    if by is None:
        return {"lanes": lanes(actor, noun, board, state, now, is_exact=is_exact)}
    found = bands.banded(actor, noun, board, state, by, now, is_exact=is_exact)
    return {
        "lanes": found.lanes,
        "bands": found.bands,
        "has_bands": True,
        "has_more_bands": found.has_more,
        "is_of_newest": found.is_capped,
        "grouped_by": by.field.label,
        "ungroup_href": state.but(group=NONE, opened=(), shut=()).href,
        "move_by": _move_by(actor, noun, by),
    }


def _shown(context: dict[str, Any]) -> list[int]:
    """The records on the board, lane by lane or where lanes cross bands."""
    places = [*context["lanes"], *(one for band in context.get("bands", ()) for one in band.places)]
    return [card.pk for place in places for card in place.cards]


def _move_by(actor: Actor, noun: Noun[Any], by: Grouping) -> str:
    """The field that a card changes when it goes to another band, if it may."""
    return by.field.name if bands.may_change_band(actor, noun, by) else ""


def _with_board(actor: Actor, key: str) -> tuple[Noun[Any], Board]:
    noun = noun_or_404(actor, key)
    if noun.board is None or not may_ask_by(actor, noun, noun.board.by):
        raise Http404
    return noun, noun.board
