"""Where people are told to go, and what they are told where we fail."""

import json

import pytest

from guanxi.config.serve import address_of
from guanxi.web.errors import server_error
from guanxi.web.look.style import house_sheet


def test_behind_a_proxy_people_are_told_the_name_under_which_it_answers():
    """The first link would be refused under any other."""
    behind = {"GUANXI_URL": "https://crm.example.cn/"}

    assert address_of(behind, "127.0.0.1", 8000) == "https://crm.example.cn"
    assert address_of({}, "127.0.0.1", 8000) == "http://127.0.0.1:8000"
    assert address_of({}, "::", 80) == "http://[::1]:80"


@pytest.mark.django_db
def test_a_fault_of_ours_is_told_to_programs_as_json(rf):
    answer = server_error(rf.get("/api/v1/account/"))

    told = json.loads(answer.content)
    assert answer["Content-Type"] == "application/problem+json"
    assert (answer.status_code, told["status"]) == (500, 500) and len(told["incident"]) == 8
    assert b"<html" in server_error(rf.get("/account/")).content


def test_the_style_is_given_without_a_word_from_the_database(client):
    """No test without the mark may ask one."""
    client.cookies["guanxi_session"] = "known"

    answer = client.get(house_sheet().href)

    assert answer.status_code == 200
    assert "immutable" in answer["Cache-Control"] and answer["X-Content-Type-Options"] == "nosniff"
