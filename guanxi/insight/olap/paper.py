"""A cube on paper: the page's table as a PDF, made without fetching anything."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.models import Team
from guanxi.platform.errors import RuleBroken


def as_pdf(context: dict[str, Any]) -> bytes:
    """The PDF in the language in force, with the fonts of this machine.

    RuleBroken where the machine lacks Pango, which sets the type.
    """
    try:
        # 40 MB that only paper needs.
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher
    except OSError:
        raise RuleBroken(_("PDF needs the Pango library on the server; take XLSX.")) from None

    written = HTML(
        string=page_of(context), url_fetcher=URLFetcher(allowed_protocols=[])
    ).write_pdf()
    return bytes(written or b"")


def page_of(context: dict[str, Any]) -> str:
    """What is set: the drawing for a page and the table, under the name in `label` if there is one.

    Nothing on paper is a link.
    """
    root = Team.objects.filter(parent=None).first()
    firm = root.called if root else ""
    drawings = [one for one in context["drawings"] if one[0] == "on-desk"]
    return render_to_string(
        "insight/olap/paper.html",
        context | {"drawings": drawings, "unlinked": True, "firm": firm, "today": localdate()},
    )
