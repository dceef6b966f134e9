"""Notices by mail: one letter per person, whatever has gathered."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from guanxi.platform.actors.compiling import actor_for_user
from guanxi.platform.actors.models import User
from guanxi.platform.jobs.context import JobContext
from guanxi.platform.jobs.registry import job, scheduled
from guanxi.platform.messages.letters import Item, Letter, composed, hello
from guanxi.platform.messages.models import Notification
from guanxi.platform.messages.sight import within_sight

PEOPLE_AT_ONCE = 100
LINES = 100
LEASE = dt.timedelta(minutes=10)


@job("messages.mail")
def mail_what_is_due(context: JobContext) -> dict[str, Any]:
    """Send every letter that is due; a failed one is tried again with the job."""
    if not can_mail():
        return {"mailed": 0}
    mailed = 0
    for user_id, ids in _due(timezone.now()).items():
        context.check_cancelled()
        mailed += mail_to(user_id, ids, at=timezone.now())
        context.progress(mailed)
    return {"mailed": mailed}


scheduled("messages-mail", kind="messages.mail", every_seconds=60)


def can_mail() -> bool:
    """Whether a mail server is set up."""
    return bool(settings.EMAIL_HOST) or not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend")


def mail_to(user_id: int, ids: Sequence[int], *, at: dt.datetime) -> int:
    """One letter with these notifications; 1 when it was sent.

    They are put off for the time of the sending, outside any transaction: a second worker finds
    nothing due, and after a crash or a refusal by the server they are due again.
    """
    due = Notification.objects.filter(pk__in=ids, mailed_at=None, mail_due_at__lte=at)
    news = list(due.order_by("pk"))
    if not news or not due.update(mail_due_at=at + LEASE):
        return 0
    held = Notification.objects.filter(pk__in=[one.pk for one in news])
    user = User.objects.get(pk=user_id)
    if not user.is_active or not user.email:
        held.update(mail_due_at=None)
        return 0
    with override(user.language):
        seen = within_sight(actor_for_user(user), news)
    letter_for(user, seen).send()
    held.update(mailed_at=at)
    return 1


def letter_for(user: User, news: Sequence[Notification]) -> EmailMultiAlternatives:
    """The letter in the person's language: one piece of news, or a digest."""
    with override(user.language):
        letter = _about(user, news[0]) if len(news) == 1 else _digest(user, news)
        return composed(letter, user.email)


def _about(user: User, one: Notification) -> Letter:
    where = address_of(one)
    act = _("Open it in Guanxi")
    greeting = hello(user.name)
    return Letter(one.text, greeting, [one.text], act=act, address=where, is_notice=True)


def _digest(user: User, news: Sequence[Notification]) -> Letter:
    count = len(news)
    said = ngettext("%(count)d piece of news", "%(count)d pieces of news", count)
    zone = ZoneInfo(user.time_zone or settings.TIME_ZONE)
    return Letter(
        said % {"count": count},
        hello(user.name),
        [said % {"count": count}],
        [Item(one.text, _moment(one.created_at, zone), address_of(one)) for one in news[:LINES]],
        act=_("Open all notices"),
        address=f"{settings.ADDRESS}/notices/" if settings.ADDRESS else "",
        is_notice=True,
    )


def _moment(at: dt.datetime, zone: ZoneInfo) -> str:
    return date_format(timezone.localtime(at, zone), "DATETIME_FORMAT")


def address_of(news: Notification) -> str:
    """Where what a notification is about is opened; empty where nothing can be."""
    base = settings.ADDRESS
    where = f"/{news.noun}/{news.record_id}/" if news.record_id else news.address
    return f"{base}{where}" if base and where else ""


def _due(at: dt.datetime) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    due = Notification.objects.filter(mailed_at=None, mail_due_at__lte=at).order_by("pk")
    for pk, user_id in due.values_list("pk", "user_id")[: PEOPLE_AT_ONCE * LINES]:
        found[user_id].append(pk)
    return found
