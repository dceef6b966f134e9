"""Whoever's password, second step or address was changed is told, whatever else they wish to hear.

A thief who is in changes these first. The letter about another address goes to the one before.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from guanxi.platform.actors.actor import SYSTEM, Actor
from guanxi.platform.actors.models import User
from guanxi.platform.facts.models import Fact
from guanxi.platform.facts.publishing import subscribe
from guanxi.platform.messages.letters import Letter, composed, hello
from guanxi.platform.messages.mailing import can_mail
from guanxi.platform.messages.sayings import Given, saying
from guanxi.platform.messages.telling import News, tell

SECURITY_PAGE = "/settings/security/"
WHAT: Mapping[tuple[str, str], Any] = {
    ("password.changed", ""): gettext_lazy("Your password was changed."),
    ("password.reset", ""): gettext_lazy("Your password was reset by a link."),
    ("user.welcomed", ""): gettext_lazy("Your password was reset by an invitation."),
    ("user.corrected", ""): gettext_lazy("Your e-mail address in Guanxi was changed."),
    ("user.second_step_dropped", ""): gettext_lazy("An administrator took away your second step."),
    ("second_factor.added", "totp"): gettext_lazy(
        "An authenticator app was added to your account."
    ),
    ("second_factor.added", "webauthn"): gettext_lazy("A passkey was added to your account."),
    ("second_factor.added", "recovery_codes"): gettext_lazy("Recovery codes were made."),
    ("second_factor.removed", "totp"): gettext_lazy("The authenticator app was removed."),
    ("second_factor.removed", "webauthn"): gettext_lazy("A passkey was removed."),
    ("second_factor.removed", "recovery_codes"): gettext_lazy("The recovery codes were removed."),
    ("second_factor.renewed", "recovery_codes"): gettext_lazy(
        "New recovery codes were made; the old ones no longer work."
    ),
}
# Recovery codes that are made together with the first app or passkey.
COMES_ALONG = dt.timedelta(minutes=1)
BEEN_HERE = ("signin.succeeded", "user.welcomed", "password.changed", "password.reset")


def warn_of_change(fact: Fact) -> None:
    """Tell the person in the notice centre and by mail; told again, the notice stays one."""
    what = WHAT.get((fact.kind, str(fact.data.get("method", ""))))
    user = User.objects.filter(pk=fact.record_id or 0, is_active=True).first()
    if what is None or user is None or not _is_news(fact):
        return
    news = News(
        "security",
        {"what": [fact.kind, str(fact.data.get("method", ""))]},
        dedupe_key=f"security-{fact.pk}",
        address=SECURITY_PAGE,
    )
    tell(news, [user.pk], actor=SYSTEM, at=fact.at)
    to = fact.changes["email"][0] if fact.kind == "user.corrected" else user.email
    if to and can_mail():
        _letter(user, to, str(fact.data.get("address", "")), what, fact).send()


@saying("security")
def _changed(_reader: Actor, _title: str, given: Given) -> str:
    kind, method = given["what"]
    return str(WHAT.get((kind, method), kind))


def _is_news(fact: Fact) -> bool:
    """Whether something was there before to be taken over, and nothing tells of it already."""
    before = Fact.objects.filter(noun="user", record_id=fact.record_id, pk__lt=fact.pk)
    if fact.kind == "user.corrected":
        return "email" in fact.changes
    if fact.kind == "user.welcomed":
        return before.filter(kind__in=BEEN_HERE).exists()
    if fact.data.get("method") == "recovery_codes" and fact.kind == "second_factor.added":
        return not before.filter(kind=fact.kind, at__gt=fact.at - COMES_ALONG).exists()
    return True


def _letter(user: User, to: str, source: str, what: Any, fact: Fact) -> EmailMultiAlternatives:
    zone = ZoneInfo(user.time_zone or settings.TIME_ZONE)
    with override(user.language):
        when = formats.date_format(timezone.localtime(fact.at, zone), "DATETIME_FORMAT")
        told = {"when": when, "source": source}
        traces = _("When: %(when)s") % told
        if source:
            traces = "\n".join([traces, _("From the network address: %(source)s") % told])
        letter = Letter(
            str(what).rstrip(".。"),
            hello(user.name),
            [
                str(what),
                traces,
                _("If that was you, there is nothing to do."),
                _("If it was not, choose another password at once and tell your administrator:"),
            ],
            act=_("Choose another password"),
            address=f"{settings.ADDRESS}/password/" if settings.ADDRESS else "",
        )
        return composed(letter, to)


def connect() -> None:
    """Hear of every such change."""

    for kind in dict.fromkeys(kind for kind, _method in WHAT):
        subscribe(kind, f"messages.warn-{kind}")(warn_of_change)
