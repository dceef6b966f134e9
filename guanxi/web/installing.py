"""What a phone or a desktop needs to keep Guanxi beside its other applications."""

from pathlib import Path

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext as _

from guanxi.platform.actors.versions import version_of
from guanxi.web.context import firm_name

PAPER = "#f7f6f2"
WORKER = Path(__file__).parent / "static" / "web" / "worker.js"


def manifest(request: HttpRequest) -> JsonResponse:
    """The web app manifest: the firm's name, the seal, and where it opens."""
    icon = {"src": static("web/favicon.svg"), "sizes": "any", "type": "image/svg+xml"}
    # What cuts an icon to a shape of its own wants one without edges.
    whole = [
        {"src": static(f"web/icon-{n}.png"), "sizes": f"{n}x{n}", "type": "image/png"}
        for n in (192, 512)
    ]
    shown = {
        "id": "/",
        "name": firm_name(version_of("rights")),
        "short_name": "Guanxi",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [
            {**icon, "purpose": "any"},
            *({**one, "purpose": purpose} for one in whole for purpose in ("any", "maskable")),
        ],
        "shortcuts": [
            {"name": _("Create"), "url": "/create/"},
            {"name": _("Search"), "url": "/palette/"},
        ],
    }
    return JsonResponse(shown, content_type="application/manifest+json")


def worker(request: HttpRequest) -> HttpResponse:
    """The service worker; it stands at the root, as it may answer for no page above itself."""
    response = HttpResponse(WORKER.read_bytes(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


def offline(request: HttpRequest) -> HttpResponse:
    """What the device keeps to show while the server cannot be reached; it names nobody."""
    return render(request, "web/errors/offline.html")
