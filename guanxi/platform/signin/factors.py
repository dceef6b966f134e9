"""Seeds of second factors: encrypted by a key of this installation, taken along to another."""

import base64
import hashlib
from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

Turn = Callable[[str], str]
_ENCRYPTED = ("secret", "seed", "migrated_codes")


def present_key() -> bytes:
    """The key of this installation, which follows from its signing key and does not tell it."""
    key = hashlib.sha256(b"second factors:" + settings.SECRET_KEY.encode()).digest()
    return base64.urlsafe_b64encode(key)


def encrypted(text: str) -> str:
    """The text as it is stored."""
    return Fernet(present_key()).encrypt(text.encode()).decode()


def decrypted(text: str, key: bytes = b"") -> str | None:
    """The stored text by ``key``, or by that of this installation; None where it is another's."""
    try:
        return Fernet(key or present_key()).decrypt(text.encode()).decode()
    except (InvalidToken, ValueError):
        return None


def take_over_factors(key: bytes) -> list[str]:
    """Encrypt what ``key`` reads anew by the key of this installation.

    What neither reads opens nothing ever again and is removed: the names of whose it was.
    """
    lost: set[str] = set()
    factors = Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN)
    for factor in factors.select_related("user").order_by("pk"):
        texts = [factor.data[name] for name in _ENCRYPTED if name in factor.data]
        flat = [one for text in texts for one in (text if isinstance(text, list) else [text])]
        if all(decrypted(one) is not None for one in flat):
            continue
        if key and all(decrypted(one, key) is not None for one in flat):
            factor.data = {name: _renewed(name, said, key) for name, said in factor.data.items()}
            factor.save(update_fields=["data"])
        else:
            lost.add(factor.user.get_username())
            factor.delete()
    return sorted(lost)


def _renewed(name: str, said: Any, key: bytes) -> Any:
    if name not in _ENCRYPTED:
        return said
    if isinstance(said, list):
        return [encrypted(decrypted(one, key) or "") for one in said]
    return encrypted(decrypted(said, key) or "")
