"""Definitions as a file on screen: taken out, looked at, ticked, brought in."""

import orjson
import pytest

from guanxi.platform.actors.models import Role, Team
from guanxi.platform.custom.models import CustomField
from guanxi.platform.definitions.document import as_file, definitions

WHERE = "/settings/definitions/"
FIELD = {"noun": "account", "name": "depth", "type": "number", "label_zh": "深度"}
VIEW = {
    **{"noun": "account", "reach": "public", "label_zh": "深的", "n": 1},
    "filter": {"field": "depth", "op": "gt", "value": 3},
}
FILE = orjson.dumps(
    {
        **{"format": "guanxi-definitions", "version": 1},
        "teams": [{"path": ["North"], "name": "North"}],
        "fields": [FIELD],
        "views": [VIEW],
    }
).decode()


@pytest.fixture
def admins(browser_of, admin):
    return browser_of(admin)


def test_the_file_is_what_the_house_defines(admins, admin):
    answer = admins.get(f"{WHERE}file/")

    assert answer.content == as_file(definitions(actor=admin))
    assert answer["Content-Disposition"].startswith("attachment; ")


def test_first_it_is_told_what_would_become_of_it(admins):
    page = admins.post(WHERE, {"written": FILE}).content.decode()

    assert "深度" in page and "North" in page and "3 new" in page
    assert not CustomField.objects.exists()


def test_who_reads_english_is_told_by_english_names_what_would_change(admins):
    admins.post(WHERE, {"written": FILE, "parts": ["fields"], "taken": ["fields\naccount\ndepth"]})
    named = FILE.replace('"label_zh":"深度"', '"label_zh":"深度","label_en":"Depth"')

    page = admins.post(WHERE, {"written": named}).content.decode()

    assert "Customer · Depth" in page and "1 changed" in page
    assert "Name in English: " in page and "label_en: " not in page


def test_what_is_ticked_comes_in(admins):
    taken = ["teams\nNorth", "fields\naccount\ndepth"]

    answer = admins.post(WHERE, {"written": FILE, "parts": ["fields"], "taken": taken})

    assert "1 definition is new" in answer.content.decode()
    assert CustomField.objects.get().name == "depth"
    assert not Team.objects.filter(name="North").exists()


def test_what_needs_what_is_not_ticked_is_refused_and_stays_ticked(admins):
    taken = ["views\naccount\npublic\n\n深的\n\n1"]

    answer = admins.post(WHERE, {"written": FILE, "parts": ["views"], "taken": taken})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "depth" in page and "Nothing was changed" in page
    assert page.count(" checked") == 2


@pytest.mark.parametrize("written", ["", "{", '{"format": "x"}'])
def test_any_other_file_is_refused_in_words(admins, written):
    assert admins.post(WHERE, {"written": written}).status_code == 422


def test_only_administrators_find_it(anas):
    assert anas.get(WHERE).status_code == 403
    assert anas.get(f"{WHERE}file/").status_code == 403
    assert anas.post(WHERE, {"written": FILE}).status_code == 403


def test_whoever_looks_on_is_told_who_brought_it_in(admins, admin, seller):
    admins.post(WHERE, {"written": FILE, "parts": ["teams"], "taken": ["teams\nNorth"]})

    assert "brought definitions in from a file" in admins.get("/settings/audit/").content.decode()
    assert Role.objects.count() == 2
