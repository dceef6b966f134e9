"""Days in a stage by the API: after how many a card of a board warns."""

import datetime as dt
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.platform.actors.actor import Actor
from guanxi.platform.boards.ages import set_ages
from guanxi.platform.boards.in_force import in_force
from guanxi.platform.boards.models import StageAge
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

Days = Annotated[int, Param(pgettext_lazy("board", "Warn after days"))]


def create(
    *,
    noun: Annotated[str, Param(_("Record type"), most=60)],
    stage: Annotated[str, Param(_("Stage"), most=200)],
    days: Days,
    actor: Actor,
    at: dt.datetime,
) -> StageAge:
    """The days of a stage from now on, in place of those before; 0 never warns."""
    if noun not in nouns():
        raise RuleBroken(_("Some values need attention."), {"noun": _("There is no such noun.")})
    set_ages(nouns()[noun], {stage: days}, actor=actor, at=at)
    return in_force(StageAge).get(noun=noun, value=stage)


def change(age: StageAge, *, days: Days, actor: Actor, at: dt.datetime) -> None:
    """Let a card of the stage warn after another number of days."""
    set_ages(nouns()[age.noun], {age.value: days}, actor=actor, at=at)


def remove(age: StageAge, *, actor: Actor, at: dt.datetime) -> None:
    """Let the usual number of days hold again."""
    set_ages(nouns()[age.noun], {age.value: None}, actor=actor, at=at)


def _values(age: Any) -> Values:
    return {
        "id": age.pk,
        "noun": age.noun,
        "field": age.field,
        "stage": age.value,
        "days": age.days,
    }


STAGE_AGES = Resource(
    "stage-ages",
    _("Days in a stage"),
    _("Days in stages"),
    rows=for_administrators(lambda: in_force(StageAge)),
    shape={
        "id": shapes.NUMBER,
        "noun": shapes.TEXT,
        "field": shapes.TEXT,
        "stage": shapes.TEXT,
        "days": shapes.NUMBER,
    },
    values=_values,
    is_for=is_administrator,
    create=Act(create, _("Set")),
    change=Act(change, _("Change")),
    remove=Act(remove, _("Lift")),
)
