"""Another system on loopback that keeps what it hears and answers as told."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from guanxi.platform.facts.webhooks.telling import forget_webhooks


class Listener(http.server.BaseHTTPRequestHandler):
    heard: ClassVar[list[Any]] = []
    answers: ClassVar[list[Any]] = []

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.heard.append((self.path, dict(self.headers), body))
        status, headers, content = self.answers.pop(0) if self.answers else (204, {}, b"")
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *parts):
        pass


@contextmanager
def listening() -> Iterator[str]:
    """The address of a listener that has heard nothing yet."""
    Listener.heard, Listener.answers = [], []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    forget_webhooks()
