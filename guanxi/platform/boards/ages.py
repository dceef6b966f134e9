"""How long a record may stand in a stage before its card says that it has stood there too long."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.boards.limits import is_stage
from guanxi.platform.boards.models import StageAge
from guanxi.platform.custom.schema import schema_changed, schema_version
from guanxi.platform.errors import RuleBroken
from guanxi.platform.nouns.noun import Board, Noun
from guanxi.platform.rights.administering import record_change, require_administrator

LONGEST = 3650


@dataclass
class _InForce:
    version: int | None = None
    ages: dict[tuple[str, str], dict[str, int]] = field(default_factory=dict)


_in_force = _InForce()


def ages_of(noun: Noun[Any]) -> Mapping[str, int]:
    """The days that an administrator set by stage, 0 for never; read anew with the schema."""
    if noun.board is None:
        return {}
    version = schema_version()
    if version != _in_force.version:
        found: dict[tuple[str, str], dict[str, int]] = {}
        for row in StageAge.objects.all():
            found.setdefault((row.noun, row.field), {})[row.value] = row.days
        # Other threads read meanwhile: the version comes last.
        _in_force.ages, _in_force.version = found, version
    return _in_force.ages.get((noun.key, noun.board.by), {})


def age_limit(noun: Noun[Any], stage: str) -> int:
    """After how many days a card of the stage warns; 0 where it never does, or work is over."""
    if noun.board is None or stage in noun.board.closed:
        return 0
    return ages_of(noun).get(stage, usual_age(noun.board, stage))


def usual_age(board: Board, stage: str) -> int:
    """The days while nobody set any; none where work is over, or no stage says that it ends."""
    if not board.closed or not stage or stage in board.closed:
        return 0
    return board.ages.get(stage, board.usual_age)


@transaction.atomic
def set_ages(
    noun: Noun[Any], wanted: Mapping[str, int | None], *, actor: Actor, at: dt.datetime
) -> None:
    """Let cards of these stages warn after so many days, never for 0, as usual for None."""
    require_administrator(actor)
    if noun.board is None:
        raise RuleBroken(_("These records have no board."))
    if any(one is not None and not 0 <= one <= LONGEST for one in wanted.values()):
        raise RuleBroken(_("Days are a whole number from 0 to 3650; 0 never warns."))
    by = noun.field(noun.board.by)
    if not all(one is None or is_stage(by, stage) for stage, one in wanted.items()):
        raise RuleBroken(_("There is no such stage."))
    before = ages_of(noun)
    changed = {stage: one for stage, one in wanted.items() if before.get(stage) != one}
    for stage, one in changed.items():
        place: dict[str, Any] = {"noun": noun.key, "field": by.name, "value": stage}
        if one is None:
            StageAge.objects.filter(**place).delete()
        else:
            StageAge.objects.update_or_create(defaults={"days": one}, **place)
    if changed:
        told = {f"{noun.key}.{stage}": [before.get(stage), one] for stage, one in changed.items()}
        record_change("board.aged", None, told, actor=actor, at=at)
        schema_changed()
