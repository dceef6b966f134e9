"""Whether a password is known from breaches elsewhere: by a list on this machine, or by asking.

The list holds a SHA-1 a line, in order, as the public collection of breached passwords is handed
out. A service that is asked instead hears five of the forty digits and answers with all that
begin so; it learns neither the password nor whether it is among them.
"""

import hashlib
import http.client
import logging
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from guanxi.platform.rights.refusal_log import line

BEGINNING = 5
PATIENCE_SECONDS = 5
LONGEST_ANSWER = 1 << 20
logger = logging.getLogger("guanxi.security")


class NotBreached:
    """Whoever attacks tries first what was found elsewhere."""

    def validate(self, password: str, user: object = None) -> None:
        """Refuses a known one, and any while what the operator has chosen cannot be asked."""
        if not settings.BREACHED_PASSWORDS:
            return
        try:
            is_known = is_breached(password, settings.BREACHED_PASSWORDS)
        except (OSError, http.client.HTTPException) as fault:
            logger.warning("%s", line("breaches_not_asked", fault=type(fault).__name__))
            message = _("Known passwords cannot be looked up just now; try again in a while.")
            raise ValidationError(message, code="breaches_not_asked") from None
        if is_known:
            message = _("This password is known from a breach elsewhere. Choose another one.")
            raise ValidationError(message, code="password_breached")

    def get_help_text(self) -> str:
        """The rule, as a person reads it."""
        return _("A password that is known from a breach elsewhere is refused.")


def is_breached(password: str, where: str) -> bool:
    """Whether the list at a path, or the service at an address, knows the password."""
    digest = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
    if is_asked(where):
        return digest[BEGINNING:] in _answered(where, digest[:BEGINNING])
    with Path(where).open("rb") as lines:
        return _stands_in(lines, digest.encode())


def is_asked(where: str) -> bool:
    """Whether a service is meant, and no file."""
    return where.startswith(("https://", "http://"))


def _stands_in(lines: BinaryIO, digest: bytes) -> bool:
    """Halve the file until the line is met; the whole collection takes forty looks."""
    low, high = 0, lines.seek(0, 2)
    while low < high:
        middle = (low + high) // 2
        start, entry = _entry_from(lines, middle)
        if not entry.strip() or start >= high or entry[: len(digest)].upper() > digest:
            high = middle
        elif entry[: len(digest)].upper() == digest:
            return True
        else:
            low = start + len(entry)
    return False


def _entry_from(lines: BinaryIO, place: int) -> tuple[int, bytes]:
    """The first line that begins at a place or after it, with where it begins."""
    if place:
        lines.seek(place - 1)
        lines.readline()
    else:
        lines.seek(0)
    return lines.tell(), lines.readline()


def _answered(where: str, beginning: str) -> set[str]:
    """The further digits of all that are known to begin so; those that pad the answer count 0."""
    parts = urlsplit(where)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    service = kind(parts.netloc, timeout=PATIENCE_SECONDS)
    try:
        path = f"{parts.path.rstrip('/')}/{beginning}"
        service.request("GET", path, headers={"Add-Padding": "true", "User-Agent": "Guanxi"})
        answer = service.getresponse()
        text = answer.read(LONGEST_ANSWER).decode("ascii", "replace")
    finally:
        service.close()
    if answer.status != http.client.OK:
        raise ConnectionError(answer.status)
    told = (one.strip().partition(":") for one in text.splitlines())
    return {digits.upper() for digits, _colon, count in told if count != "0"}
