"""The page on which an administrator sets the limits of boards."""

import pytest

from guanxi.platform.boards.limits import Limit, limits_of
from guanxi.platform.custom.models import CustomNoun
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.nouns.registry import noun_named

WHERE = "/settings/boards/"


@pytest.fixture
def boarded(machine, press):
    CustomNoun.objects.filter(key="machine").update(settings={"board": {"by": "tier"}})
    schema_changed()
    return noun_named("machine")


@pytest.fixture
def admins(browser_of, admin):
    return browser_of(admin)


def given(most="", *, stage="key", **more):
    return {"noun": "machine", "stage_0": stage, "most_0": most, **more}


def test_every_board_is_shown_with_what_stands_there(boarded, admins):
    html = admins.get(WHERE).content.decode()

    assert 'id="limits-account"' in html
    assert 'id="limits-activity"' in html
    assert 'value="key"' in html


def test_customers_that_are_lost_are_asked_for_no_days(boarded, admins):
    groups = admins.get(WHERE).context["groups"]
    stages = next(stages for noun, _by, stages in groups if noun.key == "account")

    assert [(one.value, one.usual, one.is_over) for one in stages] == [
        ("potential", 0, False), ("current", 0, False), ("lost", 0, True),
    ]  # fmt: skip


def test_limits_are_set_and_lifted(boarded, admins):
    answer = admins.post(WHERE, given("4", hard_0="yes"))
    assert answer["Location"] == "/settings/boards/#limits-machine"
    assert limits_of(boarded) == {"key": Limit(4, is_hard=True)}

    admins.post(WHERE, given(""))
    assert limits_of(boarded) == {}


def test_the_audit_says_which_limit_became_what(boarded, admins):
    admins.post(WHERE, given("4", hard_0="yes"))
    admins.post(WHERE, given("5"))
    html = admins.get("/settings/audit/?kind=board").content.decode()

    assert "changed the limits of a board" in html
    assert "Machine Key — → 4, no more" in html
    assert "Machine Key 4, no more → 5" in html


def test_figures_of_full_width_are_taken(boarded, admins):
    admins.post(WHERE, given("１２"))

    assert limits_of(boarded) == {"key": Limit(12)}


@pytest.mark.parametrize("most", ["0", "four", "-3", "1.5", "9999999"])
def test_what_is_no_number_is_refused_and_stays_as_written(boarded, admins, most):
    answer = admins.post(WHERE, given(most))

    assert answer.status_code == 422
    assert "A limit is a whole number" in answer.content.decode()
    assert f'value="{most}"' in answer.content.decode()
    assert limits_of(boarded) == {}


def test_stages_that_changed_meanwhile_are_looked_at_once_more(boarded, admins):
    answer = admins.post(WHERE, given("4", stage="gone"))

    assert answer.status_code == 422
    assert limits_of(boarded) == {}


def test_only_an_administrator_comes_here(boarded, anas):
    assert anas.get(WHERE).status_code == 403
    assert anas.post(WHERE, given("4")).status_code == 403
    assert limits_of(boarded) == {}


def test_a_noun_without_a_board_has_no_limits_to_set(admins):
    assert admins.post(WHERE, {"noun": "person"}).status_code == 404
