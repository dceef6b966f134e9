"""The style sheets of the house as one file: put together when first asked for, kept for good.

``components.css`` names its parts by ``@import … layer(components)``; here each stands in its
place, so that a page waits for one request instead of twenty.
"""

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse

FOLDER = Path(__file__).parents[1] / "static" / "web"
SHEETS = ("tokens.css", "base.css", "components.css")
IMPORT = re.compile(r'@import url\("(?P<path>[^"]+)"\) layer\((?P<layer>\w+)\);')
FOR_GOOD = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Sheet:
    """The whole style with the mark of what it holds."""

    text: str
    mark: str
    zipped: bytes

    @property
    def href(self) -> str:
        """Its address; another style has another one."""
        return f"/style/{self.mark}.css"


def house_sheet() -> Sheet:
    """The style of the house; read anew each time while it is being worked on."""
    return _assembled.__wrapped__() if settings.DEBUG else _assembled()


def sheet(request: HttpRequest, mark: str) -> HttpResponse:
    """The style; an address of another version is answered, but not kept by the browser."""
    found = house_sheet()
    is_zipped = "gzip" in request.headers.get("Accept-Encoding", "")
    body = found.zipped if is_zipped else found.text
    response = HttpResponse(body, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = FOR_GOOD if mark == found.mark else "no-store"
    response["Vary"] = "Accept-Encoding"
    if is_zipped:
        response["Content-Encoding"] = "gzip"
    return response


@cache
def _assembled() -> Sheet:
    text = "\n".join(IMPORT.sub(_layer, (FOLDER / name).read_text("utf-8")) for name in SHEETS)
    mark = hashlib.sha256(text.encode()).hexdigest()[:16]
    return Sheet(text, mark, gzip.compress(text.encode(), mtime=0))


def _layer(found: re.Match[str]) -> str:
    part = (FOLDER / found["path"]).read_text("utf-8")
    return f"@layer {found['layer']} {{\n{part}}}"
