"""Views for a team or everyone, and sharing rules, as definitions."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import Role, SharingRule
from guanxi.platform.definitions.naming import (
    by_ids,
    by_names,
    noun_called,
    paths_of_teams,
    person_called,
    role_called,
    team_at,
)
from guanxi.platform.definitions.part import Part, Said, numbered
from guanxi.platform.definitions.shapes import ANYTHING
from guanxi.platform.errors import RuleBroken
from guanxi.platform.i18n.reader import in_reader_language
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.rights.audience import Audience
from guanxi.platform.rights.rules import create_sharing_rule, remove_sharing_rule
from guanxi.platform.views.keeping import keep_for_all, open_first
from guanxi.platform.views.models import DefaultView, SavedView
from guanxi.platform.views.state import ViewState

STATE = ("text", "sort", "columns", "group", "density", "layout")


class Views(Part):
    """Saved views that a team or everyone finds, with what opens first for whom."""

    key, label = "views", _("Views")
    identity = ("noun", "reach", "team", "label_zh", "label_en", "n")
    shape = {
        **{"noun": str, "reach": str, "team": [str], "label_zh": str, "label_en": str, "n": int},
        **{"role": str, "filter": {str: ANYTHING}, "text": str, "sort": str, "columns": [str]},
        **{"group": str, "density": str, "layout": str, "is_pinned": bool, "position": int},
        "opens_first_for": [str],
    }

    def written(self) -> list[Said]:
        """Those of record types in force."""
        return [said for _pk, said in _views_here()]

    def title(self, said: Said) -> str:
        """Its record type and name."""
        noun = nouns().get(said["noun"])
        called = in_reader_language(said["label_zh"], said["label_en"])
        return f"{noun.plural if noun else said['noun']} · {called}"

    def finish(self, said: Said, *, actor: Actor, at: dt.datetime) -> None:
        """The view, nobody's own, once all that it asks for is there."""
        noun = noun_called(said["noun"])
        if said["reach"] not in {SavedView.Reach.TEAM, SavedView.Reach.PUBLIC}:
            raise RuleBroken(_("Choose who finds the view."))
        here = {self.name_of(one): pk for pk, one in _views_here()}
        view = SavedView.objects.filter(pk=here.get(self.name_of(said), 0)).first() or SavedView()
        state = {name: said[name] for name in STATE} | {"filter": by_ids(noun, said["filter"])}
        state["columns"] = tuple(state["columns"])
        view.reach = said["reach"]
        view.team = team_at(said["team"]) if view.reach == SavedView.Reach.TEAM else None
        view.role = role_called(said["role"]) if said["role"] else None
        view.label_zh, view.label_en = said["label_zh"], said["label_en"]
        view.is_pinned, view.position = said["is_pinned"], max(0, said["position"])
        keep_for_all(actor, noun, view, ViewState(**state))
        _open_first(actor, view, said["opens_first_for"])


class SharingRules(Part):
    """Records that are shown to others by their conditions."""

    key, label = "sharing_rules", _("Sharing rules")
    identity = ("noun", "label", "n")
    shape = {
        **{"noun": str, "label": str, "n": int, "filter": {str: ANYTHING}, "can_edit": bool},
        "shown_to": {"person": str, "team": [str], "role": str},
    }

    def written(self) -> list[Said]:
        """Those over record types in force."""
        return [said for _pk, said in _rules_here()]

    def title(self, said: Said) -> str:
        """Its name."""
        return str(said["label"])

    def finish(self, said: Said, *, actor: Actor, at: dt.datetime) -> None:
        """The rule instead of the one of its name."""
        noun = noun_called(said["noun"])
        whom = said["shown_to"]
        audience = Audience(
            user=person_called(whom["person"]) if "person" in whom else None,
            team=team_at(whom["team"]) if "team" in whom else None,
            role=role_called(whom["role"]) if "role" in whom else None,
            can_edit=said["can_edit"],
        )
        here = {self.name_of(one): pk for pk, one in _rules_here()}
        present = SharingRule.objects.filter(pk=here.get(self.name_of(said), 0)).first()
        if present is not None:
            remove_sharing_rule(present, actor=actor, at=at)
        filter = by_ids(noun, said["filter"])
        create_sharing_rule(said["label"], noun.key, filter, audience, actor=actor, at=at)


def _views_here() -> list[tuple[int, Said]]:
    known, teams = nouns(), paths_of_teams()
    rows = SavedView.objects.filter(noun__in=known).exclude(reach=SavedView.Reach.PRIVATE)
    rows = rows.select_related("role").order_by("noun", "position", "label_zh", "label_en", "pk")
    firsts: dict[int, list[str]] = {}
    for one in DefaultView.objects.select_related("role"):
        firsts.setdefault(one.view_id, []).append(one.role.code if one.role else "")
    found = [(row.pk, _view(row, teams, sorted(firsts.get(row.pk, ())))) for row in rows]
    names = [name for name in Views.identity if name != "n"]
    return list(
        zip([pk for pk, _one in found], numbered([one for _, one in found], names), strict=True)
    )


def _view(row: SavedView, teams: dict[int, list[str]], firsts: list[str]) -> Said:
    said: Said = {name: getattr(row, name) for name in ("noun", "label_zh", "label_en", "reach")}
    said |= {name: getattr(row, name) for name in (*STATE, "is_pinned", "position")}
    said["team"] = teams.get(row.team_id or 0, []) if row.reach == SavedView.Reach.TEAM else []
    said["role"] = row.role.code if row.role else ""
    said["filter"] = by_names(nouns()[row.noun], row.filter)
    return {**said, "opens_first_for": firsts}


def _open_first(actor: Actor, view: SavedView, codes: Sequence[str]) -> None:
    noun = nouns()[view.noun]
    wanted: dict[str, Role | None] = {code: role_called(code) if code else None for code in codes}
    for one in DefaultView.objects.filter(view=view).select_related("role"):
        if (one.role.code if one.role else "") not in wanted:
            open_first(actor, noun, one.role, None)
    for role in wanted.values():
        if not DefaultView.objects.filter(view=view, role=role).exists():
            open_first(actor, noun, role, view)


def _rules_here() -> list[tuple[int, Said]]:
    teams = paths_of_teams()
    rows = SharingRule.objects.filter(noun__in=nouns()).select_related("user", "role")
    found = [(row.pk, _rule(row, teams)) for row in rows.order_by("noun", "label", "pk")]
    said = numbered([one for _pk, one in found], ("noun", "label"))
    return list(zip([pk for pk, _one in found], said, strict=True))


def _rule(row: SharingRule, teams: dict[int, list[str]]) -> Said:
    whom: dict[str, Any] = {}
    if row.user is not None:
        whom = {"person": row.user.username}
    elif row.role is not None:
        whom = {"role": row.role.code}
    else:
        whom = {"team": teams.get(row.team_id or 0, [])}
    return {
        "noun": row.noun,
        "label": row.label,
        "filter": by_names(nouns()[row.noun], row.filter),
        "shown_to": whom,
        "can_edit": row.can_edit,
    }
