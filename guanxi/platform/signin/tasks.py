"""Work of the sign-in that nobody waits for."""

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from guanxi.platform.actors.models import User
from guanxi.platform.jobs.context import JobContext
from guanxi.platform.jobs.registry import job, scheduled
from guanxi.platform.signin.welcome import VALID, new_link


@job("signin.invite", atomic=True)
def send_invitation(context: JobContext, *, user_id: int) -> None:
    """Mails one person a fresh link in their language."""
    user = User.objects.get(pk=user_id)
    token = new_link(user, at=timezone.now())
    with override(user.language):
        told = {
            "user": user,
            "inviter": context.actor.name,
            "link": f"{settings.ADDRESS}/welcome/{token}/",
            "days": VALID.days,
        }
        send_mail(
            _("%(inviter)s invites you to Guanxi") % {"inviter": context.actor.name},
            render_to_string("signin/invitation.txt", told),
            None,
            [user.email],
        )


@job("signin.reset")
def send_reset(_context: JobContext, *, user_id: int, base: str) -> None:
    """Mails one person a link to choose another password, in their language."""
    user = User.objects.get(pk=user_id)
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    path = reverse("account_reset_password_from_key", kwargs=key)
    told = {"user": user, "password_reset_url": base.rstrip("/") + path}
    with override(user.language):
        subject = render_to_string("account/email/password_reset_key_subject.txt")
        text = render_to_string("account/email/password_reset_key_message.txt", told)
        send_mail(subject.strip(), text, None, [user.email])


@job("signin.forget_sessions")
def forget_sessions(_context: JobContext, **_args: Any) -> None:
    """Removes the sessions that have run out."""
    SessionStore.clear_expired()


scheduled("signin.forget_sessions", kind="signin.forget_sessions", cron="30 3 * * *")
