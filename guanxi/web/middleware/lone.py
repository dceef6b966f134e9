"""Gives a page around it to what is meant to float above one, when it is opened by its address."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

LAYERS = (b"<gx-dialog", b"<gx-popover")
RECORD = re.compile(r"^/[\w-]+/\d+/")


class LoneLayers:
    """A dialog in a new tab stands in the shell; closing it leads to what it belongs to."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer of the view, whole."""
        response = self.get_response(request)
        if request.headers.get("HX-Request") or response.streaming:
            return response
        if not response.content.lstrip().startswith(LAYERS):
            return response
        record = RECORD.match(request.path)
        layer = mark_safe(response.content.decode())  # noqa: S308 - written by our own view
        home = record.group() if record else "/"
        context = {"layer": layer, "home": home}
        return render(request, "web/layer.html", context, status=response.status_code)
