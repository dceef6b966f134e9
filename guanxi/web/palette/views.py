"""The command palette, the search page behind it, and the map of keys."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guanxi.platform.actors.actor import Actor
from guanxi.web.acting import signed_in
from guanxi.web.palette.finding import makings
from guanxi.web.palette.modes import MODES, read_line
from guanxi.web.palette.narrowing import narrowed, wider


@signed_in
def palette(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The palette, or only its lines while one types."""
    text = request.GET.get("q", "").strip()
    page = request.headers.get("HX-Current-URL", "")
    context = {
        "groups": narrowed(actor, text, page),
        "text": text,
        "modes": MODES,
        "mode": read_line(text).mode,
        "wider": wider(text),
    }
    typing = request.headers.get("HX-Target") == "hits"
    if typing:
        return render(request, "web/palette/hits.html", context)
    inside = request.headers.get("HX-Request")
    template = "web/palette/palette.html" if inside else "web/palette/page.html"
    return render(request, template, context)


def without_stream(request: HttpRequest) -> HttpResponse:
    """Nothing: a synchronous server holds no stream open, and the page does without."""
    return HttpResponse(status=204)


@signed_in
def keys(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every key and what it does."""
    return render(request, "web/palette/keys.html")


@signed_in
def create(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What can be made, for the phone's tab bar."""
    return render(request, "web/palette/create.html", {"hits": makings(actor)})
