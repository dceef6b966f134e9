"""Carries requests from the event loop to Django in a fixed number of threads.

Each thread keeps its database connection, which Django's own asynchronous entry would reopen for
every request. A thread is taken only when a request has wholly arrived, so that slow senders
occupy none.
"""

import asyncio
import errno
import sys
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from wsgiref.util import FileWrapper

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

IN_MEMORY_BYTES = 1024**2
# Only somebody who shows a session or a key may fill the disk with an import file.
STRANGER_BYTES = 10 * 1024**2
MEMBER_BYTES = 8 * 1024**3
PATIENCE_SECONDS = 30
FILE_BLOCK_BYTES = 256 * 1024
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class Refused(Exception):
    """The request did not arrive in a shape that can be answered; carries the HTTP status."""

    def __init__(self, status: int) -> None:
        self.status = status


class Gone(Exception):
    """The other side hung up before its request was complete."""


class Bridge:
    """An ASGI application that answers with a Django WSGI application."""

    def __init__(self, wsgi: Callable[..., Any], threads: int, folder: Path | None = None) -> None:
        self._wsgi, self._folder = wsgi, folder
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="page")

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Reads the request, answers it in a thread, sends the answer."""
        with _Body(self._folder) as body:
            try:
                await _arrive(scope, receive, body)
            except Refused as refusal:
                await _send_whole(send, refusal.status, [(b"connection", b"close")], b"")
            except Gone:
                pass
            else:
                await self._answer(_environ(scope, body.file) | body.told(), send)

    async def _answer(self, environ: dict[str, Any], send: Send) -> None:
        loop = asyncio.get_running_loop()
        exchange = _Exchange(self._wsgi, environ, send, loop)
        await loop.run_in_executor(self._pool, exchange.answer)
        if not exchange.streamed:
            await _send_whole(send, exchange.status, exchange.headers, exchange.content)


class _Body:
    """What arrived of a request; where the disk has no room, only that it did not fit."""

    def __init__(self, folder: Path | None) -> None:
        self.file: IO[bytes] = SpooledTemporaryFile(  # noqa: SIM115 - closed at the end of its request
            IN_MEMORY_BYTES, dir=str(folder) if folder else None
        )
        self.size, self._fits = 0, True

    def __enter__(self) -> "_Body":
        return self

    def __exit__(self, *_fault: object) -> None:
        # What could not be written cannot be written on closing either.
        with suppress(OSError):
            self.file.close()

    def add(self, part: bytes, *, is_last: bool) -> None:
        """Keep a part; what does not fit is let go of, so that the sender can be told why."""
        self.size += len(part)
        try:
            if self._fits:
                self.file.write(part)
            if is_last:
                self.file.flush()
        except OSError as fault:
            if fault.errno not in NO_ROOM:
                raise
            self._fits = False
            self.__exit__()
            self.file = BytesIO()

    def told(self) -> dict[str, Any]:
        """What the pages are told of it beside its content."""
        return {} if self._fits else {"guanxi.no_room": True}


class _Exchange:
    """One request's answer while it is made, in a thread of the pool."""

    def __init__(
        self,
        wsgi: Callable[..., Any],
        environ: dict[str, Any],
        send: Send,
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        self._wsgi, self._environ, self._send_async, self._loop = wsgi, environ, send, loop
        self.status, self.headers, self.content = 500, list[tuple[bytes, bytes]](), b""
        self.streamed = False

    def answer(self) -> None:
        """Runs Django; a short answer is kept for the event loop, a long one is sent in pieces."""
        response = self._wsgi(self._environ, self._start)
        try:
            if getattr(response, "streaming", True):
                self._stream(response)
            else:
                self.content = b"".join(response)
        finally:
            response.close()

    def _start(self, status: str, headers: list[tuple[str, str]], _error: object = None) -> None:
        self.status = int(status.split(" ", 1)[0])
        self.headers = [(n.lower().encode("latin1"), v.encode("latin1")) for n, v in headers]

    def _stream(self, pieces: Iterable[bytes]) -> None:
        self.streamed = True
        self._send(_start_message(self.status, self.headers))
        for piece in pieces:
            self._send({"type": "http.response.body", "body": piece, "more_body": True})
        self._send({"type": "http.response.body", "body": b""})

    def _send(self, message: Message) -> None:
        """Waits until the event loop has taken it, so that memory stays flat."""

        async def deliver() -> None:
            await self._send_async(message)

        asyncio.run_coroutine_threadsafe(deliver(), self._loop).result()


async def _arrive(scope: Message, receive: Receive, body: _Body) -> None:
    """Waits for the whole request body."""
    limit = _limit(scope)
    more = True
    while more:
        try:
            message = await asyncio.wait_for(receive(), PATIENCE_SECONDS)
        except TimeoutError:
            raise Refused(408) from None
        if message["type"] == "http.disconnect":
            raise Gone
        more = message.get("more_body", False)
        body.add(message.get("body", b""), is_last=not more)
        if body.size > limit:
            raise Refused(413)


def _limit(scope: Message) -> int:
    names = {name for name, value in scope["headers"] if name == b"authorization"}
    cookies = b"".join(value for name, value in scope["headers"] if name == b"cookie")
    return MEMBER_BYTES if names or b"guanxi_session=" in cookies else STRANGER_BYTES


def _environ(scope: Message, body: IO[bytes]) -> dict[str, Any]:
    server, client = scope.get("server") or ("localhost", 80), scope.get("client") or ("", 0)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin1"),
        "QUERY_STRING": scope["query_string"].decode("latin1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.file_wrapper": _in_blocks,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        # With an underscore it could pass for another header that a proxy in front has checked.
        if b"_" not in name:
            _add_header(environ, name.decode("latin1"), value.decode("latin1"))
    environ["CONTENT_LENGTH"] = str(_size(body))
    return environ


def _add_header(environ: dict[str, Any], name: str, value: str) -> None:
    key = "CONTENT_TYPE" if name == "content-type" else "HTTP_" + name.upper().replace("-", "_")
    joint = "; " if name == "cookie" else ","
    environ[key] = environ[key] + joint + value if key in environ else value


def _size(body: IO[bytes]) -> int:
    size = body.seek(0, 2)
    body.seek(0)
    return size


def _in_blocks(file: Any, _block_size: int) -> FileWrapper:
    return FileWrapper(file, FILE_BLOCK_BYTES)


async def _send_whole(
    send: Send, status: int, headers: list[tuple[bytes, bytes]], content: bytes
) -> None:
    await send(_start_message(status, headers))
    await send({"type": "http.response.body", "body": content})


def _start_message(status: int, headers: list[tuple[bytes, bytes]]) -> Message:
    return {"type": "http.response.start", "status": status, "headers": headers}
