"""Adding and changing one condition of a list; every answer is an address of the list."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.titles import titles
from guanxi.web.acting import noun_or_404, signed_in
from guanxi.web.filters import editing, words
from guanxi.web.filters.chips import reached_field
from guanxi.web.filters.editor import (
    condition_given,
    editor_kind,
    first_operator,
    offers,
    operators,
)
from guanxi.web.given import whole_number
from guanxi.web.lists.state import ListState, state_in


@signed_in
def condition_editor(request: HttpRequest, actor: Actor, noun_key: str, act: str) -> HttpResponse:
    """The editor for a new condition ("add") or for the one at a place ("edit")."""
    noun = noun_or_404(actor, noun_key)
    state = state_in(noun, request.GET.get("state", ""))
    place = request.GET.get("at", "")
    now: dict[str, Any] = {}
    if act == "edit":
        now = dict(editing.part_at(state.filter, place) or {})
        if not now:
            raise Http404
    given = request.GET.get("field") or now.get("field") or _related_name(now)
    context = {
        "noun": noun,
        "base": state.base,
        "state": state,
        "at": place,
        "act": act,
        "offers": offers(actor, noun),
        "chosen": given,
        "periods": words.PERIODS.items(),
    }
    return render(
        request,
        "web/filters/editor.html",
        context | _value_context(request, actor, noun, given, now),
    )


@signed_in
def apply_condition(request: HttpRequest, actor: Actor, noun_key: str) -> HttpResponse:
    """The list with the described condition put in its place."""
    noun = noun_or_404(actor, noun_key)
    state = state_in(noun, request.GET.get("state", ""))
    condition = condition_given(noun, request.GET)
    if not condition:
        return redirect(state.href)
    return redirect(_placed(state, request.GET, condition).href)


def _placed(state: ListState, given: Any, condition: dict[str, Any]) -> ListState:
    place, act = given.get("at", ""), given.get("act", "add")
    if act == "edit" and given.get("join"):
        return state.but(filter=editing.joined(state.filter, condition, place))
    if act == "edit":
        return state.but(filter=editing.replaced(state.filter, condition, place))
    return state.but(filter=editing.added(state.filter, condition, place))


def _value_context(
    request: HttpRequest, actor: Actor, noun: Noun[Any], name: str, now: dict[str, Any]
) -> dict[str, Any]:
    if not name:
        return {}
    operator = request.GET.get("op") or now.get("op") or ""
    if name.startswith("related:"):
        return {
            "operators": list(words.RELATED_OPERATORS.items()),
            "operator": operator or "any",
            "kind": "none" if operator in {"", "any", "none"} else "figure",
            "value": now.get("value", ""),
        }
    found = reached_field(noun, name)
    if found is None:
        raise Http404
    one = found[1]
    if operator not in one.kind.operators:
        operator = first_operator(one)
    value = now.get("value") if now.get("field") == name else None
    return {
        "field": one,
        "operators": operators(one),
        "operator": operator,
        "kind": editor_kind(one, operator),
        "target": one.target or one.type,
        **_value_parts(actor, one, value),
    }


def _value_parts(actor: Actor, one: Any, value: Any) -> dict[str, Any]:
    listed = value if isinstance(value, list) else [value]
    period = value.get("period", "") if isinstance(value, dict) else ""
    key = whole_number(listed[0])
    title = ""
    if one.is_relation and key is not None:
        title = titles(actor, one.target or one.type, {key}).get(key, "")
    return {
        "value": "" if isinstance(value, dict | list) or value is None else value,
        "values": [str(part) for part in listed],
        "pair": listed if len(listed) == 2 else ["", ""],
        "period": period,
        "counted": words.COUNTED.match(period) if period not in words.PERIODS else None,
        "picked": key,
        "picked_title": title,
        "is_yes": value is not False,
    }


def _related_name(now: dict[str, Any]) -> str:
    return f"related:{now['related']}" if "related" in now else ""
