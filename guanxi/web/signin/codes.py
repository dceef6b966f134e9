"""How long a code of the app counts: while it is shown and half a minute after, and only once."""

from typing import Any

from allauth.core.internal.cryptokit import compare_user_code, normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt
from django.core.cache import cache
from django.forms import Form


class CountsOnce(Form):
    """A form that asks for a code; the library alone would take the next one already."""

    user: Any

    def clean_code(self) -> str:
        """The code, if it is neither to come nor used."""
        code = normalize_user_code(self.cleaned_data["code"])
        app = Authenticator.objects.filter(user=self.user, type=Authenticator.Type.TOTP).first()
        if app is not None:
            refuse_code_to_come(decrypt(app.data["secret"]), code)
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
    *_until_now, to_come = yield_hotp_counters_from_time()
    if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, to_come))):
        raise get_adapter().validation_error("incorrect_code")
