"""Choosing one record, person, team or saved view by typing a part of its name."""

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.finding import people_named
from guanxi.platform.actors.models import Team
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.records.reading import ListQuery, may_ask_by, read_list, readable_names
from guanxi.platform.views.reading import VIEWS_OF, label_of, views_picked_from
from guanxi.web.acting import signed_in

SHOWN = 8


@signed_in
def choices(request: HttpRequest, actor: Actor, target: str) -> HttpResponse:
    """The first few that match what was typed."""
    text = request.GET.get("q", "").strip()
    return render(request, "web/fields/choices.html", {"choices": found(actor, target, text)})


def found(actor: Actor, target: str, text: str) -> list[tuple[int, str]]:
    """Ids and titles that match; the nearest first, a handful without text."""
    if target == "user":
        return _people(text)
    if target == "team":
        called = Q(name__icontains=text) | Q(name_en__icontains=text)
        named = Team.objects.filter(called, retired_at=None).order_by("name_key", "pk")
        return [(one.pk, one.called) for one in named[:SHOWN]]
    if target.startswith(VIEWS_OF):
        return _views(actor, target, text)
    noun = nouns().get(target)
    if noun is None or not actor.may(noun.permission("read")):
        raise Http404
    return _records(actor, noun, text)


def _people(text: str) -> list[tuple[int, str]]:
    return [(one.pk, one.name) for one in people_named(text, SHOWN)]


def _views(actor: Actor, target: str, text: str) -> list[tuple[int, str]]:
    wanted = text.casefold()
    named = [(view.pk, label_of(view)) for view in views_picked_from(actor, target)]
    return [(pk, name) for pk, name in named if wanted in name.casefold()][:SHOWN]


def _records(actor: Actor, noun: Noun[Any], text: str) -> list[tuple[int, str]]:
    if text and not may_ask_by(actor, noun, noun.title):
        return []
    named: dict[str, Any] = {}
    spoken = text
    if text and "contains" in noun.field(noun.title).kind.operators:
        named, text = _named(actor, noun, text), ""
    columns = readable_names(actor, noun, [noun.title, noun.title_en])
    page = read_list(actor, noun, ListQuery(named, columns=columns, limit=SHOWN, text=text))
    if named and not page.rows:
        # Nothing is written so: by pinyin, initials or a number.
        page = read_list(actor, noun, ListQuery(columns=columns, limit=SHOWN, text=spoken))
    return [
        (row["id"], str((columns and noun.called(row)) or f"{noun.label} {row['id']}"))
        for row in page.rows
    ]


def _named(actor: Actor, noun: Noun[Any], text: str) -> dict[str, Any]:
    """The filter of what is called so in either language."""
    asked = [noun.title, *([noun.title_en] if noun.title_en else ())]
    asked = [one for one in asked if may_ask_by(actor, noun, one)]
    return {"any": [{"field": one, "op": "contains", "value": text} for one in asked]}
