"""HEAD asks for the head of what GET would answer, so no view may take it for anything else."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class HeadsAreGets:
    """Lets views see GET where HEAD was asked: whoever is not GET changes something."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer of GET; the server sends its head alone."""
        if request.method != "HEAD":
            return self.get_response(request)
        request.method = "GET"
        try:
            return self.get_response(request)
        finally:
            request.method = "HEAD"
