"""One signed POST to an address that was judged before, within bounds of time and size."""

import hashlib
import hmac
import http.client
import socket
import ssl
import time
from typing import Any
from urllib.parse import SplitResult

from guanxi.platform.facts.webhooks.guard import Resolver, permitted_address, resolve, split_address

CONNECT_SECONDS = 5
ANSWER_SECONDS = 10
ANSWER_BYTES = 65_536


class NotHeard(Exception):
    """The other system did not take the fact; it is told again later."""


def signature(secret: str, sent_at: int, body: bytes) -> str:
    """What proves sender and time: HMAC-SHA256 over "<seconds>.<body>"."""
    signed = f"{sent_at}.".encode() + body
    return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def send(url: str, body: bytes, headers: dict[str, str], resolver: Resolver = resolve) -> int:
    """The status of the answer, if it is a success; NotHeard otherwise. Redirects are refused."""
    parts = split_address(url)
    address, port = permitted_address(parts, resolver)
    connection = _connection(parts, address, port)
    end = time.monotonic() + ANSWER_SECONDS
    try:
        connection.request("POST", _target(parts), body, {"Connection": "close", **headers})
        answer = connection.getresponse()
        _drain(answer, end)
    except (OSError, http.client.HTTPException) as fault:
        raise NotHeard(f"{type(fault).__name__}: {fault}") from fault
    finally:
        connection.close()
    if not 200 <= answer.status < 300:
        raise NotHeard(f"The answer was {answer.status}.")
    return answer.status


class _Pinned(http.client.HTTPConnection):
    """A connection to one address, whatever the name may resolve to by now."""

    def __init__(self, host: str, port: int, address: str) -> None:
        super().__init__(host, port, timeout=CONNECT_SECONDS)
        self.address = address

    def connect(self) -> None:
        self.sock: Any = socket.create_connection((self.address, self.port), CONNECT_SECONDS)
        self.sock.settimeout(ANSWER_SECONDS)


class _PinnedTLS(_Pinned):
    """The same under TLS, with the certificate checked for the name."""

    def connect(self) -> None:
        super().connect()
        context = ssl.create_default_context()
        self.sock = context.wrap_socket(self.sock, server_hostname=self.host)


def _connection(parts: SplitResult, address: str, port: int) -> _Pinned:
    made = _PinnedTLS if parts.scheme == "https" else _Pinned
    return made(str(parts.hostname), port, address)


def _target(parts: SplitResult) -> str:
    path = parts.path or "/"
    return f"{path}?{parts.query}" if parts.query else path


def _drain(answer: http.client.HTTPResponse, end: float) -> None:
    read = 0
    while block := answer.read1(8_192):
        read += len(block)
        if read > ANSWER_BYTES or time.monotonic() > end:
            raise NotHeard("The answer was too long or too slow.")
