"""What the people of a role find on the page of a record: put in order, seen, kept."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import Role
from guanxi.platform.custom.models import PageArrangement
from guanxi.platform.custom.page_arranging import (
    BLOCKS,
    SECTIONS,
    TABS,
    PagePart,
    arrange_page,
    page_as_declared,
    parts_of,
)
from guanxi.platform.errors import RuleBroken
from guanxi.platform.given import whole_number
from guanxi.platform.nouns.fields import Label
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.page import PageOrder, page_order
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.rights.administering import require_administrator
from guanxi.platform.rights.roles import readable_by
from guanxi.platform.rights.visibility import visible_to
from guanxi.web.acting import person_of, signed_in
from guanxi.web.models import Visit
from guanxi.web.records.facts import facts_shown
from guanxi.web.records.head import head_context
from guanxi.web.records.panels import panels_at
from guanxi.web.records.reading import see
from guanxi.web.records.related import related_lists
from guanxi.web.settings.fields import noun_called

LOOKED = 20
PLACES = {TABS: _("Tabs"), BLOCKS: _("Beside what happened"), SECTIONS: _("Sections of fields")}


@dataclass(frozen=True)
class Line:
    """One part as the form shows it; ``is_readable`` says whether the role may read it at all."""

    part: PagePart
    is_shown: bool
    is_readable: bool


@signed_in
def record_page(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    """GET shows the parts for a role or for everybody, POST keeps them or takes them back."""
    require_administrator(actor)
    noun, broken = noun_called(key), None
    role = _role(request.POST if request.method == "POST" else request.GET)
    row = PageArrangement.objects.filter(noun=key, role=role).first()
    order = _order_of(noun, role)
    if request.method == "POST":
        order = _given(request.POST)
        try:
            _keep(request.POST, noun, role, order, actor)
            return redirect(f"/settings/fields/{key}/page/?kept=1&role={role.pk if role else ''}")
        except RuleBroken as refusal:
            broken = refusal
    context = {
        "noun": noun,
        "role": role,
        "roles": Role.objects.order_by("pk"),
        "own": set(PageArrangement.objects.filter(noun=key).values_list("role", flat=True)),
        "groups": _groups(noun, role, order),
        "version": row.version if row else 0,
        "is_arranged": row is not None,
        "is_kept": "kept" in request.GET,
        "broken": broken,
    }
    status = 422 if broken else 200
    return render(request, "web/settings/record_page.html", context, status=status)


@signed_in
def preview(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    """A record's page in outline, with the parts as the form says them, for whom it is about."""
    require_administrator(actor)
    if request.method != "POST":
        raise Http404
    noun, role = noun_called(key), _role(request.POST)
    pk = whole_number(request.POST.get("record")) or _sample(actor, noun)
    context: dict[str, Any] = {"noun": noun, "role": role}
    if pk is not None:
        context |= _outline(request, actor, noun, pk, _given(request.POST), role)
    return render(request, "web/settings/record_page_preview.html", context)


def _outline(
    request: HttpRequest,
    actor: Actor,
    noun: Noun[Any],
    pk: int,
    order: PageOrder,
    role: Role | None,
) -> dict[str, Any]:
    seen, at, readable = see(actor, noun, pk), timezone.now(), _readable(role)
    lists = [one for one in related_lists(actor, noun) if one.noun.key in readable]
    head = head_context(actor, seen, lists, "overview", order)
    beside = [one.label for one in head["lists"] if one.related.is_beside]
    facts = facts_shown(person_of(request), actor, seen, order)
    columns: dict[str, list[Label]] = {
        place: [one.panel.label for one in panels_at(actor, seen, place, at, order)]
        for place in ("left", "right")
    }
    sections = [one.label or noun.label for one in facts.groups]
    return head | {"left": [*sections, *columns["left"]], "right": [*columns["right"], *beside]}


def _sample(actor: Actor, noun: Noun[Any]) -> int | None:
    """The record that the actor looked at last, else the newest."""
    rows = visible_to(actor, noun)
    visited = Visit.objects.filter(user=actor.user_id or 0, noun=noun.key).order_by("-at")
    looked = [pk for pk in visited.values_list("record_id", flat=True)[:LOOKED]]
    held = set(rows.filter(pk__in=looked).values_list("pk", flat=True))
    newest: int | None = rows.order_by("-pk").values_list("pk", flat=True).first()
    return next((pk for pk in looked if pk in held), newest)


def _order_of(noun: Noun[Any], role: Role | None) -> PageOrder:
    return page_order(noun.key, [role.pk] if role else [])


def _role(given: QueryDict) -> Role | None:
    number = whole_number(given.get("role"))
    return get_object_or_404(Role, pk=number) if number else None


def _given(given: QueryDict) -> PageOrder:
    """The parts as the form sends them: all in their order, and those that are ticked."""
    ticked = set(given.getlist("shown"))
    parts = list(dict.fromkeys(given.getlist("part")))
    shown = tuple(name for name in parts if name in ticked)
    return PageOrder(shown, frozenset(parts) - ticked)


def _keep(
    given: QueryDict, noun: Noun[Any], role: Role | None, order: PageOrder, actor: Actor
) -> None:
    at = timezone.now()
    if given.get("act") == "declared":
        page_as_declared(noun, role, actor=actor, at=at)
        return
    version = whole_number(given.get("version")) or 0
    arrange_page(noun, role, order, version=version, actor=actor, at=at)


def _groups(
    noun: Noun[Any], role: Role | None, order: PageOrder
) -> list[tuple[str, Label, list[Line]]]:
    """The parts by the place where they stand: the shown ones in order, then the others."""
    readable, parts = _readable(role), {one.name: one for one in parts_of(noun)}
    names = order.arranged(parts)
    found: list[tuple[str, Label, list[Line]]] = []
    for place, label in PLACES.items():
        lines = [
            Line(parts[name], name in names, not parts[name].reads or parts[name].reads in readable)
            for name in [*names, *(one for one in parts if one not in names)]
            if parts[name].place == place
        ]
        if lines:
            found.append((place, label, lines))
    return found


def _readable(role: Role | None) -> set[str]:
    """The record types that stand on the page; all where it is about everybody."""
    return set(nouns()) if role is None else readable_by(role)
