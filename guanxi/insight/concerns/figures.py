"""The figures of the page: topics by month, over the texts that one may see."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils import timezone

from guanxi.customers.models import Interaction
from guanxi.insight.concerns.access import may_read_comments
from guanxi.insight.concerns.models import DAYS
from guanxi.insight.experiments.rules import Group, Lift, lift_of_shares
from guanxi.insight.parameters import months_before
from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.rights.visibility import visible_to
from guanxi.surveys.models import SurveyAnswer

# What is new is the last quarter; it is compared with the nine months before.
MONTHS, LATE = 12, 3
EXAMPLES = 4


@dataclass(frozen=True)
class Topic:
    """A topic: its texts in each month, whose they are, and how its share has changed."""

    name: str
    by_month: tuple[int, ...]
    answers: int
    change: Lift | None
    customers: int = 0

    @property
    def texts(self) -> int:
        """Its contacts in all months."""
        return sum(self.by_month)


@dataclass(frozen=True)
class Concerns:
    """Topics, the largest first, with the texts read in each month, whatever they spoke of."""

    months: tuple[dt.date, ...]
    read: tuple[int, ...]
    topics: tuple[Topic, ...]

    @property
    def rising(self) -> Topic | None:
        """The topic whose share has grown most, where chance would seldom give as much."""
        grown = [one for one in self.topics if one.change and one.change.low > 0]
        return max(grown, key=lambda one: one.change.difference if one.change else 0, default=None)


def concerns_of(actor: Actor, at: dt.datetime) -> Concerns:
    """The figures over the texts that the actor may see, in whole months and the present one."""
    today = timezone.localdate(at)
    months = tuple(months_before(today.replace(day=1), back) for back in range(MONTHS - 1, -1, -1))
    contacts: Noun[Interaction] = noun_named("interaction")
    answers: Noun[SurveyAnswer] = noun_named("survey_answer")
    begin = timezone.make_aware(dt.datetime.combine(months[0], dt.time()))
    texts = visible_to(actor, contacts).filter(
        reading__isnull=False, happened_at__gte=begin, happened_at__lte=at
    )
    found = (
        texts.annotate(month=TruncMonth("happened_at"))
        .values_list("month", "reading__topic")
        .annotate(Count("pk"))
        .order_by()
    )
    commented = (
        visible_to(actor, answers)
        .filter(reading__isnull=False, answered_on__gt=today - dt.timedelta(DAYS))
        .values_list("reading__topic")
        .annotate(Count("pk"))
        .order_by()
    )
    raised = (
        texts.exclude(reading__topic="")
        .values_list("reading__topic")
        .annotate(Count("account", distinct=True))
        .order_by()
    )
    comments = dict(commented) if may_read_comments(actor) else {}
    return counted(months, found, comments, dict(raised))


def counted(
    months: tuple[dt.date, ...],
    found: Iterable[tuple[dt.datetime, str, int]],
    answers: dict[str, int],
    customers: dict[str, int],
) -> Concerns:
    """The figures of counts by month and topic; the empty topic is that of texts without one."""
    read: Counter[dt.date] = Counter()
    by: dict[str, Counter[dt.date]] = {name: Counter() for name in answers if name}
    for moment, name, number in found:
        month = dt.date(moment.year, moment.month, 1)
        read[month] += number
        if name:
            by.setdefault(name, Counter())[month] += number
    all_read = tuple(read[month] for month in months)
    topics = [
        Topic(
            name,
            tuple(counts[month] for month in months),
            answers.get(name, 0),
            _change([counts[month] for month in months], all_read),
            customers.get(name, 0),
        )
        for name, counts in by.items()
    ]
    return Concerns(months, all_read, tuple(sorted(topics, key=lambda one: (-one.texts, one.name))))


def examples_of(actor: Actor, topic: str) -> list[Interaction]:
    """The latest contacts that speak of the topic."""
    contacts: Noun[Interaction] = noun_named("interaction")
    rows = visible_to(actor, contacts).filter(reading__topic=topic).select_related("account")
    return list(rows.order_by("-happened_at", "-pk")[:EXAMPLES])


def _change(counts: list[int], read: tuple[int, ...]) -> Lift | None:
    """The share of the last months less that of those before, with its 95 % interval."""
    late, early = (
        Group(sum(read[part]), sum(counts[part]), sum(counts[part]))
        for part in (slice(-LATE, None), slice(None, -LATE))
    )
    return lift_of_shares(late, early)
