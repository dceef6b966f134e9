"""While an administrator looks through another's eyes, nothing at all can be changed."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from guanxi.platform.rest.problems import Problem, problem_answer
from guanxi.platform.signin.viewing import WAYS_OUT, is_viewing
from guanxi.web import errors
from guanxi.web.middleware.refusals import toast

SAFE = ("GET", "HEAD", "OPTIONS")
API = "/api/"


class Viewing:
    """Refuses whatever is not plain reading, whichever page it belongs to."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer of the view."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """A refusal of everything but reading and the ways out."""
        if request.method in SAFE or request.path in WAYS_OUT or not is_viewing(request):
            return None
        message = _("You look through another's eyes. End that first; nothing was changed.")
        if request.path.startswith(API):
            return problem_answer(Problem(403, message))
        if request.headers.get("HX-Request"):
            return toast(message, 403)
        return errors.error_page(request, 403, _("Nothing can be changed now"), message)
