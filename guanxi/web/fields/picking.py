"""Choosing one record, person, team or saved view by typing a part of its name."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.finding import people_named
from guanxi.platform.actors.models import User
from guanxi.platform.actors.tree import Placed, placed, teams_named
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.records.reading import ListQuery, may_ask_by, read_list, readable_names
from guanxi.platform.views.reading import VIEWS_OF, label_of, views_picked_from
from guanxi.web.acting import signed_in

SHOWN = 8


class Choice(NamedTuple):
    """What can be chosen: its number, its name, and what tells it from others of that name."""

    key: int
    title: str
    about: str = ""


@signed_in
def choices(request: HttpRequest, actor: Actor, target: str) -> HttpResponse:
    """The first few that match what was typed."""
    text = request.GET.get("q", "").strip()
    return render(request, "web/fields/choices.html", {"choices": found(actor, target, text)})


def found(actor: Actor, target: str, text: str) -> list[Choice]:
    """Choices that match; the nearest first, a handful without text."""
    if target == "user":
        return people_to_choose(people_named(text, SHOWN))
    if target == "team":
        named = teams_named(text, SHOWN)
        return [Choice(one.team.pk, one.team.called, one.where) for one in named]
    if target.startswith(VIEWS_OF):
        return _views(actor, target, text)
    noun = nouns().get(target)
    if noun is None or not actor.may(noun.permission("read")):
        raise Http404
    return _records(actor, noun, text)


def people_to_choose(found: Sequence[User]) -> list[Choice]:
    """These people, with the team that tells namesakes apart."""
    where = {one.team.pk: one for one in placed({one.team_id for one in found if one.team_id})}
    return [Choice(one.pk, one.name, _home(where.get(one.team_id or 0))) for one in found]


def _home(team: Placed | None) -> str:
    if team is None:
        return ""
    return " · ".join(one.called for one in (team.team, *team.above[:1]))


def _views(actor: Actor, target: str, text: str) -> list[Choice]:
    wanted = text.casefold()
    named = [(view.pk, label_of(view)) for view in views_picked_from(actor, target)]
    return [Choice(pk, name) for pk, name in named if wanted in name.casefold()][:SHOWN]


def _records(actor: Actor, noun: Noun[Any], text: str) -> list[Choice]:
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
        Choice(row["id"], str((columns and noun.called(row)) or f"{noun.label} {row['id']}"))
        for row in page.rows
    ]


def _named(actor: Actor, noun: Noun[Any], text: str) -> dict[str, Any]:
    """The filter of what is called so in either language."""
    asked = [noun.title, *([noun.title_en] if noun.title_en else ())]
    asked = [one for one in asked if may_ask_by(actor, noun, one)]
    return {"any": [{"field": one, "op": "contains", "value": text} for one in asked]}
