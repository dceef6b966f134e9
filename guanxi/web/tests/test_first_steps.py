"""The first steps: shown to whoever must take them, ticked as they are taken, gone after."""

import pytest

from guanxi.platform.nouns.registry import nouns
from guanxi.platform.records.writing import create_record


@pytest.fixture
def admins(browser_of, admin):
    return browser_of(admin)


def test_an_administrator_of_an_empty_firm_is_told_where_to_begin(admins):
    page = admins.get("/").content.decode()
    assert "/imports/new/?noun=account" in page
    assert "/imports/new/?noun=order-lines" in page


def test_a_step_that_was_taken_is_ticked(admins, admin, at):
    before = admins.get("/").content.decode().count('class="done"')
    create_record(nouns()["account"], {"name": "青禾文具有限公司"}, actor=admin, at=at)
    assert admins.get("/").content.decode().count('class="done"') == before + 1


def test_who_put_the_steps_away_is_left_alone(admins):
    admins.post("/first-steps/")
    assert "/imports/new/?noun=order-lines" not in admins.get("/").content.decode()


def test_others_are_not_bothered(anas):
    assert "/imports/new/?noun=order-lines" not in anas.get("/").content.decode()
    assert anas.post("/first-steps/").status_code == 404
