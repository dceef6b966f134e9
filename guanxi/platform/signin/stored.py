"""What every page reads of whoever asks for it: the session, and the person.

Written out, or compiled once: the ORM takes longer to say either than the database to answer both.
"""

from functools import cache, lru_cache
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.sessions.backends import db
from django.core import signing
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.actors.models import User
from guanxi.platform.actors.versions import learn
from guanxi.platform.records.prepared import OF_ONE, Statement, compiled
from guanxi.platform.records.ready import built

# With the session come the versions that every page asks for next.
SESSION = (
    "SELECT '', 0, session_data FROM django_session WHERE session_key = %s AND expire_date > %s"
    " UNION ALL SELECT name, number, '' FROM platform_version"
)
# Sessions of a few hundred characters.
KEPT = 1_024


class SessionStore(db.SessionStore):
    """Sessions as Django stores them, read by one statement."""

    def load(self) -> dict[str, Any]:
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        with connection.cursor() as cursor:
            cursor.execute(SESSION, [self.session_key, now])
            found = cursor.fetchall()
        learn({name: number for name, number, _ in found if name})
        said = next((data for name, _, data in found if not name), None)
        if said is None:
            self._session_key = None
            return {}
        return self.decode(said)

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """What the session says; its signature is checked once for as long as it says the same."""
        try:
            text = _unsigned(str(session_data), self.key_salt, settings.SECRET_KEY)
        except signing.BadSignature:
            # Django writes that down.
            refused: dict[str, Any] = super().decode(session_data)
            return refused
        said: dict[str, Any] = self.serializer().loads(text)
        return said


class _AsSigned:
    """A serializer that leaves the text as it was signed."""

    def dumps(self, obj: bytes) -> bytes:
        return obj

    def loads(self, data: bytes) -> bytes:
        return data


@lru_cache(maxsize=KEPT)
def _unsigned(said: str, salt: str, key: str) -> bytes:
    text: bytes = signing.loads(said, key=key, salt=salt, serializer=_AsSigned)
    return text


class Staff(AuthenticationBackend):  # type: ignore[misc] # it comes without types
    """People as allauth signs them in, read by a statement that is compiled once."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        """The person with this name or address and password."""
        self._refused = set[int]()
        found: User | None = super().authenticate(request, **credentials)
        return found

    def _check_password(self, user: User | None, password: str) -> User | None:
        # An address is looked up twice: refused twice, a known one would take twice as long.
        if user is None or user.pk in self._refused:
            return None
        found: User | None = super()._check_password(user, password)
        if found is None:
            self._refused.add(user.pk)
        return found

    def get_user(self, user_id: int) -> User | None:
        asked = _one_person(connection.vendor).of(user_id)
        found: list[User] = built(asked.rows(), asked.models) if asked.models else []
        return found[0] if found and self.user_can_authenticate(found[0]) else None


@cache
def _one_person(vendor: str) -> Statement:
    return compiled(SYSTEM, User.objects.filter(pk=OF_ONE))
