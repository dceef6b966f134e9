"""The matrix of rights: each role, each noun, each action, over which rows."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.defaults import every_role_asks
from guanxi.platform.actors.models import FieldGrant, FieldMode, Role, Scope
from guanxi.platform.given import whole_number
from guanxi.platform.nouns.fields import Label
from guanxi.platform.nouns.noun import ACTIONS
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.rights.administering import require_administrator
from guanxi.platform.rights.roles import (
    BEYOND_NOUNS,
    ask_everybody_for_second_factor,
    ask_for_second_factor,
    create_role,
    set_field_mode,
    set_grant,
)
from guanxi.platform.verbs.verb import verbs_of
from guanxi.web.acting import signed_in
from guanxi.web.look.words import action_label


@dataclass(frozen=True)
class Row:
    """One noun with the scope of each action, and the verbs that have a right of their own."""

    key: str
    label: Label
    cells: list[tuple[str, Label, str]]
    further: list[tuple[str, Label, str]]


@dataclass(frozen=True)
class MetField:
    """A field that a role meets otherwise than in full, by the names people know it by."""

    key: str
    noun: Label
    label: Label
    mode: str


@signed_in
def roles(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every role; POST makes one more, like another, or asks everybody for a second step."""
    require_administrator(actor)
    if "everybody" in request.POST:
        needed = request.POST["everybody"] == "yes"
        ask_everybody_for_second_factor(needed=needed, actor=actor, at=timezone.now())
        return redirect("/settings/roles/")
    if request.method == "POST":
        like = request.POST.get("like", "")
        role = create_role(
            request.POST.get("code", ""),
            request.POST.get("label_zh", ""),
            request.POST.get("label_en", ""),
            like=Role.objects.filter(pk=whole_number(like) or 0).first(),
            actor=actor,
            at=timezone.now(),
        )
        return redirect(f"/settings/roles/{role.pk}/")
    listed = Role.objects.prefetch_related("users").order_by("pk")
    context = {"roles": listed, "everybody_asked": every_role_asks()}
    return render(request, "web/settings/roles.html", context)


@signed_in
def role(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """The rights of one role; POST changes one of them at once."""
    require_administrator(actor)
    found = get_object_or_404(Role, pk=pk)
    if request.method == "POST":
        return _change(request, actor, found)
    held = dict(found.grants.values_list("permission", "scope"))
    context = {
        "role": found,
        "rows": [_row(key, held) for key in nouns()],
        "beyond": [(name, label, held.get(name, "none")) for name, label in BEYOND_NOUNS.items()],
        "actions": ACTIONS,
        "scopes": Scope.choices,
        "fields": [_met(one) for one in found.field_grants.order_by("noun", "field")],
        "modes": FieldMode.choices,
        "nouns": nouns().values(),
    }
    return render(request, "web/settings/role.html", context)


def _change(request: HttpRequest, actor: Actor, found: Role) -> HttpResponse:
    at, given = timezone.now(), request.POST
    if given.get("field"):
        noun, _, name = given["field"].partition(".")
        set_field_mode(found, noun, name, given.get("mode", ""), actor=actor, at=at)
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204)
        return redirect(f"/settings/roles/{found.pk}/")
    if "second_factor" in given:
        needed = given["second_factor"] == "yes"
        ask_for_second_factor(found, needed=needed, actor=actor, at=at)
        return redirect(f"/settings/roles/{found.pk}/")
    set_grant(found, given.get("permission", ""), given.get("scope", ""), actor=actor, at=at)
    return HttpResponse(status=204)


def _row(key: str, held: dict[str, str]) -> Row:
    noun = nouns()[key]
    cells: list[tuple[str, Label, str]] = [
        (f"{key}.{action}", action_label(action), held.get(f"{key}.{action}", "none"))
        for action in ACTIONS
    ]
    own = {one.action: one.label for one in verbs_of(noun)}
    further = [
        (f"{key}.{action}", label, held.get(f"{key}.{action}", "none"))
        for action, label in own.items()
        if action not in ACTIONS
    ]
    return Row(key, noun.plural, cells, further)


def _met(one: FieldGrant) -> MetField:
    noun = nouns().get(one.noun)
    field = noun.fields.get(one.field) if noun else None
    return MetField(
        f"{one.noun}.{one.field}",
        noun.label if noun else one.noun,
        field.label if field else one.field,
        one.mode,
    )
