"""A page asks once which versions of rights, fields and views there are."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from guanxi.platform.actors.versions import asked_once


class VersionsOnce:
    """Answers every later question of a request from its first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer; what is streamed after it asks for itself."""
        with asked_once():
            return self.get_response(request)
