"""The fields of a noun put into sections, by drag or by keyboard."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from guanxi.platform.actors.actor import Actor
from guanxi.platform.custom.arranging import (
    SectionDraft,
    arrange_as_declared,
    arrange_form,
    drafts_of,
    in_both,
    placeable,
)
from guanxi.platform.custom.models import FormArrangement
from guanxi.platform.errors import RuleBroken
from guanxi.platform.given import whole_number
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.rights.administering import require_administrator
from guanxi.web.acting import signed_in
from guanxi.web.settings.fields import noun_called

# In the flat order of what the form sends, a section begins with this and its key.
BEGINS = "section:"


@dataclass(frozen=True)
class Shown:
    """One section as the page shows it, its fields each with whether quick create asks for it."""

    key: str
    zh: str
    en: str
    fields: list[tuple[Field, bool]]


@signed_in
def form_sections(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    """GET shows the sections, POST keeps them or takes them back to what was declared."""
    require_administrator(actor)
    noun, broken = noun_called(key), None
    row = FormArrangement.objects.filter(noun=key).first() or FormArrangement(noun=key, version=0)
    drafts, quick = drafts_of(noun), set(row.quick if row.pk else noun.quick)
    if request.method == "POST":
        drafts, quick = _given(request.POST), set(request.POST.getlist("quick"))
        try:
            _keep(request.POST, noun, drafts, quick, actor)
            return redirect(f"/settings/fields/{key}/sections/?kept=1")
        except RuleBroken as refusal:
            broken = refusal
    context = {
        "noun": noun,
        "sections": _shown(noun, drafts, quick),
        "version": row.version,
        "is_arranged": bool(row.pk),
        "is_kept": "kept" in request.GET,
        "broken": broken,
    }
    status = 422 if broken else 200
    return render(request, "web/settings/sections.html", context, status=status)


def _keep(
    given: QueryDict, noun: Noun[Any], drafts: list[SectionDraft], quick: set[str], actor: Actor
) -> None:
    at = timezone.now()
    if given.get("act") == "declared":
        arrange_as_declared(noun, actor=actor, at=at)
        return
    version = whole_number(given.get("version")) or 0
    arrange_form(noun, drafts, quick, version=version, actor=actor, at=at)


def _given(given: QueryDict) -> list[SectionDraft]:
    """The sections as the form sends them: a flat order of sections and fields."""
    names = iter(zip(given.getlist("zh"), given.getlist("en"), strict=False))
    found: list[SectionDraft] = []
    for line in given.getlist("line"):
        if line.startswith(BEGINS):
            zh, en = (part.strip() for part in next(names, ("", "")))
            found.append(SectionDraft(zh, en, (), line.removeprefix(BEGINS)))
        elif found:
            last = found[-1]
            found[-1] = SectionDraft(last.zh, last.en, (*last.fields, line), last.key)
    return found


def _shown(noun: Noun[Any], drafts: list[SectionDraft], quick: set[str]) -> list[Shown]:
    """The sections with their fields; those that stand in none yet come in one of their own."""
    fields, left = noun.fields, dict.fromkeys(placeable(noun))
    found = []
    for one in drafts:
        held = [name for name in one.fields if name in left]
        for name in held:
            del left[name]
        found.append(Shown(one.key, one.zh, one.en, [(fields[n], n in quick) for n in held]))
    if left:
        rest = [(fields[name], name in quick) for name in left]
        found.append(Shown("", *in_both(None), rest))
    return found
