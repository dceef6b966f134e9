"""REST under load: lists of 50 with their total, eight connections, two workers."""

import asyncio
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator

from benchmarks._firm import firm
from benchmarks._frame import Figure, timed

SIZE = 100_000
CONNECTIONS, SECONDS = 8, 10
PATH = "/api/v1/account/?limit=50"


def measure(size: int) -> Iterator[Figure]:
    """Requests per second of the served product; two cores of its bare SQL as the baseline."""
    from django.db import connections
    from django.test import Client

    from benchmarks.list import _bare

    made = firm(size)
    headers = {"Authorization": f"Bearer {made.secret}"}
    page = lambda: Client(SERVER_NAME="localhost").get(PATH, headers=headers)  # noqa: E731
    bare = timed(_bare(page)).median
    connections.close_all()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        "GUANXI_PORT": str(port),
        "GUANXI_WEB_WORKERS": "2",
        "GUANXI_REST_CALLS_PER_SECOND": "0",
    }
    server = subprocess.Popen(
        [sys.executable, "-m", "guanxi.config.serve", "--empty"],
        env=os.environ | environment,
        stdout=sys.stderr,
    )
    try:
        _wait(port)
        rates = []
        for _ in range(3):
            rates.append(asyncio.run(_load(port, made.secret)))
            print(rates[-1], file=sys.stderr)
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(20)
    yield Figure(
        "rest", statistics.median(rates), "requests/s", ">= 250", "two cores of its bare SQL",
        2_000 / bare,
    )  # fmt: skip


def _wait(port: int) -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in/", timeout=5).read()
            return
        except OSError:
            time.sleep(0.5)
    raise TimeoutError("the server did not start")


async def _load(port: int, secret: str) -> float:
    end = time.perf_counter() + SECONDS
    done = await asyncio.gather(*(_caller(port, secret, end) for _ in range(CONNECTIONS)))
    return sum(done) / SECONDS


async def _caller(port: int, secret: str, end: float) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    request = (
        f"GET {PATH} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {secret}\r\n\r\n"
    ).encode()
    number = 0
    while time.perf_counter() < end:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head
        length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        await reader.readexactly(length)
        number += 1
    writer.close()
    return number
