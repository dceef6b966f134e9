"""Pages of records by the API: which parts a role finds there, and in which order."""

import datetime as dt
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import Role
from guanxi.platform.custom.models import PageArrangement
from guanxi.platform.custom.page_arranging import arrange_page, page_as_declared
from guanxi.platform.errors import RuleBroken
from guanxi.platform.nouns.page import PageOrder
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.rest.settings import shapes
from guanxi.platform.rest.settings.resources import (
    Act,
    Resource,
    for_administrators,
    is_administrator,
)
from guanxi.platform.rest.writing import Values
from guanxi.platform.verbs.params import Param

Shown = Annotated[list[str] | None, Param(_("Shown, in order"))]
Away = Annotated[list[str] | None, Param(_("Put away"))]


def create(
    *,
    noun: Annotated[str, Param(_("Record type"), most=60)],
    role: Annotated[Role | None, Param(pgettext_lazy("rights", "Role"))] = None,
    shown: Shown = None,
    away: Away = None,
    actor: Actor,
    at: dt.datetime,
) -> PageArrangement:
    """The page for a role, or for everybody without one, that stood as it was."""
    if noun not in nouns():
        raise RuleBroken(_("Some values need attention."), {"noun": _("There is no such noun.")})
    return arrange_page(nouns()[noun], role, _order(shown, away), version=0, actor=actor, at=at)


def change(
    page: PageArrangement, *, shown: Shown = None, away: Away = None, actor: Actor, at: dt.datetime
) -> None:
    """Other parts, or another order of them."""
    noun, order = nouns()[page.noun], _order(shown, away)
    arrange_page(noun, page.role, order, version=page.version, actor=actor, at=at)


def remove(page: PageArrangement, *, actor: Actor, at: dt.datetime) -> None:
    """The page as everybody has it, or as it came."""
    page_as_declared(nouns()[page.noun], page.role, actor=actor, at=at)


def _order(shown: list[str] | None, away: list[str] | None) -> PageOrder:
    return PageOrder(tuple(shown or ()), frozenset(away or ()))


def _values(page: Any) -> Values:
    return {
        "id": page.pk,
        "noun": page.noun,
        "role": page.role_id,
        "shown": page.shown,
        "away": page.away,
        "version": page.version,
    }


RECORD_PAGES = Resource(
    "record-pages",
    _("Page of records"),
    _("Pages of records"),
    rows=for_administrators(lambda: PageArrangement.objects.filter(noun__in=[*nouns()])),
    shape={
        "id": shapes.NUMBER,
        "noun": shapes.TEXT,
        "role": shapes.MAYBE_NUMBER,
        "shown": shapes.TEXTS,
        "away": shapes.TEXTS,
        "version": shapes.NUMBER,
    },
    values=_values,
    is_for=is_administrator,
    create=Act(create, _("Arrange")),
    change=Act(change, _("Change")),
    remove=Act(remove, _("As it came")),
)
