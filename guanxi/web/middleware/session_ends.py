"""A session ends of itself: when nobody used it for days, or when it has lasted long enough."""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from guanxi.platform.signin.sessions import BEGAN, SEEN, is_over

# Written this often at most, so that reading pages is not writing sessions.
NOTE_SECONDS = 15 * 60
# What a page asks for by itself says nothing about the person before it.
BY_ITSELF = "/live/"


class SessionEnds:
    """Forgets a session that is over before anybody asks whose it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, to a guest where the session was over."""
        session = request.session
        if "_auth_user_id" in session:
            now = int(time.time())
            began, seen = session.get(BEGAN, now), session.get(SEEN, now)
            if is_over(began, seen, now):
                session.flush()
            elif request.path_info != BY_ITSELF and now - seen >= NOTE_SECONDS:
                session[SEEN] = now
        return self.get_response(request)
