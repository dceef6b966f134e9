"""How long a code of the app counts: while it is shown and half a minute after, and only once."""

import base64
import hmac
import time
from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.forms import Form


class CountsOnce(Form):
    """A form that asks for a code; the library alone would take the next one already."""

    user: Any

    def clean_code(self) -> str:
        """The code, if it is neither to come nor used."""
        code = plain(self.cleaned_data["code"])
        app = Authenticator.objects.filter(user=self.user, type=Authenticator.Type.TOTP).first()
        if app is not None:
            refuse_code_to_come(get_adapter().decrypt(app.data["secret"]), code)
        # The library remembers a used code for one step, and a code counts for two.
        mark = f"guanxi.code.used:{self.user.pk}:{code}"
        if cache.get(mark):
            raise get_adapter().validation_error("incorrect_code")
        found = str(super().clean_code())  # type: ignore[misc]
        if not cache.add(mark, "y", timeout=2 * app_settings.TOTP_PERIOD):
            raise get_adapter().validation_error("incorrect_code")
        return found


def refuse_code_to_come(secret: str, code: str) -> None:
    """Refuse the code of the step after the present one, which no app shows yet."""
    to_come = int(time.time()) // app_settings.TOTP_PERIOD + 1
    if hmac.compare_digest(plain(code).encode(), code_of_step(secret, to_come).encode()):
        raise get_adapter().validation_error("incorrect_code")


def code_of_step(secret: str, step: int) -> str:
    """What an app shows in a step of time, as RFC 6238 has it; the secret is in base 32.

    The library computes the same, in a part of it that promises nothing to others.
    """
    key = base64.b32decode(secret, casefold=True)
    digest = hmac.digest(key, step.to_bytes(8, "big"), "sha1")
    start = digest[-1] & 0xF
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFF_FFFF
    digits: int = app_settings.TOTP_DIGITS
    return f"{number % 10**digits:0{digits}}"


def plain(code: str) -> str:
    """A code without the spaces and signs that people put between its digits."""
    return "".join(sign for sign in code if sign.isalnum()).lower()
