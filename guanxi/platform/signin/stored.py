"""What every page reads of whoever asks for it: the session, and the person.

Written out, or compiled once: the ORM takes longer to say either than the database to answer both.
"""

from functools import cache
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.db import connection
from django.utils import timezone

from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.actors.models import User
from guanxi.platform.records.prepared import OF_ONE, Statement, compiled
from guanxi.platform.records.ready import built

SESSION = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    """Sessions as Django stores them, read by one statement."""

    def load(self) -> dict[str, Any]:
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        with connection.cursor() as cursor:
            cursor.execute(SESSION, [self.session_key, now])
            found = cursor.fetchone()
        if found is None:
            self._session_key = None
            return {}
        kept: dict[str, Any] = self.decode(found[0])
        return kept


class Staff(AuthenticationBackend):  # type: ignore[misc] # it comes without types
    """People as allauth signs them in, read by a statement that is compiled once."""

    def get_user(self, user_id: int) -> User | None:
        asked = _one_person(connection.vendor).of(user_id)
        found: list[User] = built(asked.rows(), asked.models) if asked.models else []
        return found[0] if found and self.user_can_authenticate(found[0]) else None


@cache
def _one_person(vendor: str) -> Statement:
    return compiled(SYSTEM, User.objects.filter(pk=OF_ONE))
