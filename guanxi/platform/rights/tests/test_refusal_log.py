"""The trace of what was refused."""

import json
import logging

import pytest
from django.test import RequestFactory

from guanxi.platform.actors.models import User
from guanxi.platform.rights.refusal_log import RefusalLog


@pytest.fixture
def noted(caplog):
    logging.getLogger("guanxi.security").addHandler(caplog.handler)

    def answer(status, user=None, path="/account/1/", **headers):
        from django.http import HttpResponse

        request = RequestFactory().get(path, headers=headers)
        if user is not None:
            request.user = user
        caplog.set_level("WARNING", "guanxi.security")
        RefusalLog(lambda _: HttpResponse(status=status))(request)
        return [record.getMessage() for record in caplog.records]

    yield answer
    logging.getLogger("guanxi.security").removeHandler(caplog.handler)


def test_a_refusal_says_who_asked_what(noted, ana):
    (line,) = noted(403, User.objects.get(pk=ana.user_id))

    said = json.loads(line)
    assert (said["status"], said["path"], said["who"]) == (
        403,
        "/account/1/",
        f"person {ana.user_id}",
    )
    assert said["at"].endswith("+00:00")


def test_an_answer_leaves_no_line(noted):
    assert noted(200) == []


@pytest.fixture
def read(settings, caplog):
    """The lines about what is read, as the product answers."""
    settings.LOG_READING = True
    logger = logging.getLogger("guanxi.reading")
    logger.addHandler(caplog.handler)
    caplog.set_level("INFO", "guanxi.reading")
    yield lambda: [
        json.loads(one.getMessage()) for one in caplog.records if one.name == logger.name
    ]
    logger.removeHandler(caplog.handler)


def test_where_reading_is_noted_every_answer_says_who_read_what(read, client, ana):
    client.force_login(User.objects.get(pk=ana.user_id))

    client.get("/api/v1/account/?text=geheim")

    (said,) = read()
    assert (said["event"], said["status"]) == ("answered", 200)
    assert (said["path"], said["who"]) == ("/api/v1/account/", f"person {ana.user_id}")
    assert "geheim" not in json.dumps(said)


def test_what_nobody_in_particular_reads_is_not_noted(read, client, db):
    assert client.get("/sign-in/").status_code == 200

    assert read() == []


def test_reading_is_not_noted_unless_it_is_wanted(read, client, ana, settings):
    settings.LOG_READING = False
    client.force_login(User.objects.get(pk=ana.user_id))

    client.get("/api/v1/account/")

    assert read() == []


def test_a_key_is_named_by_its_prefix_only(noted):
    (line,) = noted(404, authorization="Bearer gx_abcd1234_verysecret")

    assert json.loads(line)["who"] == "key abcd1234"
    assert "verysecret" not in line


def test_nobody_forges_a_second_line(noted):
    (line,) = noted(404, path="/x%0a{}", user_agent='a"\n{"event":"fine"}')

    assert "\n" not in line
    assert json.loads(line)["event"] == "refused"
