"""Asking clamd, where the operator has one, whether a file is clean."""

import logging
import socket
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from guanxi.platform.errors import RuleBroken
from guanxi.platform.rights.refusal_log import line

PIECE = 1 << 16
PATIENCE_SECONDS = 60
logger = logging.getLogger("guanxi.security")


def require_clean(path: Path) -> None:
    """Refuse a file in which clamd finds something, or while it cannot be asked."""
    if not settings.CLAMD:
        return
    try:
        answer = _asked(path)
    except OSError:
        answer = ""
    if answer.endswith("FOUND"):
        logger.warning("%s", line("virus_found", answer=answer.removeprefix("stream: ")))
        raise RuleBroken(_("The virus scanner found something in this file."))
    if not answer.endswith("OK"):
        raise RuleBroken(_("The virus scanner cannot be reached; try again in a while."))


def _asked(path: Path) -> str:
    """What clamd says of the bytes, sent by its INSTREAM command."""
    with _connected() as scanner, path.open("rb") as content:
        scanner.sendall(b"zINSTREAM\0")
        while piece := content.read(PIECE):
            scanner.sendall(len(piece).to_bytes(4, "big") + piece)
        scanner.sendall(bytes(4))
        answer = b""
        while part := scanner.recv(4_096):
            answer += part
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _connected() -> socket.socket:
    host, colon, port = settings.CLAMD.rpartition(":")
    if colon and port.isdigit():
        return socket.create_connection((host, int(port)), PATIENCE_SECONDS)
    scanner = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    scanner.settimeout(PATIENCE_SECONDS)
    scanner.connect(settings.CLAMD)
    return scanner
