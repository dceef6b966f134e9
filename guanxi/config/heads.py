"""HTTP whose heads are bounded: the library that reads them takes any length and any time."""

import asyncio
from asyncio import TimerHandle

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

# Addresses hold filters and cookies a session; a head beyond this is nobody's page.
LONGEST_HEAD_BYTES = 64 * 1024
# Whoever opens connections and says a letter now and then would hold all there are. Longer than an
# idle connection is kept, so that the time of a head begins with its first letter.
SLOWEST_HEAD_SECONDS = 30
REFUSALS = {431: b"Header is too long", 408: b"Header took too long"}


class BoundedHeads(HttpToolsProtocol):
    """A connection that is closed, with 431 or 408, when a head goes on or lasts for too long."""

    _is_in_head = True
    _head_bytes = 0
    _patience: TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first head."""
        super().connection_made(transport)
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._wait_no_more()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """Count anew for each request of a connection."""
        super().on_message_begin()
        self._is_in_head, self._head_bytes = True, 0
        self._wait_for_head()

    def on_headers_complete(self) -> None:
        """What follows is the body, which is bounded where it is read."""
        self._is_in_head = False
        self._wait_no_more()
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        """Wait for the next head, as blank lines before it end the wait of the library."""
        super().on_response_complete()
        if self.cycle is None or self.cycle.response_complete:
            self._wait_for_head()

    def data_received(self, data: bytes) -> None:
        """Read on, unless this head has been too long already."""
        super().data_received(data)
        if self._is_in_head:
            self._head_bytes += len(data)
        if self._is_in_head and self._head_bytes > LONGEST_HEAD_BYTES:
            self._refuse(431)

    def _wait_for_head(self) -> None:
        self._wait_no_more()
        self._patience = self.loop.call_later(SLOWEST_HEAD_SECONDS, self._refuse, 408)

    def _wait_no_more(self) -> None:
        if self._patience:
            self._patience.cancel()

    def _refuse(self, status: int) -> None:
        if self.transport.is_closing():
            return
        told = REFUSALS[status]
        kind = b"content-type: text/plain; charset=utf-8\r\nconnection: close\r\n"
        length = b"content-length: %d\r\n\r\n" % len(told)
        self.transport.write(STATUS_LINE[status] + kind + length + told)
        self.transport.close()
