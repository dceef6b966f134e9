import asyncio
import resource
from types import SimpleNamespace

import pytest

from guanxi.config import bridge
from guanxi.config.bridge import Bridge


class Whole(list[bytes]):
    streaming = False
    closed = False

    def close(self):
        self.closed = True


class Pieces(Whole):
    streaming = True


def _ask(wsgi, *chunks, headers=(), folder=None, **scope):
    """What the bridge sends for one request whose body arrives in these chunks."""
    arriving = [
        {"type": "http.request", "body": chunk, "more_body": position < len(chunks)}
        for position, chunk in enumerate(chunks or (b"",), start=1)
    ]
    sent = []

    async def receive():
        return arriving.pop(0) if arriving else await asyncio.sleep(60)

    async def send(message):
        sent.append(message)

    whole_scope = {
        "type": "http",
        "method": "POST",
        "path": "/客户/",
        "query_string": b"q=1",
        "http_version": "1.1",
        "scheme": "http",
        "headers": list(headers),
        "client": ("10.0.0.7", 1),
        **scope,
    }
    asyncio.run(Bridge(wsgi, threads=1, folder=folder)(whole_scope, receive, send))
    return SimpleNamespace(
        status=sent[0]["status"],
        headers=sent[0]["headers"],
        bodies=[message["body"] for message in sent[1:]],
    )


def _answering(response, seen):
    def wsgi(environ, start):
        seen.update(environ, body=environ["wsgi.input"].read())
        start("200 OK", [("Content-Type", "text/plain")])
        return response

    return wsgi


def test_a_short_answer_is_sent_in_one_piece_and_closed():
    response = Whole([b"one ", b"two"])

    answer = _ask(_answering(response, {}))

    assert (answer.status, answer.bodies) == (200, [b"one two"])
    assert answer.headers == [(b"content-type", b"text/plain")]
    assert response.closed


def test_a_long_answer_is_sent_piece_by_piece():
    assert _ask(_answering(Pieces([b"one", b"two"]), {})).bodies == [b"one", b"two", b""]


def test_the_body_arrives_whole_before_a_thread_is_taken():
    seen = {}

    _ask(_answering(Whole(), seen), b"a" * 700_000, b"b" * 700_000)

    assert len(seen["body"]) == 1_400_000
    assert seen["CONTENT_LENGTH"] == "1400000"


def test_the_request_is_passed_on_as_it_came():
    seen = {}

    _ask(
        _answering(Whole(), seen),
        headers=[(b"host", b"crm"), (b"cookie", b"a=1"), (b"cookie", b"b=2")],
    )

    assert seen["PATH_INFO"].encode("latin1").decode() == "/客户/"
    assert (seen["HTTP_HOST"], seen["HTTP_COOKIE"]) == ("crm", "a=1; b=2")
    assert (seen["QUERY_STRING"], seen["REMOTE_ADDR"]) == ("q=1", "10.0.0.7")


def test_a_header_with_an_underscore_cannot_pass_for_another():
    seen = {}

    _ask(_answering(Whole(), seen), headers=[(b"x_forwarded_proto", b"https")])

    assert "HTTP_X_FORWARDED_PROTO" not in seen


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ([], 413),
        ([(b"cookie", b"guanxi_session=x")], 200),
        ([(b"authorization", b"Bearer x")], 200),
    ],
)
def test_a_stranger_cannot_fill_the_disk(monkeypatch, headers, status):
    monkeypatch.setattr(bridge, "STRANGER_BYTES", 10)

    assert _ask(_answering(Whole(), {}), b"a" * 11, headers=headers).status == status


def test_a_sender_that_stalls_is_given_up(monkeypatch):
    monkeypatch.setattr(bridge, "PATIENCE_SECONDS", 0.05)
    taken = []

    async def stalls():
        await asyncio.sleep(60)

    async def send(message):
        taken.append(message)

    scope = {"headers": []}
    asyncio.run(Bridge(_answering(Whole(), {}), threads=1)(scope, stalls, send))

    assert taken[0]["status"] == 408


def test_a_body_that_the_disk_has_no_room_for_is_told_of_and_let_go(tmp_path):
    seen = {}
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, hard))
    try:
        answer = _ask(_answering(Whole([b"no room"]), seen), *[b"a" * 700_000] * 5, folder=tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert (answer.status, answer.bodies) == (200, [b"no room"])
    assert (seen["guanxi.no_room"], seen["body"]) == (True, b"")
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_run_for_one_who_hung_up():
    ran = {}

    async def receive():
        return {"type": "http.disconnect"}

    asyncio.run(Bridge(_answering(Whole(), ran), threads=1)({"headers": []}, receive, None))

    assert ran == {}
