"""Handing a file out so that nothing in it can run or be guessed at."""

from django.http import FileResponse

from guanxi.platform.files.kinds import INLINE
from guanxi.platform.files.models import StoredFile
from guanxi.platform.files.storing import path_of


def file_response(found: StoredFile, *, inline: bool = False) -> FileResponse:
    """The bytes of a file that was already found through its record.

    Pictures and PDF can be looked at in place; anything else is only ever saved.
    """
    is_inline = inline and found.media_type in INLINE
    response = FileResponse(
        path_of(found.storage_name).open("rb"),
        as_attachment=not is_inline,
        filename=found.name,
        content_type=found.media_type,
    )
    response["Content-Length"] = str(found.size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
