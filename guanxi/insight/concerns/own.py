"""What one customer asked about in the last year, with the reason and the advice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanxi.customers.models import Account, Interaction
from guanxi.insight.concerns.access import may_read_comments, may_read_texts
from guanxi.insight.concerns.drawing import comments_on, contacts_on
from guanxi.insight.concerns.models import DAYS
from guanxi.insight.wording import count, day
from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.panels import panel
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.ready import rows_around
from guanxi.platform.rights.visibility import visible_to
from guanxi.surveys.models import SurveyAnswer

SHOWN = 3
LATE_DAYS, OFTEN = 90, 2


@dataclass(frozen=True)
class Raised:
    """A topic of one customer: how often it spoke of it in a year, how often lately, when last.

    So many of the texts are `comments` in surveys, the others contacts.
    """

    topic: str
    texts: int
    late: int
    last_on: dt.date
    comments: int = 0

    def and_also(self, other: Raised) -> Raised:
        """The same topic in both kinds of texts."""
        return Raised(
            self.topic,
            self.texts + other.texts,
            self.late + other.late,
            max(self.last_on, other.last_on),
            self.comments + other.comments,
        )


def show() -> None:
    """Put the topics on the page of every customer, below its classes."""
    panel(
        "account",
        "right",
        "insight/concerns/own.html",
        order=25,
        label=gettext_lazy("What it asks about"),
    )(topics_shown)


def topics_shown(actor: Actor, record: Account, at: dt.datetime) -> dict[str, Any] | None:
    """The topics with reason, advice and the texts behind; None where nothing was raised."""
    today = timezone.localdate(at)
    since = today - dt.timedelta(DAYS)
    raised, read = raised_by(actor, record.pk, since, today)
    if not raised:
        return None
    window = since, today + dt.timedelta(1)
    topics = [
        {
            "topic": one.topic,
            "tone": "gamboge" if one.late >= OFTEN else "",
            "lately": one.late,
            "reason": _reason(one, read),
            "advice": advice(one),
            "contacts": one.texts - one.comments,
            "href": contacts_on(one.topic, *window, record.pk),
            "comments": one.comments,
            "comments_href": comments_on(one.topic, *window, record.pk),
        }
        for one in raised[:SHOWN]
    ]
    return {"topics": topics, "days": LATE_DAYS}


def raised_by(
    actor: Actor, account_id: int, since: dt.date, today: dt.date
) -> tuple[list[Raised], int]:
    """What the customer spoke of since that day, the most pressing first, and all texts read.

    Only contacts and comments that the actor may see and read are counted.
    """
    found: dict[str, Raised] = {}
    for one in [
        *_contacts(actor, account_id, since, today),
        *_comments(actor, account_id, since, today),
    ]:
        found[one.topic] = found[one.topic].and_also(one) if one.topic in found else one
    raised = [one for one in found.values() if one.topic]
    raised.sort(key=lambda one: (-one.late, -one.texts, -one.last_on.toordinal(), one.topic))
    return raised, sum(one.texts for one in found.values())


def _contacts(actor: Actor, account_id: int, since: dt.date, today: dt.date) -> Iterable[Raised]:
    if not may_read_texts(actor):
        return
    noun: Noun[Interaction] = noun_named("interaction")
    late_from, begin = (
        timezone.make_aware(dt.datetime.combine(one, dt.time()))
        for one in (today - dt.timedelta(LATE_DAYS), since)
    )

    def read(pk: int) -> QuerySet[Any, Any]:
        rows = visible_to(actor, noun).filter(account=pk, happened_at__gte=begin)
        return _by_topic(rows, "happened_at", late_from)

    asked = ("topics of contacts", since, today)
    for topic, texts, late, last in rows_around(actor, _account(), asked, account_id, read):
        yield Raised(topic, texts, late, timezone.localdate(last))


def _comments(actor: Actor, account_id: int, since: dt.date, today: dt.date) -> Iterable[Raised]:
    if not may_read_comments(actor):
        return
    noun: Noun[SurveyAnswer] = noun_named("survey_answer")
    late_from = today - dt.timedelta(LATE_DAYS)

    def read(pk: int) -> QuerySet[Any, Any]:
        rows = visible_to(actor, noun).filter(
            account=pk, answered_on__gte=since, answered_on__lte=today
        )
        return _by_topic(rows, "answered_on", late_from)

    asked = ("topics of comments", since, today)
    for topic, texts, late, last in rows_around(actor, _account(), asked, account_id, read):
        yield Raised(topic, texts, late, last, texts)


def _account() -> Noun[Account]:
    noun: Noun[Account] = noun_named("account")
    return noun


def _by_topic(rows: QuerySet[Any], moment: str, late_from: dt.date) -> QuerySet[Any, Any]:
    """Texts that were read: by topic how many, how many lately, and when the last was."""
    found: QuerySet[Any, Any] = (
        rows.filter(reading__isnull=False)
        .values_list("reading__topic")
        .annotate(
            texts=Count("pk"),
            late=Count("pk", filter=Q(**{f"{moment}__gte": late_from})),
            last=Max(moment),
        )
        .order_by()
    )
    return found


def advice(raised: Raised) -> str:
    """What to do about it."""
    if raised.late >= OFTEN:
        return _("Find the cause and tell the customer what was done, before anything is offered.")
    if raised.late:
        return _("Ask at the next contact whether it is settled.")
    return _("It has been quiet about it: speak of it only if the customer does.")


def _reason(raised: Raised, read: int) -> str:
    words = {"texts": count(raised.texts), "read": count(read), "day": day(raised.last_on)}
    return _("In %(texts)s of its %(read)s texts of the last year, last on %(day)s.") % words
