"""What one customer asked about in the last year, with the reason and the advice."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from guanxi.customers.models import Account, Interaction
from guanxi.insight.concerns.access import may_read_texts
from guanxi.insight.concerns.drawing import contacts_on
from guanxi.insight.concerns.models import DAYS
from guanxi.insight.wording import count, day
from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.panels import panel
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.rights.visibility import visible_to

SHOWN = 3
LATE_DAYS, OFTEN = 90, 2


@dataclass(frozen=True)
class Raised:
    """A topic of one customer: how often it spoke of it in a year, how often lately, when last."""

    topic: str
    texts: int
    late: int
    last_on: dt.date


def show() -> None:
    """Put the topics on the page of every customer, below its classes."""
    panel("account", "right", "insight/concerns/own.html", order=25)(topics_shown)


def topics_shown(actor: Actor, record: Account, at: dt.datetime) -> dict[str, Any] | None:
    """The topics with reason, advice and the contacts behind; None where nothing was raised."""
    if not may_read_texts(actor):
        return None
    today = timezone.localdate(at)
    since = today - dt.timedelta(DAYS)
    raised, read = raised_by(actor, record.pk, since, today)
    if not raised:
        return None
    topics = [
        {
            "topic": one.topic,
            "tone": "gamboge" if one.late >= OFTEN else "",
            "lately": one.late,
            "reason": _reason(one, read),
            "advice": advice(one),
            "href": contacts_on(one.topic, since, today + dt.timedelta(1), record.pk),
        }
        for one in raised[:SHOWN]
    ]
    return {"topics": topics, "days": LATE_DAYS}


def raised_by(
    actor: Actor, account_id: int, since: dt.date, today: dt.date
) -> tuple[list[Raised], int]:
    """What the customer spoke of since that day, the most pressing first, and all texts read.

    Only contacts that the actor may see are counted.
    """
    contacts: Noun[Interaction] = noun_named("interaction")
    late_from, begin = (
        timezone.make_aware(dt.datetime.combine(one, dt.time()))
        for one in (today - dt.timedelta(LATE_DAYS), since)
    )
    rows = (
        visible_to(actor, contacts)
        .filter(account=account_id, reading__isnull=False, happened_at__gte=begin)
        .values_list("reading__topic")
        .annotate(
            texts=Count("pk"),
            late=Count("pk", filter=Q(happened_at__gte=late_from)),
            last=Max("happened_at"),
        )
        .order_by()
    )
    found = [
        Raised(topic, texts, late, timezone.localdate(last)) for topic, texts, late, last in rows
    ]
    raised = [one for one in found if one.topic]
    raised.sort(key=lambda one: (-one.late, -one.texts, -one.last_on.toordinal(), one.topic))
    return raised, sum(one.texts for one in found)


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
