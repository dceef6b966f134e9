"""Limits of boards by the API: how many records may stand in a stage."""

import datetime as dt
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.platform.actors.actor import Actor
from guanxi.platform.boards.in_force import in_force
from guanxi.platform.boards.limits import Limit, set_limits
from guanxi.platform.boards.models import BoardLimit
from guanxi.platform.errors import RuleBroken
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

Most = Annotated[int, Param(pgettext_lazy("board", "At most"))]
Hard = Annotated[bool, Param(_("Refuse one more"))]


def create(
    *,
    noun: Annotated[str, Param(_("Record type"), most=60)],
    stage: Annotated[str, Param(_("Stage"), most=200)],
    most: Most,
    is_hard: Hard = False,
    actor: Actor,
    at: dt.datetime,
) -> BoardLimit:
    """The limit of a stage from now on, in place of the one before."""
    if noun not in nouns():
        raise RuleBroken(_("Some values need attention."), {"noun": _("There is no such noun.")})
    set_limits(nouns()[noun], {stage: Limit(most, is_hard)}, actor=actor, at=at)
    return in_force(BoardLimit).get(noun=noun, value=stage)


def change(
    limit: BoardLimit, *, most: Most, is_hard: Hard = False, actor: Actor, at: dt.datetime
) -> None:
    """Let the stage hold another number, or refuse what is too many."""
    set_limits(nouns()[limit.noun], {limit.value: Limit(most, is_hard)}, actor=actor, at=at)


def remove(limit: BoardLimit, *, actor: Actor, at: dt.datetime) -> None:
    """Let the stage hold any number again."""
    set_limits(nouns()[limit.noun], {limit.value: None}, actor=actor, at=at)


def _values(limit: Any) -> Values:
    return {
        "id": limit.pk,
        "noun": limit.noun,
        "field": limit.field,
        "stage": limit.value,
        "most": limit.most,
        "is_hard": limit.is_hard,
    }


BOARD_LIMITS = Resource(
    "board-limits",
    _("Limit of a board"),
    _("Limits of boards"),
    rows=for_administrators(lambda: in_force(BoardLimit)),
    shape={
        "id": shapes.NUMBER,
        "noun": shapes.TEXT,
        "field": shapes.TEXT,
        "stage": shapes.TEXT,
        "most": shapes.NUMBER,
        "is_hard": shapes.YES_NO,
    },
    values=_values,
    is_for=is_administrator,
    create=Act(create, _("Set")),
    change=Act(change, _("Change")),
    remove=Act(remove, _("Lift")),
)
