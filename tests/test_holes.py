"""What others made is pinned, and a known hole in it is told and fails once it is past its time."""

import datetime as dt
import http.server
import json
import threading
from contextlib import contextmanager

import pytest

from tests.harness.holes import ROOT, Component, Hole, components, known_holes, main, overdue, told

MOST_AT_ONCE = 1000
TODAY = dt.date(2026, 11, 19)
LOCK = """
django==5.2.1 \\
    --hash=sha256:aa
    # via -r requirements.in
numpy==2.4.6 ; python_full_version < '3.12' \\
    --hash=sha256:bb
numpy==2.5.5 ; python_full_version >= '3.12' \\
    --hash=sha256:cc
"""
DJANGO = Component("django", "5.2.1")


class _Osv(http.server.BaseHTTPRequestHandler):
    """Answers as OSV says that it does: the keys first, in pages, then each hole by its key."""

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
        self.server.asked.append(len(asked))
        if len(asked) > MOST_AT_ONCE:
            self._answer({"code": 3, "message": "Too many queries."}, 400)
        else:
            self._answer({"results": [self._keys(one) for one in asked]})

    def do_GET(self):
        key = self.path.removeprefix("/v1/vulns/")
        told = {"id": key, "modified": "2026-10-12T12:00:00Z"}
        if key != "OSV-3":
            told["published"] = "2026-10-10T12:00:00.123456Z"
        if key == "GHSA-back":
            told["withdrawn"] = "2026-10-11T00:00:00Z"
        self._answer(told)

    def _keys(self, query):
        if (query["package"], query["version"]) != (
            {"ecosystem": "PyPI", "name": "django"},
            "5.2.1",
        ):
            return {}
        if query.get("page_token") == "more":
            # A page may be empty and still name the next one.
            return {"next_page_token": "last"}
        if query.get("page_token") == "last":
            return {"vulns": [_key("PYSEC-2"), _key("OSV-3"), _key("GHSA-1")]}
        return {"vulns": [_key("GHSA-1"), _key("GHSA-back")], "next_page_token": "more"}

    def _answer(self, told, status=200):
        said = told if isinstance(told, str) else json.dumps(told)
        self.send_response(status)
        self.end_headers()
        self.wfile.write(said.encode())

    def log_message(self, *_said):
        """Nothing."""


class _Portal(_Osv):
    """What stands between here and OSV answers for it."""

    said: "tuple[object, int]" = ("<html>Sign in to the network</html>", 200)

    def do_POST(self):
        self._answer(*self.said)


class _Busy(_Portal):
    said = {"code": 14, "message": "upstream is busy"}, 503


class _Short(_Portal):
    said: "tuple[object, int]" = {"results": [{}]}, 200


def _key(key):
    return {"id": key, "modified": "2026-10-12T12:00:00Z"}


@contextmanager
def serving(answers):
    server = http.server.HTTPServer(("127.0.0.1", 0), answers)
    server.asked = []
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def service():
    with serving(_Osv) as (address, _server):
        yield address


def test_components_are_those_that_the_locks_pin():
    assert components([LOCK, LOCK]) == [
        DJANGO,
        Component("numpy", "2.4.6"),
        Component("numpy", "2.5.5"),
    ]


def test_every_component_is_pinned_with_its_hash():
    for lock in sorted(ROOT.glob("requirements*.txt")):
        entries = [line for line in lock.read_text().splitlines() if line[:1].isalnum()]
        assert entries
        assert [one for one in entries if "==" not in one or not one.endswith("\\")] == []
    assert DJANGO.name in {
        one.name for one in components([(ROOT / "requirements.txt").read_text()])
    }


def test_holes_are_asked_for_page_by_page_and_those_taken_back_left_out(service):
    found = known_holes(components([LOCK]), service)

    day = dt.date(2026, 10, 10)
    assert found == [
        Hole(DJANGO, "GHSA-1", day),
        Hole(DJANGO, "OSV-3", dt.date(2026, 10, 12)),
        Hole(DJANGO, "PYSEC-2", day),
    ]


def test_no_more_are_asked_about_at_once_than_are_answered():
    wanted = [*components([LOCK]), *(Component(f"c{n}", "1.0") for n in range(MOST_AT_ONCE + 5))]
    with serving(_Osv) as (address, server):
        found = known_holes(wanted, address)

    assert {one.component for one in found} == {DJANGO}
    # Whoever has a further page is asked about again, alone.
    assert sum(server.asked) == len(wanted) + 2


@pytest.mark.parametrize(
    ("answers", "said"),
    [(_Portal, "does not"), (_Busy, "503: {"), (_Short, "does not")],
)
def test_an_answer_that_is_none_is_told_in_a_line(capsys, answers, said):
    with serving(answers) as (address, _server):
        assert main(address) == 2

    written = capsys.readouterr()
    assert said in written.err and address in written.err
    assert written.err.count("\n") == 1 and not written.out


def test_without_a_network_it_fails_and_says_so(capsys):
    with serving(_Osv) as (address, _server):
        pass

    assert main(address) == 2
    assert f"{address} could not be asked" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("days", "is_late", "said"),
    [(3, False, "3 days"), (12, False, "being used"), (30, False, "used"), (31, True, "past its")],
)
def test_a_hole_may_stay_for_thirty_days(days, is_late, said):
    hole = Hole(DJANGO, "GHSA-1", TODAY - dt.timedelta(days=days))

    assert overdue([hole], TODAY) == ([hole] if is_late else [])
    [line] = told([hole], TODAY)
    assert "django 5.2.1: GHSA-1" in line
    assert said in line
