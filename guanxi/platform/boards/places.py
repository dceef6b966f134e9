"""The refusal of a record for which a stage with a hard limit has no place left."""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from guanxi.platform.boards.limits import Limit, hard_limits_of, held_in
from guanxi.platform.boards.models import BoardLimit
from guanxi.platform.errors import RuleBroken
from guanxi.platform.filters.operators import build
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.grouping import Grouping
from guanxi.platform.rights.visibility import living_rows


class Places:
    """The places left, over all records of the noun whoever sees them.

    Records that were given one and are not saved yet count as well, until ``settle``. In a
    trial, what was saved and will be rolled back counts on after ``remember``; made again by a
    later part, it has its place already, with ``take_again``.
    """

    def __init__(self, noun: Noun[Any], is_trial: bool = False) -> None:
        self._noun = noun
        self._is_trial = is_trial
        self._left: dict[str, int] = {}
        self._before: Mapping[str, int] | None = None
        self._remembered: Counter[str] = Counter()
        self._made_again: Counter[str] = Counter()

    def take(self, record: Any, changed: Collection[str] | None = None) -> None:
        """A place for a new record, or for one whose stage is among what ``changed``."""
        board = self._noun.board
        if board is None or (changed is not None and board.by not in changed):
            return
        by = Grouping(self._noun.field(board.by))
        stage = by.key(by.field.value_of(record))
        limit = self._limit(by, stage)
        if limit is None:
            return
        if self._left[stage] <= 0:
            _refuse(by, stage, limit)
        self._left[stage] -= 1

    def take_again(self, record: Any) -> None:
        """The place that a record had when an earlier part of a trial made it."""
        if self._noun.board is None:
            return
        by = Grouping(self._noun.field(self._noun.board.by))
        stage = by.key(by.field.value_of(record))
        if self._limit(by, stage) is not None:
            self._made_again[stage] += 1

    def settle(self) -> None:
        """Count anew from here: what was given a place is saved."""
        self._left.clear()

    def remember(self) -> None:
        """What was saved since the last time goes on counting once it is rolled back."""
        if self._before is not None:
            limits = hard_limits_of(self._noun)
            held = held_in(self._noun, limits)
            for stage in limits:
                more = held.get(stage, 0) - self._before.get(stage, 0)
                self._remembered[stage] += more - self._made_again[stage]
        self.forget()

    def forget(self) -> None:
        """Drop what was given since the last time: its transaction was rolled back."""
        self._left.clear()
        self._made_again.clear()
        self._before = None

    def _limit(self, by: Grouping, stage: str) -> Limit | None:
        """The hard limit of a stage, if any; then it is known how many places are left."""
        limits = hard_limits_of(self._noun)
        if self._is_trial and limits and self._before is None:
            self._before = held_in(self._noun, limits)
        limit = limits.get(stage)
        if limit is not None and stage not in self._left:
            elsewhere = self._remembered[stage] - self._made_again[stage]
            self._left[stage] = limit.most - self._held(by, stage) - elsewhere
        return limit

    def _held(self, by: Grouping, stage: str) -> int:
        # Whoever comes second waits here for the first, and then counts them too.
        place = {"noun": self._noun.key, "field": by.field.name, "value": stage}
        list(BoardLimit.objects.select_for_update().filter(**place))
        living: QuerySet[Any] = self._noun.base().filter(living_rows(self._noun))
        return living.filter(build(by.field, "is", by.value(stage))).count()


def take_place(noun: Noun[Any], record: Any, changed: Collection[str] | None = None) -> None:
    """Refuse a new record, or one that ``changed`` its stage, where a hard limit is reached."""
    if noun.board is not None:
        Places(noun).take(record, changed)


def _refuse(by: Grouping, stage: str, limit: Limit) -> None:
    label = by.field.options.get(stage, stage) if by.field.options else by.field.label
    raise RuleBroken(
        _("“%(stage)s” takes %(most)s at most and is full. Move another one on first.")
        % {"stage": label, "most": limit.most}
    )
