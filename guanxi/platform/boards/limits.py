"""The limits in force, how full the stages are that have one, and setting them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.boards.models import BoardLimit
from guanxi.platform.custom.schema import schema_changed, schema_version
from guanxi.platform.errors import RuleBroken
from guanxi.platform.filters.operators import build
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.grouping import Grouping, read_groups
from guanxi.platform.rights.administering import record_change, require_administrator
from guanxi.platform.rights.visibility import living_rows, visible_to

LARGEST = 100_000


@dataclass(frozen=True)
class Limit:
    """At most so many in a stage; a hard one refuses one more."""

    most: int
    is_hard: bool = False


@dataclass(frozen=True)
class Load:
    """A stage with a limit as one actor meets it.

    ``held`` counts what the actor sees of it, whatever the list is narrowed to. ``is_full`` is
    also true where records that the actor does not see fill a stage with a hard limit.
    """

    limit: Limit
    held: int
    is_full: bool

    @property
    def is_over(self) -> bool:
        """Whether more stand there than should."""
        return self.over > 0

    @property
    def over(self) -> int:
        """How many too many."""
        return max(0, self.held - self.limit.most)


@dataclass
class _InForce:
    version: int | None = None
    limits: dict[tuple[str, str], dict[str, Limit]] = field(default_factory=dict)


_in_force = _InForce()


def limits_of(noun: Noun[Any]) -> Mapping[str, Limit]:
    """The limits of a noun's board by stage; they are read anew whenever the schema is."""
    if noun.board is None:
        return {}
    version = schema_version()
    if version != _in_force.version:
        found: dict[tuple[str, str], dict[str, Limit]] = {}
        for row in BoardLimit.objects.all():
            stages = found.setdefault((row.noun, row.field), {})
            stages[row.value] = Limit(row.most, row.is_hard)
        # Other threads read meanwhile: the version comes last.
        _in_force.limits, _in_force.version = found, version
    return _in_force.limits.get((noun.key, noun.board.by), {})


def hard_limits_of(noun: Noun[Any]) -> Mapping[str, Limit]:
    """Those that refuse one more."""
    return {stage: one for stage, one in limits_of(noun).items() if one.is_hard}


def loads_of(actor: Actor, noun: Noun[Any]) -> dict[str, Load]:
    """How full each stage with a limit is; at most two queries, none where there is no limit."""
    limits = limits_of(noun)
    if not limits:
        return {}
    seen = _counted(noun, visible_to(actor, noun), limits)
    hard = hard_limits_of(noun)
    held = seen | (held_in(noun, hard) if hard else {})
    return {
        stage: Load(one, seen.get(stage, 0), held.get(stage, 0) >= one.most)
        for stage, one in limits.items()
    }


def held_in(noun: Noun[Any], stages: Mapping[str, Limit]) -> dict[str, int]:
    """How many records stand in each of the stages, whoever sees them; one query."""
    return _counted(noun, noun.base().filter(living_rows(noun)), stages)


@transaction.atomic
def set_limits(
    noun: Noun[Any], wanted: Mapping[str, Limit | None], *, actor: Actor, at: dt.datetime
) -> None:
    """Let the stages named have these limits, or none; what is full already stays as it is."""
    require_administrator(actor)
    if noun.board is None:
        raise RuleBroken(_("These records have no board."))
    if any(one is not None and not 1 <= one.most <= LARGEST for one in wanted.values()):
        raise RuleBroken(_("A limit is a whole number from 1 to 100,000."))
    by = noun.field(noun.board.by)
    if not all(one is None or is_stage(by, stage) for stage, one in wanted.items()):
        raise RuleBroken(_("There is no such stage."))
    before = limits_of(noun)
    changed = {stage: one for stage, one in wanted.items() if before.get(stage) != one}
    for stage, one in changed.items():
        place: dict[str, Any] = {"noun": noun.key, "field": by.name, "value": stage}
        if one is None:
            BoardLimit.objects.filter(**place).delete()
        else:
            said = {"most": one.most, "is_hard": one.is_hard}
            BoardLimit.objects.update_or_create(defaults=said, **place)
    if changed:
        told = {
            f"{noun.key}.{stage}": [_told(before.get(stage)), _told(one)]
            for stage, one in changed.items()
        }
        record_change("board.limited", None, told, actor=actor, at=at)
        schema_changed()


def _counted(noun: Noun[Any], rows: QuerySet[Any], stages: Mapping[str, Limit]) -> dict[str, int]:
    by = Grouping(noun.field(noun.board.by if noun.board else ""))
    keys = [by.value(stage) for stage in stages]
    groups, _more = read_groups(rows.filter(build(by.field, "in", keys)), by, [])
    return {one.key: one.count for one in groups}


def is_stage(by: Field, stage: str) -> bool:
    """Whether records can stand there; what a text may say, or who there will be, is open."""
    if by.options:
        return stage in by.options
    if by.type == "boolean":
        return stage in {"true", "false"}
    return stage.isdecimal() if by.is_relation else bool(stage)


def _told(limit: Limit | None) -> str | None:
    if limit is None:
        return None
    return f"{limit.most}!" if limit.is_hard else str(limit.most)
