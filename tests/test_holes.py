"""What others made is pinned, and a known hole in it is told and fails once it is past its time."""

import datetime as dt
import http.server
import json
import threading

import pytest

from tests.harness.holes import ROOT, Component, Hole, components, known_holes, overdue, told

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
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._answer({"results": [self._keys(one) for one in asked["queries"]]})

    def do_GET(self):
        key = self.path.removeprefix("/v1/vulns/")
        told = {"id": key, "published": "2026-10-10T12:00:00.123456Z"}
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
            return {"vulns": [{"id": "PYSEC-2"}]}
        return {"vulns": [{"id": "GHSA-1"}, {"id": "GHSA-back"}], "next_page_token": "more"}

    def _answer(self, told):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(told).encode())

    def log_message(self, *_said):
        """Nothing."""


@pytest.fixture
def service():
    server = http.server.HTTPServer(("127.0.0.1", 0), _Osv)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    thread.join()
    server.server_close()


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
    assert found == [Hole(DJANGO, "GHSA-1", day), Hole(DJANGO, "PYSEC-2", day)]


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
