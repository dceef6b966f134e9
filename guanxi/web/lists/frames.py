"""The page around the rows of a list, kept as it was last written.

Of a list that is asked for again only the rows are new, and the token against forged forms. All
else follows from the reader's rights, the address, the saved views and the fields in force, and
from what `Around` names. What is told of a record, as in a chip, can change at any moment: a page
that tells of one is not kept, and neither is one with a message on it.
"""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.versions import version_of
from guanxi.platform.custom.schema import schema_version
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.reading import ListPage, Total
from guanxi.web.context import look_of, shell_around, standing_of
from guanxi.web.look.keeping import Key, Parts
from guanxi.web.look.style import house_sheet

# In bytes, some twenty thousand a page.
MOST = 4_000_000
# Drawn anew in each process, so that nobody's text holds one.
ROWS, TOKEN = (mark_safe(secrets.token_hex(16)) for _ in range(2))  # noqa: S308 - digits alone
HOLES = re.compile(f"({ROWS}|{TOKEN})")


@dataclass(frozen=True)
class Frame:
    """A page with holes, each of which stands between two pieces by its name."""

    actor: Actor
    pieces: tuple[bytes, ...]

    def __len__(self) -> int:
        return sum(len(piece) for piece in self.pieces)

    def filled(self, rows: str, token: str) -> bytes:
        """The page with the rows of this moment."""
        held = {ROWS.encode(): rows.encode(), TOKEN.encode(): token.encode()}
        return b"".join([held.get(piece, piece) for piece in self.pieces])


_frames: Parts[Frame] = Parts(MOST)


@dataclass(frozen=True)
class Around:
    """What a page shows around the rows of a list; ``is_part`` without the window."""

    request: HttpRequest
    actor: Actor
    noun: Noun[Any]
    total: Total
    page: ListPage
    is_part: bool

    @cached_property
    def standing(self) -> Any:
        """Who looks at it."""
        return None if self.is_part else standing_of(self.request)

    def answer(self, rows: SafeString, write: Callable[[], dict[str, Any]]) -> HttpResponse:
        """The page; ``write`` gives what the template shows beside the rows, where it is asked."""
        request = self.request
        if not self.is_part and len(get_messages(request)):
            return HttpResponse(self._written(write() | {"rows": rows}))
        key = self._key()
        frame = _frames.get(key)
        # The entry holds its actor, so that the number of a gone one is never met again.
        if frame is None or frame.actor is not self.actor:
            context = write()
            written = self._written(context | {"rows": ROWS, "csrf_token": TOKEN})
            frame = Frame(self.actor, tuple(one.encode() for one in HOLES.split(written)))
            if not context["tells_of_records"]:
                _frames.keep(key, frame)
        return HttpResponse(frame.filled(rows, "" if self.is_part else get_token(request)))

    def _written(self, context: dict[str, Any]) -> str:
        template = "web/lists/list.html" if self.is_part else "web/lists/page.html"
        if self.standing is not None:
            context["shell"] = shell_around(self.request, self.standing)
        return render_to_string(template, context, self.request)

    def _key(self) -> Key:
        request, page = self.request, self.page
        address = request.path, request.META.get("QUERY_STRING", ""), self.is_part
        shown = self.total, len(page.rows), page.next, page.previous
        said = schema_version(), version_of("views"), get_language(), house_sheet().mark
        day = timezone.get_current_timezone_name(), timezone.localdate()
        return id(self.actor), *address, *shown, *said, *day, self.standing, look_of(request)
