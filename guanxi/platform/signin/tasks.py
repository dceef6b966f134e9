"""Work of the sign-in that nobody waits for."""

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from guanxi.platform.actors.models import User
from guanxi.platform.jobs.context import JobContext
from guanxi.platform.jobs.registry import job, scheduled
from guanxi.platform.messages.letters import Letter, composed, hello
from guanxi.platform.signin.welcome import VALID, new_link


@job("signin.invite", atomic=True)
def send_invitation(context: JobContext, *, user_id: int) -> None:
    """Mails one person a fresh link in their language."""
    user = User.objects.get(pk=user_id)
    token = new_link(user, at=timezone.now())
    with override(user.language):
        invitation(user, context.actor.name, f"{settings.ADDRESS}/welcome/{token}/").send()


def invitation(user: User, inviter: str, link: str) -> EmailMultiAlternatives:
    """The letter in the language in force that lets somebody in for the first time."""
    told = {"inviter": inviter, "username": user.username, "days": VALID.days}
    ending = _("Your user name is %(username)s. The link works once, within %(days)d days.")
    letter = Letter(
        _("%(inviter)s invites you to Guanxi") % told,
        hello(user.name),
        [_("%(inviter)s has opened an account for you in Guanxi.") % told],
        act=_("Choose a password"),
        address=link,
        after=[ending % told],
    )
    return composed(letter, user.email)


@job("signin.reset")
def send_reset(_context: JobContext, *, user_id: int, base: str) -> None:
    """Mails one person a link to choose another password, in their language."""
    user = User.objects.get(pk=user_id)
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    path = reverse("account_reset_password_from_key", kwargs=key)
    with override(user.language):
        way_back(user, base.rstrip("/") + path).send()


def way_back(user: User, link: str) -> EmailMultiAlternatives:
    """The letter in the language in force for somebody who forgot the password."""
    asked = _("Somebody, probably you, asked for a new password for Guanxi. Choose it here:")
    ending = _("Your user name is %(username)s. The link works once, within an hour.")
    letter = Letter(
        _("A new password for Guanxi"),
        hello(user.name),
        [asked],
        act=_("Choose another password"),
        address=link,
        after=[
            ending % {"username": user.username},
            _("If it was not you, do nothing: your password stays as it is."),
        ],
    )
    return composed(letter, user.email)


@job("signin.forget_sessions")
def forget_sessions(_context: JobContext, **_args: Any) -> None:
    """Removes the sessions that have run out."""
    SessionStore.clear_expired()


scheduled("signin.forget_sessions", kind="signin.forget_sessions", cron="30 3 * * *")
