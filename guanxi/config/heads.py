"""HTTP whose heads are bounded: the library that reads them takes any length."""

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

# Addresses hold filters and cookies a session; a head beyond this is nobody's page.
LONGEST_HEAD_BYTES = 64 * 1024
REFUSAL = (
    b"content-type: text/plain; charset=utf-8\r\ncontent-length: 18\r\nconnection: close\r\n\r\n"
    b"Header is too long"
)


class BoundedHeads(HttpToolsProtocol):
    """A connection that is closed with 431 while a head goes on for too long."""

    _is_in_head = True
    _head_bytes = 0

    def on_message_begin(self) -> None:
        """Count anew for each request of a connection."""
        super().on_message_begin()
        self._is_in_head, self._head_bytes = True, 0

    def on_headers_complete(self) -> None:
        """What follows is the body, which is bounded where it is read."""
        self._is_in_head = False
        super().on_headers_complete()

    def data_received(self, data: bytes) -> None:
        """Read on, unless this head has been too long already."""
        super().data_received(data)
        if self._is_in_head:
            self._head_bytes += len(data)
        if self._is_in_head and self._head_bytes > LONGEST_HEAD_BYTES:
            self.transport.write(STATUS_LINE[431] + REFUSAL)
            self.transport.close()
