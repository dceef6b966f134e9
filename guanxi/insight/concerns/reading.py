"""Reading what customers wrote: topics are learned now and then, and told of each text."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, Model, Q, QuerySet

from guanxi.customers.models import Interaction
from guanxi.insight.concerns.models import DAYS, AnswerReading, ContactReading, Study
from guanxi.insight.concerns.topics import Topics, learned
from guanxi.insight.concerns.words import Text
from guanxi.surveys.models import SurveyAnswer

# Topics are learned from the latest texts, and told of so many a night at most.
LEARNED_FROM, READ_AT_ONCE, COUNTED = 10_000, 50_000, 100_000
LEARNED_ANEW_AFTER = dt.timedelta(days=30)
# Words that only few texts held then may be many by now.
GROWN = 2
SPOKEN = ("in", "none")


@dataclass(frozen=True)
class Kind:
    """A kind of text: where it stands, what it says, and where its topic is kept."""

    rows: QuerySet[Any]
    columns: tuple[str, ...]
    reading: type[ContactReading] | type[AnswerReading]
    key: str
    moment: str


def read_texts(*, at: dt.datetime) -> dict[str, int]:
    """Learn where that is due, and read every text that is new or was changed; how many.

    What we say is left out: customers' attention shows in what they say.
    """
    kinds = _kinds(at)
    study = Study.objects.order_by("-pk").first()
    texts = sum(one.rows[:COUNTED].count() for one in kinds)
    if study is None or _is_old(study, texts, at):
        study = _learn(kinds, texts, at)
    _forget_what_is_no_text()
    topics = Topics.read(study.learned)
    read = sum(_read(one, topics, at) for one in kinds)
    Study.objects.filter(pk=study.pk).update(read_at=at)
    return {"texts": texts, "read": read, "topics": len(topics.names)}


def _kinds(at: dt.datetime) -> tuple[Kind, ...]:
    since = at - dt.timedelta(days=DAYS)
    contacts = Interaction.objects.filter(
        deleted_at=None, account__deleted_at=None, account__isnull=False, direction__in=SPOKEN,
        happened_at__gt=since, happened_at__lte=at,
    ).exclude(subject="", content="")  # fmt: skip
    answers = SurveyAnswer.objects.filter(
        deleted_at=None, account__deleted_at=None, account__isnull=False,
        answered_on__gt=since.date(), answered_on__lte=at.date(), firm="",
    ).exclude(comment="")  # fmt: skip
    return (
        Kind(contacts, ("subject", "content"), ContactReading, "contact_id", "happened_at"),
        Kind(answers, ("comment",), AnswerReading, "answer_id", "answered_on"),
    )


def _forget_what_is_no_text() -> None:
    """Drop what was read of texts that were emptied, or turned out to be ours or about others."""
    no_words = Q(contact__subject="", contact__content="")
    ContactReading.objects.filter(no_words | ~Q(contact__direction__in=SPOKEN)).delete()
    AnswerReading.objects.filter(Q(answer__comment="") | ~Q(answer__firm="")).delete()


def _is_old(study: Study, texts: int, at: dt.datetime) -> bool:
    return study.learned_at + LEARNED_ANEW_AFTER <= at or texts >= GROWN * max(study.texts, 1)


@transaction.atomic
def _learn(kinds: tuple[Kind, ...], texts: int, at: dt.datetime) -> Study:
    """Learn from the latest texts, and forget what was told of each by what was known before."""
    found = [
        Text(account, "，".join(words))
        for kind in kinds
        for account, *words in kind.rows.order_by(f"-{kind.moment}", "-pk").values_list(
            "account_id", *kind.columns
        )[:LEARNED_FROM]
    ]
    Study.objects.all().delete()
    for kind in kinds:
        kind.reading.objects.all().delete()
    return Study.objects.create(
        learned_at=at, read_at=at, texts=texts, learned=learned(found).told()
    )


def _read(kind: Kind, topics: Topics, at: dt.datetime) -> int:
    stale = Q(reading=None) | Q(updated_at__gt=F("reading__read_at"))
    rows = kind.rows.filter(stale).order_by(f"-{kind.moment}", "-pk")[:READ_AT_ONCE]
    readings: list[Model] = [
        kind.reading(**{kind.key: key, "topic": topics.of("，".join(words)), "read_at": at})
        for key, *words in rows.values_list("pk", *kind.columns)
    ]
    kind.reading._default_manager.bulk_create(
        readings,  # type: ignore[arg-type]
        batch_size=2_000,
        update_conflicts=True,
        unique_fields=[kind.key.removesuffix("_id")],
        update_fields=["topic", "read_at"],
    )
    return len(readings)
