"""The one composer: a note, a contact or a task, written on the record it concerns."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.customers.choices import Direction
from guanxi.customers.models import Interaction
from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import RuleBroken
from guanxi.platform.files.storing import attach_file
from guanxi.platform.given import whole_number
from guanxi.platform.messages.notes import unreached_by, write_note
from guanxi.platform.nouns.fields import Label
from guanxi.platform.nouns.registry import noun_named, nouns
from guanxi.platform.records.writing import create_record
from guanxi.platform.verbs.verb import run_verb, verb_named
from guanxi.web.acting import noun_or_404, signed_in
from guanxi.web.records.reading import Seen, allowed, allowed_on, see
from guanxi.web.records.story import timeline_answer

LONGEST_NAME, MOST_PHOTOS = 200, 10


@dataclass(frozen=True)
class Kind:
    """One kind of what can be written."""

    name: str
    label: Label
    icon: str


NOTE = Kind("note", pgettext_lazy("composer", "Note"), "note")
TASK = Kind("task", pgettext_lazy("composer", "Task"), "check")
CONTACTS = (
    Kind("phone", pgettext_lazy("composer", "Call"), "phone"),
    Kind("meeting", pgettext_lazy("composer", "Meeting"), "meeting"),
    Kind("visit", pgettext_lazy("composer", "Visit"), "pin"),
    Kind("email", pgettext_lazy("composer", "Mail"), "mail"),
    Kind("wechat", _("WeChat"), "chat"),
)


def composer_context(actor: Actor, seen: Seen) -> dict[str, Any] | None:
    """What the actor may write on the record; None where that is nothing."""
    if actor.is_read_only:
        return None
    return {
        "base": seen.href,
        "kinds": offered_kinds(actor, seen),
        "has_customer": customer_of(seen) is not None,
        "may_attach": seen.noun.can_edit and "edit" in allowed(actor, seen),
        "directions": [one for one in Direction if one != Direction.NONE],
    }


def offered_kinds(actor: Actor, seen: Seen) -> list[Kind]:
    """A note anywhere; a contact where there is a customer; a task for whoever may plan one."""
    contacts = CONTACTS if actor.may("interaction.create") and _may_log(actor, seen) else ()
    may_plan = "activity" in nouns() and actor.may("activity.create")
    return [NOTE, *contacts, *([TASK] if may_plan and seen.noun.key != "activity" else [])]


def _may_log(actor: Actor, seen: Seen) -> bool:
    """Whether the verb that keeps a contact reaches the customer whom the record concerns."""
    one, customer = verb_named("log_interaction"), customer_of(seen)
    if customer is None or one.noun.key == seen.noun.key:
        return customer is not None and one.action in allowed(actor, seen)
    return bool(allowed_on(actor, one.noun, customer, [one.action]))


def customer_of(seen: Seen) -> int | None:
    """The customer whom a record concerns: itself, or the one it names, if it may be seen."""
    if seen.noun.key == "account":
        return seen.pk
    field = seen.fields.get("account")
    if field is None or field.target != "account":
        return None
    found = seen.values[field.name]
    return found if found in seen.titles.get(field.name, {}) else None


@signed_in
def compose(request: HttpRequest, actor: Actor, noun_key: str, pk: int) -> HttpResponse:
    """What was written, kept, and the timeline with it."""
    if request.method != "POST":
        raise Http404
    seen = see(actor, noun_or_404(actor, noun_key), pk)
    kind = request.POST.get("kind", "")
    if kind not in {one.name for one in offered_kinds(actor, seen)}:
        raise RuleBroken(_("Choose one of the listed values."))
    unreached = _written(request, actor, seen, kind)
    if not request.headers.get("HX-Request"):
        return redirect(seen.href)
    return timeline_answer(request, actor, seen, unreached=unreached)


def _written(request: HttpRequest, actor: Actor, seen: Seen, kind: str) -> list[str]:
    """Write it; the names of those it mentions in vain."""
    text, at = request.POST.get("content", "").strip(), timezone.now()
    if kind == "note":
        note = write_note(seen.noun, seen.pk, text, actor=actor, at=at)
        return unreached_by(note)
    if kind == "task":
        _plan(request, actor, seen, text, at)
    else:
        _log(request, actor, seen, kind, text, at)
    return []


def _plan(request: HttpRequest, actor: Actor, seen: Seen, text: str, at: dt.datetime) -> None:
    name, _break, more = text.partition("\n")
    if not name:
        raise RuleBroken(_("Write down what is to be done."))
    values: dict[str, Any] = {
        "kind": "task",
        "name": name[:LONGEST_NAME],
        "description": (name[LONGEST_NAME:] + more).strip(),
        "due_at": _moment(request.POST.get("due_at", "")),
        "account": customer_of(seen),
        "owner": actor.user_id,
    }
    if seen.noun.key == "person":
        values["person"] = seen.pk
    with transaction.atomic():
        made = create_record(noun_named("activity"), values, actor=actor, at=at)
        _concern(made, seen)


@transaction.atomic
def _log(  # noqa: PLR0913 - a contact has as many sides
    request: HttpRequest, actor: Actor, seen: Seen, channel: str, text: str, at: dt.datetime
) -> None:
    given, customer = request.POST, customer_of(seen) or 0
    contact: dict[str, Any] = {
        "channel": channel,
        "direction": given.get("direction", "") or Direction.OUT,
        "content": text,
        "person": seen.pk if seen.noun.key == "person" else whole_number(given.get("person")),
        "place": given.get("place", "").strip(),
        "position": given.get("position", ""),
    }
    made: Interaction = run_verb(
        verb_named("log_interaction"), customer, contact, actor=actor, at=at
    )
    _concern(made, seen)
    for photo in request.FILES.getlist("photo")[:MOST_PHOTOS]:
        content = cast(BinaryIO, photo)
        noun = noun_named("interaction")
        attach_file(noun, made.pk, photo.name or "", content, actor=actor, at=at)
    if given.get("next_step"):
        step = {"step": given["next_step"], "by": _moment(given.get("next_step_at", ""))}
        run_verb(verb_named("set_next_step"), customer, step, actor=actor, at=at)


def _concern(made: Any, seen: Seen) -> None:
    """Let what was written say which record it is about; customers and people have it anyway."""
    if seen.noun.key in {"account", "person"}:
        return
    made.about_noun, made.about_id = seen.noun.key, seen.pk
    made.save(update_fields=["about_noun", "about_id"])


def _moment(text: str) -> dt.datetime | None:
    try:
        moment = parse_datetime(text) if text else None
    except ValueError:
        moment = None
    if text and moment is None:
        raise RuleBroken(_("This is not a date and time."))
    return timezone.make_aware(moment) if moment and timezone.is_naive(moment) else moment
