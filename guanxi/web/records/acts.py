"""Verbs on screen: buttons on the record, a dialog for what they ask, acts on many rows."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import orjson
from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import RuleBroken
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_of
from guanxi.platform.records.writing import delete_record, restore_record
from guanxi.platform.verbs.verb import Verb, run_verb, verbs_for
from guanxi.web.acting import noun_or_404, signed_in, works_at, works_on_day
from guanxi.web.fields.inputs import inputs_for, values_given
from guanxi.web.records.reading import Seen, allowed, see


@signed_in
def act(request: HttpRequest, actor: Actor, noun_key: str, pk: int, name: str) -> HttpResponse:
    """GET asks what the verb needs to know, POST does it."""
    noun = noun_or_404(actor, noun_key)
    seen = see(actor, noun, pk)
    one = offered_verb(actor, noun, name, seen.record)
    if request.method == "GET":
        return dialog(request, actor, one, f"{seen.href}do/{name}/", subject=seen.title)
    given = values_given(one.params.values(), request.POST)
    try:
        result = run_verb(one, pk, given, actor=actor, at=timezone.now())
    except RuleBroken as broken:
        where = f"{seen.href}do/{name}/"
        return dialog(request, actor, one, where, given, broken, subject=seen.title)
    if one.gives_file:
        return _as_file(result, f"{noun.key}-{pk}.json")
    where = _leads_to(seen, result)
    return (
        _told(request, one, seen)
        if where == seen.href and (works_at(request, "board") or works_on_day(request))
        else done(request, where)
    )


def _told(request: HttpRequest, one: Verb, seen: Seen) -> HttpResponse:
    text = _("%(act)s: %(title)s") % {"act": one.label, "title": seen.title}
    response = render(request, "web/toast_oob.html", {"text": text})
    response["HX-Reswap"] = "none"
    response["HX-Trigger"] = "dialog-done, rows-changed"
    return response


def _leads_to(seen: Seen, result: Any) -> str:
    """Another record of the noun that came of it; else the record itself, unless it is gone."""
    model = type(seen.record)
    if isinstance(result, model) and result.pk != seen.record.pk:
        return f"/{seen.noun.key}/{result.pk}/"
    if isinstance(result, Model) and not model._base_manager.filter(pk=seen.record.pk).exists():
        return f"/{noun_of(type(result)).key}/{result.pk}/"
    return seen.href


@signed_in
def delete(request: HttpRequest, actor: Actor, noun_key: str, pk: int) -> HttpResponse:
    """GET says what goes along, POST moves the record to the recycle bin."""
    noun = noun_or_404(actor, noun_key)
    seen = see(actor, noun, pk)
    if request.method == "GET":
        return render(request, "web/records/delete.html", {"seen": seen, "noun": noun})
    delete_record(noun, pk, actor=actor, at=timezone.now())
    said = _("%(title)s is in the recycle bin") % {"title": seen.title}
    messages.success(request, said, extra_tags=f"{seen.href}restore/")
    return done(request, f"/{noun.key}/")


@signed_in
def restore(request: HttpRequest, actor: Actor, noun_key: str, pk: int) -> HttpResponse:
    """The record taken out of the recycle bin, by a press only."""
    noun = noun_or_404(actor, noun_key)
    if request.method != "POST":
        raise Http404
    restore_record(noun, pk, actor=actor, at=timezone.now())
    return done(request, f"/{noun.key}/{pk}/")


def _as_file(result: Mapping[str, Any], name: str) -> HttpResponse:
    response = HttpResponse(orjson.dumps(result), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def offered_verb(actor: Actor, noun: Noun[Any], name: str, record: Any = None) -> Verb:
    """The verb if it is offered here; 404 otherwise."""
    for one in verbs_for(noun, actor, record):
        if one.name == name:
            return one
    raise Http404


def offered_acts(actor: Actor, seen: Seen) -> list[Verb]:
    """The verbs that the actor may do to this record as it stands, those with a key first.

    Dangerous ones come last.
    """
    found = verbs_for(seen.noun, actor, seen.record)
    found = [one for one in found if one.action in allowed(actor, seen)]
    return sorted(found, key=lambda one: (one.is_dangerous, not one.shortcut))


def dialog(
    request: HttpRequest,
    actor: Actor,
    one: Verb,
    address: str,
    given: Mapping[str, Any] | None = None,
    broken: RuleBroken | None = None,
    **more: Any,
) -> HttpResponse:
    """What a verb asks before it is done."""
    params = [param for param in one.params.values() if param.editable]
    values = given if given is not None else {param.name: param.default for param in params}
    asked = inputs_for(actor, params, values, broken.fields if broken else {}, prefix="v")
    inputs = [replace(each, tells_days=each.field.plans) for each in asked]
    context = {"verb": one, "address": address, "inputs": inputs, "broken": broken, **more}
    return render(request, "web/records/act.html", context, status=422 if broken else 200)


def done(request: HttpRequest, href: str) -> HttpResponse:
    """The page after an act: a full reload, so that every figure on it is true."""
    if not request.headers.get("HX-Request"):
        return redirect(href)
    response = HttpResponse(status=204)
    response["HX-Redirect"] = href
    return response
