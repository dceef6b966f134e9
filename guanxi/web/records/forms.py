"""Making a record and changing many of its fields at once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import User
from guanxi.platform.errors import Conflict, RuleBroken
from guanxi.platform.nouns.fields import Field, Label
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.conflicts import changed_since
from guanxi.platform.records.whole_days import with_days
from guanxi.platform.records.writing import create_record, editable, update_record
from guanxi.platform.rights.visibility import require
from guanxi.web.acting import noun_or_404, person_of, signed_in, works_at
from guanxi.web.calendar.told import is_planned
from guanxi.web.fields.inputs import Input, inputs_for, values_given
from guanxi.web.fields.sections import LARGE, open_in, sections_of
from guanxi.web.fields.sent_files import keep_sent_files
from guanxi.web.records.asking import Values, beneath, idle_in, watched_by
from guanxi.web.records.conflicts import conflict_page
from guanxi.web.records.reading import see

READS_CARDS = {"account", "person"}


@dataclass(frozen=True)
class FormGroup:
    """A titled part of a form with its inputs; folded unless it ``is_open``."""

    key: str
    label: Label
    inputs: list[Input]
    is_open: bool


@signed_in
def new_record(request: HttpRequest, actor: Actor, noun_key: str) -> HttpResponse:
    """The form for a new record: few fields in a dialog, all of them on a page."""
    noun = noun_or_404(actor, noun_key)
    require(actor, noun.permission("create"))
    is_quick = bool(request.headers.get("HX-Request")) and bool(noun.quick_fields)
    names = [*quick_names(noun), *request.POST.getlist("also")] if is_quick else ()
    if request.method == "GET" and is_quick:
        given_in = {name: one for name, one in request.GET.items() if name in noun.fields}
        return quick_form(request, actor, noun, given_in)
    fields = form_fields(actor, noun, names)
    if request.method == "GET":
        values = {**noun.defaults(actor), **request.GET.dict()}
        return _form(request, actor, noun, fields, values, is_quick=is_quick)
    given = values_given(fields, request.POST)
    try:
        keep_sent_files(request, actor, noun, fields, given)
        wanted = _asked(noun, given, beneath(actor, noun, None))
        record = create_record(noun, _filled(wanted, fields), actor=actor, at=timezone.now())
    except RuleBroken as broken:
        return _form(request, actor, noun, fields, given, broken, is_quick=is_quick)
    if is_quick and works_at(request, "calendar"):
        return _made_there(request, actor, noun, record.pk)
    return _gone_to(request, f"/{noun.key}/{record.pk}/")


def quick_form(
    request: HttpRequest, actor: Actor, noun: Noun[Any], values: Mapping[str, Any], **more: Any
) -> HttpResponse:
    """The dialog for a new record, with fields beside the usual few where values are given."""
    usual = quick_names(noun)
    also = [name for name in values if name not in usual]
    fields = form_fields(actor, noun, [*usual, *also])
    filled = {**noun.defaults(actor), **values}
    return _form(request, actor, noun, fields, filled, is_quick=True, also=also, **more)


@signed_in
def edit_record(request: HttpRequest, actor: Actor, noun_key: str, pk: int) -> HttpResponse:
    """The form with every field of a record that this actor may change."""
    noun = noun_or_404(actor, noun_key)
    seen = see(actor, noun, pk)
    fields = form_fields(actor, noun, ())
    if request.method == "GET":
        editable_or_denied(noun, pk, actor)
        values, version = with_days(noun, seen.values), seen.version
        return _form(request, actor, noun, fields, values, pk=pk, version=version, seen=seen)
    given = values_given(fields, request.POST)
    version = int(request.POST.get("version") or 0)
    try:
        keep_sent_files(request, actor, noun, fields, given)
        wanted = _asked(noun, given, beneath(actor, noun, seen.record))
        wanted = changed_since(noun, seen.record, wanted, actor, version)
        update_record(noun, pk, wanted, actor=actor, at=timezone.now(), version=version)
    except Conflict as conflict:
        return conflict_page(request, actor, seen, wanted, conflict)
    except RuleBroken as broken:
        return _form(request, actor, noun, fields, given, broken, pk=pk, version=version, seen=seen)
    return _gone_to(request, seen.href)


def quick_names(noun: Noun[Any]) -> list[str]:
    """The fields of the dialog: the usual few, and own ones without which nothing is made."""
    fields, usual = noun.fields.items(), noun.quick_fields
    needed = [n for n, one in fields if one.is_custom and one.required and one.default is None]
    return [*usual, *(name for name in needed if name not in usual)]


def form_fields(actor: Actor, noun: Noun[Any], names: Any) -> list[Field]:
    """The fields of a form in order: the named ones, or all that the actor may fill in."""
    wanted = list(names) or [name for group in noun.sections for name in group.names]
    fields = noun.fields
    if not names:
        wanted += [name for name, one in fields.items() if one.is_custom and name not in wanted]
    return [
        fields[name]
        for name in wanted
        if name in fields
        and fields[name].editable
        and not fields[name].kind.is_computed
        and fields[name].type != "json"
        and actor.field_mode(noun.key, name) == "full"
    ]


def editable_or_denied(noun: Noun[Any], pk: int, actor: Actor) -> None:
    """Refuse an actor who may read the record but not change it."""
    with transaction.atomic():
        editable(noun, pk, actor)


def _form(
    request: HttpRequest,
    actor: Actor,
    noun: Noun[Any],
    fields: list[Field],
    values: Mapping[str, Any],
    broken: RuleBroken | None = None,
    **more: Any,
) -> HttpResponse:
    problems = broken.fields if broken else {}
    seen = more.pop("seen", None)
    names = [one.name for one in fields]
    shown = {name: values[name] for name in names if name in values}
    idle = idle_in(noun, shown, beneath(actor, noun, seen and seen.record))
    inputs = {
        one.field.name: replace(
            one, is_idle=one.field.name in idle, tells_days=is_planned(noun, one.field)
        )
        for one in inputs_for(actor, fields, values, problems)
    }
    context = {
        "noun": noun,
        "base": f"/{noun.key}/",
        "groups": _grouped(person_of(request), noun, inputs),
        "is_large": len(inputs) > LARGE,
        "inputs": list(inputs.values()),
        "sends_files": any(one.kind == "file" for one in inputs.values()),
        "problems": [one for one in inputs.values() if one.problem],
        "broken": broken,
        "also": request.POST.getlist("also"),
        "reads_cards": noun.key in READS_CARDS,
        "watched": watched_by(fields),
        "shown": " ".join(names),
        "seen": seen,
        **more,
    }
    template = "web/records/quick.html" if more.get("is_quick") else "web/records/form.html"
    return render(request, template, context, status=422 if broken else 200)


def _grouped(person: User, noun: Noun[Any], inputs: Mapping[str, Input]) -> list[FormGroup]:
    sections = sections_of(noun, inputs)
    opened = open_in(person, noun, "form", [(one.key, len(one.names)) for one in sections])
    found = []
    for one in sections:
        held = [inputs[name] for name in one.names]
        # Nothing that stands in the way of saving is folded away.
        is_open = one.key in opened or any(each.problem for each in held)
        found.append(FormGroup(one.key, one.label, held, is_open))
    return found


def _asked(noun: Noun[Any], given: Mapping[str, Any], otherwise: Values) -> dict[str, Any]:
    """What was given where it applies; what stands in a hidden control is meant by nobody."""
    idle = idle_in(noun, given, otherwise)
    return {name: value for name, value in given.items() if name not in idle}


def _filled(given: Mapping[str, Any], fields: list[Field]) -> dict[str, Any]:
    """What was filled in; what somebody cleared of an own field would start with its default."""
    cleared = {one.name for one in fields if one.is_custom and one.default is not None}
    return {
        name: value
        for name, value in given.items()
        if name in cleared or value not in ("", [], None)
    }


def _made_there(request: HttpRequest, actor: Actor, noun: Noun[Any], pk: int) -> HttpResponse:
    """The person stays where the days are, told of what stands there now, or would elsewhere."""
    seen = see(actor, noun, pk)
    text = _("%(title)s made") % {"title": seen.title}
    context = {"text": text, "link_href": seen.href, "link_label": _("Open it")}
    response = render(request, "web/toast_oob.html", context)
    response["HX-Reswap"] = "none"
    response["HX-Trigger"] = "dialog-done, rows-changed"
    return response


def _gone_to(request: HttpRequest, href: str) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        return redirect(href)
    response = HttpResponse(status=204)
    response["HX-Redirect"] = href
    return response
