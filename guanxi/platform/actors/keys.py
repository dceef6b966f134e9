"""API keys: made once, shown once, kept as a hash, ended by date or by hand."""

import datetime as dt
import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.compiling import actor_for_key
from guanxi.platform.actors.models import ApiKey

MARK = "gx"
SECRET_BYTES = 32
NOTE_USE_EVERY = dt.timedelta(minutes=5)
RandomText = Callable[[int], str]


@dataclass(frozen=True)
class NewKey:
    """A key just made; ``secret`` is shown this once and stored nowhere."""

    key: ApiKey
    secret: str


def draw_secret(random_text: RandomText = secrets.token_urlsafe) -> tuple[str, str, str]:
    """A fresh (prefix, digest, secret); the prefix finds the row, the digest proves the secret."""
    prefix = random_text(6).replace("-", "a").replace("_", "b")[:8]
    secret = f"{MARK}_{prefix}_{random_text(SECRET_BYTES)}"
    return prefix, digest_of(secret), secret


def digest_of(secret: str) -> str:
    """SHA-256 of the whole key; its 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def actor_of_secret(secret: str, at: dt.datetime) -> Actor | None:
    """The actor of a key as sent by a machine; None when it is unknown, ended or revoked."""
    mark, _, rest = secret.partition("_")
    prefix = rest.partition("_")[0]
    key = ApiKey.objects.select_related("user").filter(prefix=prefix).first()
    expected = key.digest if key else digest_of("")
    is_right = hmac.compare_digest(expected, digest_of(secret))
    if key is None or mark != MARK or not is_right or not is_alive(key, at):
        return None
    if key.last_used_at is None or at - key.last_used_at >= NOTE_USE_EVERY:
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=at)
    return actor_for_key(key)


def is_alive(key: ApiKey, at: dt.datetime) -> bool:
    """Whether the key still acts at ``at``: not revoked, not over, its person still here."""
    if key.revoked_at is not None and key.revoked_at <= at:
        return False
    if key.expires_at is not None and key.expires_at <= at:
        return False
    return key.user is None or key.user.is_active
