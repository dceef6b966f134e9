"""Telling subscribers what happened: claimed with a lease, retried with back-off."""

import datetime as dt
import traceback

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from guanxi.platform.facts.models import Delivery
from guanxi.platform.facts.publishing import subscriber_named
from guanxi.platform.nouns.extension import extension

LEASE = dt.timedelta(minutes=5)
BACK_OFF_SECONDS = (5, 30, 120, 600, 3_600, 6 * 3_600, 24 * 3_600)


class Withheld(Exception):
    """What is raised by a subscriber that may not hear of this fact: nothing is repeated."""


def run_due(limit: int = 100) -> int:
    """Run up to ``limit`` due deliveries; how many were run."""
    now = timezone.now()
    due = Delivery.objects.filter(state="waiting", due_at__lte=now).filter(_unleased(now))
    ran = 0
    for pk in due.order_by("due_at").values_list("pk", flat=True)[:limit]:
        ran += _claim(pk, now) and _run(pk)
    return ran


def send_again(deliveries: QuerySet[Delivery], *, at: dt.datetime) -> int:
    """Put deliveries on their way anew, with all their attempts before them; how many."""
    return deliveries.update(
        state=Delivery.State.WAITING, attempts=0, due_at=at, leased_until=None, done_at=None
    )


def _unleased(now: dt.datetime) -> Q:
    return Q(leased_until=None) | Q(leased_until__lt=now)


def _claim(pk: int, now: dt.datetime) -> bool:
    """Whether this process, and no other, now holds the delivery."""
    claimed = Delivery.objects.filter(_unleased(now), pk=pk, state="waiting").update(
        leased_until=now + LEASE, attempts=F("attempts") + 1
    )
    return claimed == 1


def _run(pk: int) -> bool:
    delivery = Delivery.objects.select_related("fact").filter(pk=pk).first()
    if delivery is None:  # Its webhook was removed just now.
        return False
    try:
        extension().refresh()
        subscriber_named(delivery.subscriber)(delivery.fact)
        _settle(delivery, state="done", done_at=timezone.now(), error="")
    except Withheld:
        _settle(delivery, state="withheld", done_at=timezone.now(), error="")
    except Exception:  # noqa: BLE001 - the edge of the worker: the failure is kept and retried
        _postpone(delivery, traceback.format_exc(limit=8))
    return True


def _settle(delivery: Delivery, **changes: object) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(leased_until=None, **changes)


def _postpone(delivery: Delivery, error: str) -> None:
    if delivery.attempts > len(BACK_OFF_SECONDS):
        _settle(delivery, state="stuck", error=error[-4_000:])
        return
    wait = dt.timedelta(seconds=BACK_OFF_SECONDS[delivery.attempts - 1])
    _settle(delivery, due_at=timezone.now() + wait, error=error[-4_000:])
