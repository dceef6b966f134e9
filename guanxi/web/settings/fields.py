"""An administrator's own fields and record types."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from guanxi.platform.actors.actor import Actor
from guanxi.platform.custom.arranging import drafts_of, place_field
from guanxi.platform.custom.changing import (
    change_field,
    create_field,
    retire_field,
    revive_field,
)
from guanxi.platform.custom.making import NounDraft, create_noun_like
from guanxi.platform.custom.models import CustomField, CustomNoun
from guanxi.platform.custom.retyping import change_type, preview_type_change, types_after
from guanxi.platform.errors import RuleBroken
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.nouns.rows import Owned
from guanxi.platform.rights.administering import require_administrator
from guanxi.web.acting import signed_in
from guanxi.web.settings.field_conditions import condition_kept, condition_said
from guanxi.web.settings.field_form import choices_for, draft_given, name_from, said_by

# What a field may hold beyond its form.
KEPT = ("max_length", "related_zh", "related_en")
# The record type whose rights a new one takes over unless somebody chooses another.
LIKE = "account"


@signed_in
def record_types(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every noun with its number of own fields; POST makes a new record type."""
    require_administrator(actor)
    broken = None
    if request.method == "POST":
        try:
            return redirect(f"/settings/fields/{_made_noun(request, actor).key}/")
        except RuleBroken as refusal:
            broken = refusal
    counted: dict[str, int] = {}
    for key in CustomField.objects.filter(retired_at=None).values_list("noun", flat=True):
        counted[key] = counted.get(key, 0) + 1
    made = set(CustomNoun.objects.filter(retired_at=None).values_list("key", flat=True))
    context = {
        "retired": CustomNoun.objects.exclude(retired_at=None).order_by("label_zh", "pk"),
        "listed": [(noun, counted.get(key, 0), key in made) for key, noun in nouns().items()],
        "broken": broken,
        "given": request.POST,
        "alike": [one for one in nouns().values() if isinstance(one.rows, Owned)],
        "like": request.POST.get("like", LIKE),
    }
    status = 422 if broken else 200
    return render(request, "web/settings/record_types.html", context, status=status)


@signed_in
def fields(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    """The fields of one noun; POST makes one more."""
    require_administrator(actor)
    noun = noun_called(key)
    broken = None
    if request.method == "POST":
        try:
            _make(request, noun, actor)
            return redirect(f"/settings/fields/{key}/")
        except RuleBroken as refusal:
            broken = refusal
    return _fields_page(request, noun, broken=broken)


@signed_in
def parts(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    """What the form asks of a field of the chosen type."""
    require_administrator(actor)
    given = request.GET
    context = {"given": given, **choices_for(noun_called(key), given.get("type", "text"), given)}
    return render(request, "web/settings/field_parts.html", context)


@signed_in
def field(request: HttpRequest, actor: Actor, key: str, pk: int) -> HttpResponse:
    """GET shows everything said of one field, POST says it anew."""
    require_administrator(actor)
    noun = noun_called(key)
    row = get_object_or_404(CustomField, pk=pk, noun=key, retired_at=None)
    broken = None
    if request.method == "POST":
        try:
            _change(request, noun, row, actor)
            return redirect(f"/settings/fields/{key}/")
        except RuleBroken as refusal:
            broken = refusal
    given = request.POST if broken else said_by(row) | {"section": _section_of(noun, row)}
    context = {"row": row, "broken": broken, "given": given, **choices_for(noun, row.type, given)}
    context["condition_said"] = condition_said(row)
    context["may_retype"] = len(types_after(row.type)) > 1
    return render(request, "web/settings/field.html", context, status=422 if broken else 200)


@signed_in
def retype(request: HttpRequest, actor: Actor, key: str, pk: int) -> HttpResponse:
    """GET shows what would become of every value, POST changes the type."""
    require_administrator(actor)
    noun = noun_called(key)
    row = get_object_or_404(CustomField, pk=pk, noun=key, retired_at=None)
    given = request.POST if request.method == "POST" else request.GET
    kind = given.get("type", row.type)
    draft = draft_given({**given.dict(), "name": row.name, "label_zh": "-"}, kind, 0)
    changes = {"type": kind, "options": draft.options, "settings": draft.settings}
    context: dict[str, Any] = {"row": row, "given": given, **choices_for(noun, kind, given)}
    context["types"] = types_after(row.type)
    try:
        if request.method == "POST":
            change_type(row, changes, actor=actor, at=timezone.now())
            return redirect(f"/settings/fields/{key}/")
        if kind != row.type:
            context["preview"] = preview_type_change(row, changes, actor=actor)
    except RuleBroken as refusal:
        context["broken"] = refusal
    status = 422 if "broken" in context else 200
    return render(request, "web/settings/retype.html", context, status=status)


@signed_in
def retire(request: HttpRequest, actor: Actor, key: str, pk: int) -> HttpResponse:
    """A field taken off every door, or put back; its values stay."""
    if request.method != "POST":
        raise Http404
    row = get_object_or_404(CustomField, pk=pk, noun=key)
    change = revive_field if row.retired_at else retire_field
    try:
        change(row, actor=actor, at=timezone.now())
    except RuleBroken as refusal:
        return _fields_page(request, noun_called(key), kept=refusal)
    return redirect(f"/settings/fields/{key}/")


def _fields_page(
    request: HttpRequest,
    noun: Noun[Any],
    broken: RuleBroken | None = None,
    kept: RuleBroken | None = None,
) -> HttpResponse:
    """The fields of a noun; ``broken`` is why none was made, ``kept`` why one stays as it is."""
    context = {
        "own": noun.own_fields.values(),
        "custom": CustomField.objects.filter(noun=noun.key).order_by("position", "pk"),
        "broken": broken,
        "kept": kept,
        "given": request.POST,
        "is_made": CustomNoun.objects.filter(key=noun.key).exists(),
        **choices_for(noun, request.POST.get("type", "text"), request.POST),
    }
    status = 422 if broken or kept else 200
    return render(request, "web/settings/fields.html", context, status=status)


def noun_called(key: str) -> Noun[Any]:
    """The noun with this key, whatever the actor may do with it; 404 when there is none."""
    noun = nouns().get(key)
    if noun is None:
        raise Http404
    return noun


@transaction.atomic
def _make(request: HttpRequest, noun: Noun[Any], actor: Actor) -> None:
    """One more field, in the section that was chosen for it."""
    at = timezone.now()
    row = create_field(noun.key, _draft(request, noun), actor=actor, at=at)
    place_field(
        noun_called(noun.key), row.name, request.POST.get("section", ""), actor=actor, at=at
    )


@transaction.atomic
def _change(request: HttpRequest, noun: Noun[Any], row: CustomField, actor: Actor) -> None:
    """What is said of the field, and the section it stands in."""
    at = timezone.now()
    change_field(row, _said(request, row), actor=actor, at=at)
    section = request.POST.get("section", _section_of(noun, row))
    place_field(noun_called(noun.key), row.name, section, actor=actor, at=at)


def _section_of(noun: Noun[Any], row: CustomField) -> str:
    return next((one.key for one in drafts_of(noun) if row.name in one.fields), "")


def _draft(request: HttpRequest, noun: Noun[Any]) -> Any:
    position = CustomField.objects.filter(noun=noun.key).count() + 1
    return draft_given(request.POST.dict(), request.POST.get("type", "text"), position)


def _said(request: HttpRequest, row: CustomField) -> dict[str, Any]:
    """Everything the form says; what it has no place for stays."""
    draft = vars(draft_given({**request.POST.dict(), "name": row.name}, row.type, row.position))
    kept = {name: row.settings[name] for name in KEPT if name in row.settings}
    kept |= condition_kept(row, request.POST)
    return {**draft, "settings": {**kept, **draft["settings"]}}


def _made_noun(request: HttpRequest, actor: Actor) -> CustomNoun:
    given = request.POST
    zh, en = given.get("label_zh", "").strip(), given.get("label_en", "").strip()
    draft = NounDraft(
        key=given.get("key", "").strip() or name_from(en or zh),
        label_zh=zh or en,
        label_en=en,
        plural_en=given.get("plural_en", "").strip(),
    )
    return create_noun_like(draft, given.get("like", ""), actor=actor, at=timezone.now())
