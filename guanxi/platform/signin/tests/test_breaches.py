"""Passwords that are known from breaches are refused: by a list here, or by asking a service."""

import hashlib
import http.server
import threading

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.checks import run_checks
from django.core.exceptions import ValidationError

from guanxi.platform.signin.breaches import is_breached

KNOWN = "plum blossom 1981"


def digest(password):
    return hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()


def of_some(passwords, ending="\n"):
    return "".join(f"{one}:7{ending}" for one in sorted(map(digest, passwords)))


@pytest.fixture
def listed(tmp_path, settings):
    """A list of known passwords on this machine."""

    def keep(text):
        path = tmp_path / "breached.txt"
        path.write_bytes(text.encode())
        settings.BREACHED_PASSWORDS = str(path)
        return str(path)

    return keep


class _Service(http.server.BaseHTTPRequestHandler):
    asked: list[str] = []
    status, body = 200, ""

    def do_GET(self):
        self.asked.append(self.path)
        self.send_response(self.status)
        self.end_headers()
        self.wfile.write(self.body.encode())

    def log_message(self, *_said):
        """Nothing."""


@pytest.fixture
def service(settings):
    """A service that answers what it is told to, and remembers what it was asked."""

    class Service(_Service):
        asked = []

    server = http.server.HTTPServer(("127.0.0.1", 0), Service)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    settings.BREACHED_PASSWORDS = f"http://127.0.0.1:{server.server_port}/range/"
    yield Service
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_every_password_of_a_list_is_found_and_no_other(listed, ending):
    passwords = [f"a known one {n}" for n in range(200)]
    path = listed(of_some(passwords, ending))

    assert all(is_breached(one, path) for one in passwords)
    assert not any(is_breached(f"a fresh one {n}", path) for n in range(200))


def test_an_empty_line_at_the_end_hides_nothing(listed):
    path = listed(of_some(["one", "two"]) + "\n\n")

    assert is_breached("one", path)
    assert is_breached("two", path)


@pytest.mark.parametrize("known", [[], ["only one"], ["one", "two"]])
def test_short_lists_are_lists_too(listed, known):
    path = listed(of_some(known).rstrip("\n"))

    assert [is_breached(one, path) for one in ("only one", "one", "two")] == [
        one in known for one in ("only one", "one", "two")
    ]


def test_a_listed_password_is_refused_in_words(db, listed):
    listed(of_some([KNOWN, "another"]))

    with pytest.raises(ValidationError, match="别处的泄露"):
        validate_password(KNOWN)
    validate_password("plum blossom 1982")


def test_without_a_list_none_is_asked_for(db, settings):
    settings.BREACHED_PASSWORDS = ""

    validate_password(KNOWN)


def test_while_the_list_is_away_no_password_is_taken(db, settings, tmp_path):
    settings.BREACHED_PASSWORDS = str(tmp_path / "nowhere.txt")

    with pytest.raises(ValidationError, match="再试"):
        validate_password(KNOWN)


def test_a_service_hears_five_digits_and_no_more(db, service):
    service.body = f"{'0' * 35}:3\r\n{digest(KNOWN)[5:]}:12\r\n"

    with pytest.raises(ValidationError, match="别处的泄露"):
        validate_password(KNOWN)

    assert service.asked == [f"/range/{digest(KNOWN)[:5]}"]


def test_what_only_pads_the_answer_is_not_known(db, service):
    service.body = f"{digest(KNOWN)[5:]}:0\r\n{'A' * 35}:3\r\n"

    validate_password(KNOWN)


def test_while_the_service_fails_no_password_is_taken(db, service):
    service.status = 503

    with pytest.raises(ValidationError, match="再试"):
        validate_password(KNOWN)


def test_a_list_that_is_not_there_and_a_plain_way_are_told_before_going_live(settings, tmp_path):
    settings.BREACHED_PASSWORDS = str(tmp_path / "nowhere.txt")
    assert "guanxi.breaches" in {one.id for one in run_checks(include_deployment_checks=True)}

    settings.BREACHED_PASSWORDS = "http://known.example/range"
    found = {one.id: one.msg for one in run_checks(include_deployment_checks=True)}
    assert "known.example" in found["guanxi.breaches"]
