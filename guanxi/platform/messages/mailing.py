"""Notices by mail: one letter per person, whatever has gathered."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from guanxi.platform.actors.compiling import actor_for_user
from guanxi.platform.actors.models import User
from guanxi.platform.jobs.context import JobContext
from guanxi.platform.jobs.registry import job, scheduled
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


def letter_for(user: User, news: Sequence[Notification]) -> EmailMessage:
    """The letter in the person's language: one piece of news, or a digest."""
    with override(user.language):
        count = len(news)
        digest = ngettext("%(count)d piece of news", "%(count)d pieces of news", count)
        subject = news[0].text if count == 1 else digest % {"count": count}
        greeting = _("Hello %(name)s,") % {"name": user.name}
        ending = _("You can change what is mailed to you in your settings.")
    lines = [f"• {one.text}\n  {address_of(one)}".rstrip() for one in news[:LINES]]
    body = "\n\n".join([greeting, *lines, ending])
    return EmailMessage(
        " ".join(subject.split()),
        body,
        settings.DEFAULT_FROM_EMAIL,
        [user.email],
        headers={"Auto-Submitted": "auto-generated"},
        connection=get_connection(timeout=20),
    )


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
