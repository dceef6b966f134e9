"""How allauth, which runs the sign-in pages, is bent to the rules of the house."""

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, override
from requests.exceptions import RequestException

from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.actors.models import User
from guanxi.platform.jobs.queue import enqueue
from guanxi.platform.signin.audit import note_lock_out
from guanxi.platform.signin.factors import decrypted, encrypted

WRONG = gettext_lazy("Name or password is not right.")
DESCRIPTION = "/.well-known/openid-configuration"
FAILED = "/sign-in/company/failed/"
log = logging.getLogger("guanxi.security")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """People come by invitation; too many wrong passwords are noted."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": WRONG,
        "email_password_mismatch": WRONG,
        "incorrect_password": gettext_lazy("That password is not right."),
        "enter_current_password": gettext_lazy("That password is not right."),
        "too_many_login_attempts": gettext_lazy(
            "Too many wrong attempts. Wait five minutes, or come in by a passkey."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            note_lock_out(request, str(credentials.get("username") or credentials.get("email")))
            raise

    def open_again(self, request: HttpRequest, user: User) -> None:
        """Forget the wrong passwords of somebody who has just chosen another by a link of ours."""
        for login in filter(None, (user.username, user.email)):
            self._delete_login_attempts_cached_email(request, username=login)

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Left to the worker: no answer of a mail server, nor its time, tells who is known here."""
        given = {"user_id": user.pk, "base": context["request"].build_absolute_uri("/")}
        key = f"signin.reset-{user.pk}"
        enqueue("signin.reset", given, actor=SYSTEM, at=timezone.now(), dedupe_key=key)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail in the language of its reader, whatever the browser spoke that asked for it."""
        with override(getattr(context.get("user"), "language", None)):
            super().send_mail(template_prefix, email, context)


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """The firm's own directory signs in whom an administrator has invited, and makes nobody."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def get_requests_session(self) -> Any:
        session = super().get_requests_session()
        session.get = partial(_from_known_issuer, session.get)
        return session


class Unreadable(ImmediateHttpResponse, ValidationError):  # type: ignore[misc]
    """A second factor that nobody can check here: forms say so, pages lead back to one's own."""

    silent_variable_failure = True

    def __init__(self) -> None:
        ImmediateHttpResponse.__init__(self, redirect("mfa_index"))
        said = gettext_lazy(
            "This second step was set up on another machine and cannot be checked here."
            " Ask an administrator to take it away."
        )
        ValidationError.__init__(self, said, code="unreadable")


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of second factors are encrypted, so that a stolen database is not enough."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("That code is not right. Wait for the next one and try it."),
    }

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        count = user.authenticator_set.filter(type=type).count()
        return gettext("Passkey %(number)s") % {"number": count + 1}

    def encrypt(self, text: str) -> str:
        return encrypted(text)

    def decrypt(self, encrypted_text: str) -> str:
        text = decrypted(encrypted_text)
        if text is None:
            log.warning("A second factor was encrypted by another key than this machine has.")
            raise Unreadable()
        return text


def _from_known_issuer(get: Callable[..., Any], address: str, **asked: Any) -> Any:
    """The answer, unless a directory describes itself as somebody else than it was asked for."""
    issuer, is_description, _rest = address.partition(DESCRIPTION)
    if not is_description:
        return get(address, **asked)
    answer, said = _description(get, address, asked)
    if not said.get("authorization_endpoint"):
        log.warning("The directory at %s does not describe itself: nobody is signed in.", issuer)
        raise ImmediateHttpResponse(redirect(FAILED))
    name = str(said.get("issuer", ""))
    if name.rstrip("/") != issuer.rstrip("/"):
        log.warning("The directory at %s calls itself %s: nobody is signed in.", issuer, name)
        raise ImmediateHttpResponse(redirect(FAILED))
    return answer


def _description(get: Callable[..., Any], address: str, asked: dict[str, Any]) -> tuple[Any, Any]:
    """The answer of a directory and what it says of itself, nothing while it is down."""
    try:
        answer = get(address, **asked)
        said = answer.json() if answer.ok else {}
    except RequestException:
        return None, {}
    return answer, said if isinstance(said, dict) else {}
