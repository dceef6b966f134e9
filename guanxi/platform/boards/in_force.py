"""What an administrator set for the stages of boards, as far as the boards go by them now."""

from typing import TypeVar

from django.db.models import Q, QuerySet

from guanxi.platform.boards.models import OfStage
from guanxi.platform.nouns.registry import nouns

M = TypeVar("M", bound=OfStage)


def in_force(model: type[M]) -> QuerySet[M]:
    """The rows of the board that a noun has; those of a field that it went by earlier sleep."""
    wanted = Q(pk__in=[])
    for noun in nouns().values():
        if noun.board is not None:
            wanted |= Q(noun=noun.key, field=noun.board.by)
    return model._default_manager.filter(wanted)


def by_choice(model: type[M]) -> list[M]:
    """Those of stages that are choices, by noun and stage: a record or person is no definition."""
    rows = in_force(model).order_by("noun", "value")
    known = nouns()
    return [one for one in rows if not known[one.noun].field(one.field).is_relation]
