"""Moving a record to another lane of a board or another day of a calendar: by drag or by menu."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import RuleBroken
from guanxi.platform.nouns.fields import Field, Label
from guanxi.platform.nouns.noun import Calendar, Noun
from guanxi.platform.records.grouping import GROUPED, MOMENTS, Grouping, read_groups
from guanxi.platform.records.reading import may_ask_by
from guanxi.platform.records.writing import update_record
from guanxi.platform.rights.visibility import reached_of, visible_to
from guanxi.platform.verbs.verb import Verb, verbs_for
from guanxi.web.acting import noun_or_404, signed_in
from guanxi.web.board.lanes import labels_of
from guanxi.web.calendar.times import Lengthening, times_after, wall
from guanxi.web.lists.rows import may_change
from guanxi.web.records.acts import offered_acts
from guanxi.web.records.history import last_change
from guanxi.web.records.reading import Seen, see

MOST_BANDS = 30


@signed_in
def move(request: HttpRequest, actor: Actor, noun_key: str, pk: int) -> HttpResponse:
    """GET offers the places to move to, POST moves; the rules of the noun decide."""
    noun = noun_or_404(actor, noun_key)
    seen = see(actor, noun, pk)
    is_day = request.GET.get("as", request.POST.get("as", "")) == "calendar"
    field = _field(noun, is_day)
    if not may_ask_by(actor, noun, field.name):
        raise Http404
    band = None if is_day else _band(actor, noun, request.GET.get("by") or request.POST.get("by"))
    if request.method == "GET":
        context: dict[str, Any] = {"seen": seen, "field": field, "is_day": is_day}
        if is_day:
            context |= _times(actor, seen, field)
        else:
            context["ways"] = _ways(actor, seen, field, band)
            context["acts"] = _acts(actor, seen) if moves_by_acts(actor, noun) else []
        return render(request, "web/board/move.html", context)
    values = _moved(noun, seen, request.POST) if is_day else {}
    for name, one in (("to", field), ("band", band)):
        if one is not None and name in request.POST and not is_day:
            values[one.name] = request.POST[name] or None
    update_record(noun, pk, values, actor=actor, at=timezone.now())
    return _told(request, seen, field)


def may_move(actor: Actor, noun: Noun[Any], is_day: bool = False) -> bool:
    """Whether cards of this noun can be taken elsewhere by this actor."""
    return may_change(actor, noun, _field(noun, is_day))


def taken_by_hand(
    actor: Actor, noun: Noun[Any], pks: Collection[int], *, is_movable: bool
) -> dict[str, frozenset[int]]:
    """Which of the records shown can be taken elsewhere, and which the rights hold in place."""
    if not is_movable:
        return {"movable": frozenset(), "fixed": frozenset()}
    movable = reached_of(actor, noun, pks)
    return {"movable": movable, "fixed": frozenset(pks) - movable}


def moves_by_acts(actor: Actor, noun: Noun[Any]) -> bool:
    """Whether a card changes its lane only by what is done with it: a task by its completion."""
    return not _field(noun, is_day=False).editable and bool(verbs_for(noun, actor))


@dataclass(frozen=True)
class Way:
    """One direction in which a card moves: its places by value, and where it is now."""

    name: str
    label: Label
    places: dict[str, str]
    now: str
    by: str = ""


def _ways(actor: Actor, seen: Seen, field: Field, band: Field | None) -> list[Way]:
    """To another lane, and to another band where there are bands."""
    found = []
    for name, one in (("to", field), ("band", band)):
        if one is None or not may_change(actor, seen.noun, one):
            continue
        now = Grouping(one).key(seen.values[one.name])
        used = {now} if one is field else {now, *_bands_met(actor, seen.noun, one)}
        places = labels_of(actor, one, used)
        if one is band and not one.required:
            places[""] = _("without %(field)s") % {"field": one.label}
        found.append(Way(name, one.label, places, now, band.name if band else ""))
    return found


def _acts(actor: Actor, seen: Seen) -> list[Verb]:
    """The acts of this kind of record that its state offers and that move it."""
    acts = [one for one in offered_acts(actor, seen) if one.offered and not one.is_standard]
    moves = seen.noun.board.moves if seen.noun.board else ()
    return [one for one in acts if not moves or one.name in moves]


def _bands_met(actor: Actor, noun: Noun[Any], band: Field) -> list[str]:
    """The largest bands that this actor meets on the board, to move to."""
    groups, _more = read_groups(visible_to(actor, noun), Grouping(band), [])
    return [one.key for one in groups[:MOST_BANDS]]


def _band(actor: Actor, noun: Noun[Any], name: str | None) -> Field | None:
    """The field of the bands, where the actor may change it; it is no field of dates."""
    found = noun.fields.get(name or "")
    if found is None or found.type not in GROUPED - MOMENTS or not may_change(actor, noun, found):
        return None
    return found


def _field(noun: Noun[Any], is_day: bool) -> Field:
    if is_day and noun.calendar is not None:
        return noun.field(noun.calendar.start)
    if not is_day and noun.board is not None:
        return noun.field(noun.board.by)
    raise Http404


def _times(actor: Actor, seen: Seen, field: Field) -> dict[str, Any]:
    """When it begins and ends now, as days or by the hour, and whether its end can be set."""
    shape: Calendar = seen.noun.calendar or Calendar("")
    is_day = field.type != "datetime" or seen.values.get(shape.all_day) is True
    end = seen.fields.get(shape.end)
    return {
        "kind": "date" if is_day else "datetime-local",
        "begins": _shown(seen.values[field.name], is_day),
        "ends": _shown(seen.values.get(shape.end), is_day),
        "end": end if end and Lengthening(actor, seen.noun).serves(seen.values) else None,
    }


def _shown(value: Any, is_day: bool) -> str:
    moment = wall(value)
    return (
        f"{moment:%Y-%m-%d}" if moment and is_day else f"{moment:%Y-%m-%dT%H:%M}" if moment else ""
    )


def _moved(noun: Noun[Any], seen: Seen, given: QueryDict) -> dict[str, Any]:
    """The new times; without any, no day was chosen."""
    to, until = given.get("to", ""), given.get("until", "")
    if not (to or until):
        raise RuleBroken(_("Choose a day."))
    return times_after(noun, seen.values, to, until)


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
