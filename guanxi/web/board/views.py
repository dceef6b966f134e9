"""The board of a noun that has stages."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.reading import may_ask_by
from guanxi.platform.views.reading import tabs_of
from guanxi.web.acting import noun_or_404, signed_in
from guanxi.web.board.lanes import lane_cards, lanes
from guanxi.web.board.moving import may_move
from guanxi.web.lists.state import standard_filter, state_in, state_of
from guanxi.web.lists.tabs import chosen_view
from guanxi.web.lists.views import bar_context


@signed_in
def board_page(request: HttpRequest, actor: Actor, noun_key: str) -> HttpResponse:
    """The list as lanes of cards."""
    noun, board = _with_board(actor, noun_key)
    tabs = tabs_of(actor, noun)
    view = chosen_view(request, actor, noun, tabs)
    state = state_of(noun, request.GET, view, "board", standard_filter(actor, noun))
    found = lanes(actor, noun, board, state, timezone.now())
    context = bar_context(actor, noun, state, tabs, view) | {
        "lanes": found,
        "by_label": noun.field(board.by).label,
        "total_field": noun.fields.get(board.total),
        "weighted_field": noun.fields.get(board.weighted),
        "most": max([lane.total or 0 for lane in found], default=0) or 1,
        "may_move": may_move(actor, noun),
    }
    part = request.headers.get("HX-Target") == "list"
    return render(request, "web/board/board.html" if part else "web/board/page.html", context)


@signed_in
def more_cards(request: HttpRequest, actor: Actor, noun_key: str) -> HttpResponse:
    """The next cards of one lane."""
    noun, board = _with_board(actor, noun_key)
    state = state_in(noun, request.GET.get("state", "")).but(cursor=request.GET.get("at", ""))
    value = request.GET.get("lane", "")
    cards, more = lane_cards(actor, noun, state, noun.field(board.by), value, timezone.now())
    context: dict[str, Any] = {
        "cards": cards,
        "more": more,
        "value": value,
        "base": f"/{noun.key}/",
    }
    context["may_move"] = may_move(actor, noun)
    return render(request, "web/board/cards.html", context | {"state": state})


def _with_board(actor: Actor, key: str) -> tuple[Noun[Any], Any]:
    noun = noun_or_404(actor, key)
    if noun.board is None or not may_ask_by(actor, noun, noun.board.by):
        raise Http404
    return noun, noun.board
