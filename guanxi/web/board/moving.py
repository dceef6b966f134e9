"""Moving a record to another lane of a board or another day of a calendar: by drag or by menu."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import RuleBroken
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Calendar, Noun
from guanxi.platform.records.reading import may_ask_by
from guanxi.platform.records.writing import update_record
from guanxi.web.acting import noun_or_404, signed_in
from guanxi.web.board.lanes import labels_of
from guanxi.web.lists.rows import may_change
from guanxi.web.records.history import last_change
from guanxi.web.records.reading import Seen, see


@signed_in
def move(request: HttpRequest, actor: Actor, noun_key: str, pk: int) -> HttpResponse:
    """GET offers the places to move to, POST moves; the rules of the noun decide."""
    noun = noun_or_404(actor, noun_key)
    seen = see(actor, noun, pk)
    is_day = request.GET.get("as", request.POST.get("as", "")) == "calendar"
    field = _field(noun, is_day)
    if not may_ask_by(actor, noun, field.name):
        raise Http404
    if request.method == "GET":
        context: dict[str, Any] = {"seen": seen, "field": field, "is_day": is_day}
        if is_day:
            context["day"] = _day_of(seen.values[field.name])
        else:
            value = seen.values[field.name]
            now = "" if value is None else str(value)
            context["places"] = labels_of(actor, field, {now}).items()
            context["now"] = now
        return render(request, "web/board/move.html", context)
    to = request.POST.get("to", "")
    values = _moved(noun, seen, to) if is_day else {field.name: to or None}
    update_record(noun, pk, values, actor=actor, at=timezone.now())
    return _told(request, seen, field)


def may_move(actor: Actor, noun: Noun[Any], is_day: bool = False) -> bool:
    """Whether cards of this noun can be taken elsewhere by this actor."""
    return may_change(actor, noun, _field(noun, is_day))


def _field(noun: Noun[Any], is_day: bool) -> Field:
    if is_day and noun.calendar is not None:
        return noun.field(noun.calendar.start)
    if not is_day and noun.board is not None:
        return noun.field(noun.board.by)
    raise Http404


def _moved(noun: Noun[Any], seen: Seen, to: str) -> dict[str, Any]:
    """Start and end on another day, at the same hours."""
    shape: Calendar = noun.calendar or Calendar("")
    try:
        day = dt.date.fromisoformat(to)
    except ValueError:
        raise RuleBroken(_("Choose a day.")) from None
    start = seen.values[shape.start]
    shift = day - (_day_of(start) or day)
    names = [shape.start, *([shape.end] if shape.end else [])]
    return {name: _shifted(seen.values[name], shift) for name in names if seen.values[name]}


def _shifted(value: Any, shift: dt.timedelta) -> Any:
    if isinstance(value, str):
        moment = dt.datetime.fromisoformat(value) if "T" in value else dt.date.fromisoformat(value)
        return (moment + shift).isoformat()
    if isinstance(value, dt.datetime):
        local = timezone.localtime(value)
        day = dt.datetime.combine(local.date() + shift, local.time())
        return timezone.make_aware(day).isoformat()
    return (value + shift).isoformat()


def _day_of(value: Any) -> dt.date | None:
    if isinstance(value, str):
        return dt.date.fromisoformat(value[:10])
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).date()
    return value if isinstance(value, dt.date) else None


def _told(request: HttpRequest, seen: Seen, field: Field) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        return redirect(seen.href)
    fact = last_change(seen.noun, seen.pk)
    text = _("%(title)s moved") % {"title": seen.title}
    undo = f"{seen.href}revert/{fact.pk}/" if fact else ""
    response = render(request, "web/toast_oob.html", {"text": text, "undo_href": undo})
    response["HX-Reswap"] = "none"
    response["HX-Trigger"] = "rows-changed"
    return response
