"""A cube on paper: the page's table as a PDF, made without fetching anything."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

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

    page = render_to_string("insight/olap/paper.html", context)
    written = HTML(string=page, url_fetcher=URLFetcher(allowed_protocols=[])).write_pdf()
    return bytes(written or b"")
