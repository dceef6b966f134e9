"""What a phone or a desktop needs to keep Guanxi beside its other applications."""

from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.utils.translation import gettext as _

from guanxi.platform.actors.versions import version_of
from guanxi.web.context import firm_name

PAPER = "#f7f6f2"


def manifest(request: HttpRequest) -> JsonResponse:
    """The web app manifest: the firm's name, the seal, and where it opens."""
    icon = {"src": static("web/favicon.svg"), "sizes": "any", "type": "image/svg+xml"}
    shown = {
        "id": "/",
        "name": firm_name(version_of("rights")),
        "short_name": "Guanxi",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [{**icon, "purpose": "any"}, {**icon, "purpose": "maskable"}],
        "shortcuts": [
            {"name": _("Create"), "url": "/create/"},
            {"name": _("Search"), "url": "/palette/"},
        ],
    }
    return JsonResponse(shown, content_type="application/manifest+json")
