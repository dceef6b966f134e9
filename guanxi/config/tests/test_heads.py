"""A request whose head does not end is refused before it fills the memory."""

import socket
import threading
import time

import pytest
import uvicorn

from guanxi.config import heads
from guanxi.config.heads import LONGEST_HEAD_BYTES, BoundedHeads

BEGIN = b"GET / HTTP/1.1\r\nHost: localhost\r\n"


async def answering(scope, receive, send):
    """Answer anything, once it is there."""
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"here"})


@pytest.fixture
def hurried(monkeypatch):
    """A head has half a second; asked for before a connection, whose time begins with it."""
    monkeypatch.setattr(heads, "SLOWEST_HEAD_SECONDS", 0.5)


@pytest.fixture
def connected():
    """A connection to a server that reads requests as ours does."""
    config = uvicorn.Config(answering, lifespan="off", http=BoundedHeads, log_level="error")
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, args=[[listener]], daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        with socket.create_connection(listener.getsockname()) as connection:
            connection.settimeout(30)
            yield connection
        server.should_exit = True
        thread.join()


@pytest.mark.parametrize("begin", [BEGIN + b"X: ", b"GET /", BEGIN + b"X: a\r\n" * 20_000])
def test_a_head_without_end_is_refused(connected, begin):
    sent = 0
    with pytest.raises(OSError):  # noqa: PT011 - broken pipe or reset, as the system likes
        connected.sendall(begin)
        while sent < 100 * LONGEST_HEAD_BYTES:
            connected.sendall(b"a" * 16_384)
            sent += 16_384
            time.sleep(0.001)

    assert sent < 100 * LONGEST_HEAD_BYTES


def test_an_ordinary_head_and_a_long_body_are_answered(connected):
    for _ in range(2):
        connected.sendall(BEGIN + b"X: " + b"a" * 30_000 + b"\r\n\r\n")
        assert connected.recv(65_536).startswith(b"HTTP/1.1 200")
    size = 4 * LONGEST_HEAD_BYTES
    connected.sendall(BEGIN.replace(b"GET", b"POST") + b"Content-Length: %d\r\n\r\n" % size)
    connected.sendall(b"a" * size)

    assert connected.recv(65_536).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("before", [0, 1])
@pytest.mark.parametrize("letter", [b"a", b"\r\n"])
def test_a_head_that_comes_letter_by_letter_is_given_up(hurried, connected, before, letter):
    for _ in range(before):
        connected.sendall(BEGIN + b"\r\n")
        assert connected.recv(65_536).startswith(b"HTTP/1.1 200")
    if letter == b"a":
        connected.sendall(BEGIN + b"X: ")

    with pytest.raises(OSError):  # noqa: PT011 - broken pipe or reset, as the system likes
        for _ in range(300):
            connected.sendall(letter)
            time.sleep(0.05)


def test_an_answer_and_a_body_may_take_longer_than_a_head(monkeypatch, connected):
    connected.sendall(BEGIN + b"\r\n")
    assert connected.recv(65_536).startswith(b"HTTP/1.1 200")
    monkeypatch.setattr(heads, "SLOWEST_HEAD_SECONDS", 0.3)

    connected.sendall(BEGIN.replace(b"GET", b"POST") + b"Content-Length: 10\r\n\r\n")
    for _ in range(10):
        time.sleep(0.1)
        connected.sendall(b"a")

    assert connected.recv(65_536).startswith(b"HTTP/1.1 200")
