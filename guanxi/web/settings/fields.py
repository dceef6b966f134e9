"""An administrator's own fields and record types."""

import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from pypinyin import lazy_pinyin

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import Role
from guanxi.platform.custom.changing import create_field, retire_field, revive_field
from guanxi.platform.custom.definitions import FieldDraft
from guanxi.platform.custom.making import NounDraft, create_noun
from guanxi.platform.custom.models import CustomField, CustomNoun
from guanxi.platform.errors import RuleBroken
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.nouns.types import TYPES
from guanxi.platform.rights.administering import require_administrator
from guanxi.web.acting import signed_in

WITHOUT_FORM = {"json", "file"}
WITH_OPTIONS = {"choice", "multi"}


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
    made = set(CustomNoun.objects.values_list("key", flat=True))
    context = {
        "listed": [(noun, counted.get(key, 0), key in made) for key, noun in nouns().items()],
        "broken": broken,
        "given": request.POST,
    }
    status = 422 if broken else 200
    return render(request, "web/settings/record_types.html", context, status=status)


@signed_in
def fields(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    """The fields of one noun; POST makes one more."""
    require_administrator(actor)
    noun = nouns().get(key)
    if noun is None:
        raise Http404
    broken = None
    if request.method == "POST":
        try:
            create_field(key, _draft(request), actor=actor, at=timezone.now())
            return redirect(f"/settings/fields/{key}/")
        except RuleBroken as refusal:
            broken = refusal
    context = {
        "noun": noun,
        "own": noun.own_fields.values(),
        "custom": CustomField.objects.filter(noun=key).order_by("position", "pk"),
        "types": [name for name in TYPES if name not in WITHOUT_FORM],
        "nouns": nouns().values(),
        "broken": broken,
        "given": request.POST,
    }
    return render(request, "web/settings/fields.html", context, status=422 if broken else 200)


@signed_in
def retire(request: HttpRequest, actor: Actor, key: str, pk: int) -> HttpResponse:
    """A field taken off every door, or put back; its values stay."""
    if request.method != "POST":
        raise Http404
    row = get_object_or_404(CustomField, pk=pk, noun=key)
    change = revive_field if row.retired_at else retire_field
    change(row, actor=actor, at=timezone.now())
    return redirect(f"/settings/fields/{key}/")


def _draft(request: HttpRequest) -> FieldDraft:
    given = request.POST
    kind = given.get("type", "text")
    label = given.get("label_zh", "").strip() or given.get("label_en", "").strip()
    settings: dict[str, Any] = {}
    if kind == "relation":
        settings["target"] = given.get("target", "")
    if kind == "formula":
        settings["formula"] = given.get("formula", "")
    return FieldDraft(
        name=given.get("name", "").strip() or name_from(label),
        type=kind,
        label_zh=label,
        label_en=given.get("label_en", "").strip(),
        options=_options(given.get("options", "")) if kind in WITH_OPTIONS else [],
        settings=settings,
        is_required=given.get("is_required") == "yes",
        is_unique=given.get("is_unique") == "yes",
        is_searchable=given.get("is_searchable") == "yes",
        is_indexed=given.get("is_indexed") == "yes",
        position=CustomField.objects.filter(noun=request.path.split("/")[-2]).count() + 1,
    )


def _options(text: str) -> list[dict[str, str]]:
    """One option a line: 重点 | Key."""
    found = []
    for line in text.splitlines():
        zh, _, en = (part.strip() for part in line.partition("|"))
        if zh:
            found.append({"key": name_from(en or zh), "zh": zh, "en": en or zh})
    return found


def _made_noun(request: HttpRequest, actor: Actor) -> CustomNoun:
    given = request.POST
    label = given.get("label_zh", "").strip() or given.get("label_en", "").strip()
    draft = NounDraft(
        key=given.get("key", "").strip() or name_from(label),
        label_zh=label,
        label_en=given.get("label_en", "").strip(),
        plural_en=given.get("plural_en", "").strip(),
    )
    open_to = dict.fromkeys(Role.objects.values_list("pk", flat=True), "tree")
    return create_noun(draft, open_to, actor=actor, at=timezone.now())


def name_from(label: str) -> str:
    """A plain name made of a label: 设备编号 is she_bei_bian_hao."""
    plain = "_".join(lazy_pinyin(label)).lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40]
