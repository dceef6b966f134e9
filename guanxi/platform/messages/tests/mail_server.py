"""A mail server on loopback that keeps what it is given."""

import email.message
import email.policy
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiosmtpd.controller import Controller


@contextmanager
def mail_server(settings: Any) -> Iterator[Any]:
    """The box into which everything is put that is sent meanwhile."""

    class Box:
        def __init__(self) -> None:
            self.letters: list[Any] = []
            self.refuses = False

        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
            if self.refuses:
                return "451 Try again later"
            parsed = email.message_from_bytes(envelope.content, policy=email.policy.default)
            self.letters.append((envelope.rcpt_tos, parsed))
            return "250 OK"

    box = Box()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield box
    controller.stop()


def plain(letter: Any) -> str:
    """What a letter says in plain text."""
    return str(letter.get_body(("plain",)).get_content())


def html(letter: Any) -> str:
    """What a letter says in HTML."""
    return str(letter.get_body(("html",)).get_content())
