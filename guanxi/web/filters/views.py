"""Adding and changing one condition of a list; every answer is an address of the list."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.given import whole_number
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.titles import titles
from guanxi.web.acting import noun_or_404, signed_in
from guanxi.web.filters import editing, words
from guanxi.web.filters.chips import reached_field
from guanxi.web.filters.editor import (
    RELATED,
    TEXT,
    VIA,
    condition_given,
    editor_kind,
    first_operator,
    noun_over,
    offers,
    operators,
    place_of,
)
from guanxi.web.lists.state import ListState, state_in


@signed_in
def condition_editor(request: HttpRequest, actor: Actor, noun_key: str, act: str) -> HttpResponse:
    """The editor for a new condition ("add") or for the one at a place ("edit")."""
    noun = noun_or_404(actor, noun_key)
    state = state_in(noun, request.GET.get("state", ""))
    return _editor(request, actor, noun, state, act, request.GET.get("at", ""))


@signed_in
def narrow_related(request: HttpRequest, actor: Actor, noun_key: str) -> HttpResponse:
    """The editor for what is asked of the related records that were just chosen."""
    noun = noun_or_404(actor, noun_key)
    state = state_in(noun, request.GET.get("state", ""))
    condition = _described(noun, state, request.GET)
    if not condition:
        raise Http404
    place = request.GET.get("at", "")
    placed = _placed(state, request.GET, condition)
    if request.GET.get("act") != "edit":
        place = editing.last_place(placed.filter, place)
    return _editor(request, actor, noun, placed, "add", f"{place}.{editing.WITHIN}", fresh=True)


@signed_in
def apply_condition(request: HttpRequest, actor: Actor, noun_key: str) -> HttpResponse:
    """The list with the described condition put in its place."""
    noun = noun_or_404(actor, noun_key)
    state = state_in(noun, request.GET.get("state", ""))
    condition = _described(noun, state, request.GET)
    if not condition:
        return redirect(state.href)
    return redirect(_placed(state, request.GET, condition).href)


def _editor(  # noqa: PLR0913 - one popover, opened in three ways
    request: HttpRequest,
    actor: Actor,
    noun: Noun[Any],
    state: ListState,
    act: str,
    place: str,
    fresh: bool = False,
) -> HttpResponse:
    now: dict[str, Any] = {}
    if act == "edit":
        now = dict(editing.part_at(state.filter, place) or {})
        if not now:
            raise Http404
    asked = place_of(noun, state.filter, place)
    given = "" if fresh else request.GET.get("field") or _field_of(now)
    path = given.removeprefix(VIA) if given.startswith(VIA) else ""
    onward = noun_over(asked, path) if path else asked
    if onward is None:
        raise Http404
    chosen = "" if path else given
    context = {
        "noun": asked,
        "base": state.base,
        "state": state,
        "at": place,
        "act": act,
        "path": path,
        "offers": offers(actor, onward, f"{path}." if path else ""),
        "chosen": chosen,
        "chosen_label": _label(asked, chosen),
        "periods": words.PERIODS.items(),
        "can_narrow": chosen.startswith(RELATED),
    }
    values = _value_context(request, actor, asked, chosen, now)
    return render(request, "web/filters/editor.html", context | values)


def _described(noun: Noun[Any], state: ListState, given: Any) -> dict[str, Any]:
    """The condition in the form; a related one keeps what was asked of its rows."""
    place = given.get("at", "")
    condition = condition_given(place_of(noun, state.filter, place), given)
    if given.get("act") == "edit" and "related" in condition:
        held = editing.part_at(state.filter, place) or {}
        if held.get("related") == condition["related"] and held.get("where"):
            condition["where"] = held["where"]
    return condition


def _placed(state: ListState, given: Any, condition: dict[str, Any]) -> ListState:
    place, act, how = given.get("at", ""), given.get("act", "add"), given.get("join", "")
    if act != "edit":
        return state.but(filter=editing.added(state.filter, condition, place))
    if how == "any":
        return state.but(filter=editing.joined(state.filter, condition, place))
    changed = editing.replaced(state.filter, condition, place)
    if how == "bracket":
        changed = editing.bracketed(changed, place)
    return state.but(filter=changed)


def _label(noun: Noun[Any], name: str) -> str:
    found = reached_field(noun, name) if name and ":" not in name else None
    return found[0] if found else ""


def _value_context(
    request: HttpRequest, actor: Actor, noun: Noun[Any], name: str, now: dict[str, Any]
) -> dict[str, Any]:
    if not name:
        return {}
    operator = request.GET.get("op") or now.get("op") or ""
    if name == TEXT:
        return {"kind": "text", "value": now.get("text", "")}
    if name.startswith(RELATED):
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
        "value": _typed(value),
        "values": [str(part) for part in listed],
        "pair": listed if len(listed) == 2 else ["", ""],
        "period": period,
        "counted": words.COUNTED.match(period) if period not in words.PERIODS else None,
        "picked": key,
        "picked_title": title,
        "is_yes": value is not False,
    }


def _typed(value: Any) -> Any:
    if isinstance(value, list):
        return _(", ").join(map(str, value))
    return "" if isinstance(value, dict) or value is None else value


def _field_of(now: dict[str, Any]) -> str:
    if "related" in now:
        return f"{RELATED}{now['related']}"
    return TEXT if "text" in now else str(now.get("field", ""))
