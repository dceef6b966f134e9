"""Sharing rules: which records are shown to whom beside their owners, and what a new one does."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import Role, SharingRule, Team, User
from guanxi.platform.errors import InvalidFilter, RuleBroken
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.nouns.rows import Owned
from guanxi.platform.records.titles import titles
from guanxi.platform.rights.administering import require_administrator
from guanxi.platform.rights.audience import Audience
from guanxi.platform.rights.foreseeing import foresee_rule
from guanxi.platform.rights.rules import create_sharing_rule, remove_sharing_rule
from guanxi.platform.views.models import SavedView
from guanxi.platform.views.reading import views_found_by
from guanxi.web.acting import signed_in
from guanxi.web.filters.chips import ChipMaker, sentence
from guanxi.web.lists.state import ListState, state_in
from guanxi.web.look.figures import is_chinese
from guanxi.web.settings.given import chosen


@signed_in
def sharing(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every rule in words, and the views from which one more can be made."""
    require_administrator(actor)
    rules = SharingRule.objects.select_related("user", "team", "role").order_by("noun", "pk")
    shareable = [noun for noun in nouns().values() if isinstance(noun.rows, Owned)]
    context = {
        "rules": [(rule, nouns().get(rule.noun), _said(actor, rule)) for rule in rules],
        "offers": [(noun, _views(actor, noun)) for noun in shareable],
    }
    return render(request, "web/settings/sharing.html", context)


@signed_in
def end_rule(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """What the rule alone showed is no longer seen."""
    require_administrator(actor)
    if request.method != "POST":
        raise Http404
    rule = get_object_or_404(SharingRule, pk=pk)
    remove_sharing_rule(rule, actor=actor, at=timezone.now())
    return redirect("/settings/sharing/")


@signed_in
def new_rule(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A rule for the records of a list or view; it says who would gain what before it is made."""
    require_administrator(actor)
    given = request.POST if request.method == "POST" else request.GET
    noun, state = _asked(actor, given)
    context: dict[str, Any] = {
        "noun": noun,
        "state": state,
        "given": given,
        "said": _sentence(actor, noun, state.filter),
        "roles": Role.objects.order_by("pk"),
        **_picked(given),
    }
    if request.method == "POST":
        try:
            if given.get("act") == "make":
                _make(actor, noun, state, given)
                return redirect("/settings/sharing/")
            audience = _audience(given)
            context["foresight"] = foresee_rule(noun, state.filter, audience, actor=actor)
        except RuleBroken as refusal:
            context["broken"] = refusal
    status = 422 if "broken" in context else 200
    return render(request, "web/settings/new_rule.html", context, status=status)


def _make(actor: Actor, noun: Noun[Any], state: ListState, given: Any) -> None:
    create_sharing_rule(
        given.get("label", ""),
        noun.key,
        state.filter,
        _audience(given),
        actor=actor,
        at=timezone.now(),
    )


def _asked(actor: Actor, given: Any) -> tuple[Noun[Any], ListState]:
    """The noun and the list that a new rule is about; 404 when it names neither."""
    view = chosen(SavedView.objects.all(), given.get("view"))
    noun = nouns().get(view.noun if view else given.get("noun", ""))
    if noun is None or not isinstance(noun.rows, Owned):
        raise Http404
    if view is not None:
        return noun, ListState(base=f"/{noun.key}/", filter=dict(view.filter))
    return noun, state_in(noun, given.get("state", ""))


def _audience(given: Any) -> Audience:
    return Audience(
        user=chosen(User.objects.filter(is_active=True), given.get("user")),
        team=chosen(Team.objects.filter(retired_at=None), given.get("team")),
        role=chosen(Role.objects.all(), given.get("role")),
        can_edit=given.get("can_edit") == "yes",
    )


def _picked(given: Any) -> dict[str, str]:
    user = chosen(User.objects.all(), given.get("user"))
    team = chosen(Team.objects.all(), given.get("team"))
    return {"user_title": user.name if user else "", "team_title": team.called if team else ""}


def _views(actor: Actor, noun: Noun[Any]) -> list[tuple[int, str]]:
    return [
        (view.pk, (view.label_zh if is_chinese() else view.label_en) or str(view))
        for view in views_found_by(actor, noun)
        if view.filter
    ]


def _said(actor: Actor, rule: SharingRule) -> str:
    noun = nouns().get(rule.noun)
    return _sentence(actor, noun, rule.filter) if noun is not None else ""


def _sentence(actor: Actor, noun: Noun[Any], filter: dict[str, Any]) -> str:
    def named(target: str, key: int) -> str:
        return titles(actor, target, {key}).get(key, "")

    try:
        return sentence(ChipMaker(filter, name_of=named).chips(noun)) if filter else ""
    except (InvalidFilter, KeyError):
        return ""
