"""The style of the house asks nobody: pages that say that the database is away look like others."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from guanxi.web.look.style import sheet

BEGIN, END = "/style/", ".css"


class StyleFirst:
    """Answers for the style before a session, a person or a version is looked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The style, or whatever else was asked for."""
        is_style = request.path.startswith(BEGIN) and request.path.endswith(END)
        if is_style and request.method in ("GET", "HEAD"):
            return sheet(request, request.path.removeprefix(BEGIN).removesuffix(END))
        return self.get_response(request)
