"""What one may look at and not change stays where it is, and says whose it is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guanxi.platform.actors.compiling import rights_changed
from guanxi.platform.actors.models import Grant
from guanxi.platform.custom.models import CustomNoun
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record

MONTH = "/activity/calendar/?span=month&day=2026-11-18"
WEEK = "/activity/calendar/?span=week&day=2026-11-18"
BOARD = "/machine/board/"


@pytest.fixture
def narrow(ana, ben, seller):
    """A role that sees its team's and changes its own."""
    edits = [f"{one}.edit" for one in ("activity", "machine")]
    Grant.objects.filter(role=seller, permission__in=edits).update(scope="own")
    rights_changed()


@pytest.fixture
def planned(ana, ben, at):
    for actor, name in ((ana, "Mine"), (ben, "Theirs")):
        values = {"name": name, "kind": "meeting", "due_at": "2026-11-18T09:00"}
        create_record(noun_named("activity"), values, actor=actor, at=at)


@pytest.fixture
def boarded(machine, ana, ben, at):
    CustomNoun.objects.filter(key="machine").update(settings={"board": {"by": "tier"}})
    schema_changed()
    noun = noun_named("machine")
    for actor, name in ((ana, "Mine"), (ben, "Theirs")):
        create_record(noun, {"name": name, "tier": "key"}, actor=actor, at=at)


def tag_of(html, title):
    """The opening tag of the card or event with this title."""
    before = html[: html.index(f">{title}</span>")]
    return before[before.rindex("<a ") :].split(">")[0]


@pytest.mark.parametrize("where", [MONTH, WEEK])
def test_a_colleagues_event_does_not_take_the_hand_and_says_whose_it_is(
    anas, planned, narrow, where
):
    html = anas.get(where).content.decode()

    theirs, mine = tag_of(html, "Theirs"), tag_of(html, "Mine")
    assert 'data-fixed="Ben’s: you may see it, not move it."' in theirs
    assert 'draggable="true"' not in theirs and "aria-keyshortcuts" not in theirs
    assert "data-fixed" not in mine and "aria-keyshortcuts" in mine
    assert html.count('class="slot card-place movable"') == (where == WEEK)
    assert "Move Theirs to" not in html


def test_a_colleagues_card_does_not_take_the_hand_either(anas, boarded, narrow):
    html = anas.get(BOARD).content.decode()

    theirs, mine = tag_of(html, "Theirs"), tag_of(html, "Mine")
    assert "data-fixed" in theirs and 'draggable="false"' in theirs
    assert "data-fixed" not in mine and 'draggable="true"' in mine
    assert "Move Theirs to" not in html and "Move Mine to" in html


def test_who_may_change_all_they_see_meets_nothing_fixed(anas, planned, boarded):
    for where in (MONTH, WEEK, BOARD):
        assert "data-fixed" not in anas.get(where).content.decode()


def test_what_is_fixed_is_asked_once_for_all_lanes(anas, ben, boarded, narrow, at):
    def asked():
        with CaptureQueriesContext(connection) as found:
            anas.get(BOARD)
        return len(found)

    anas.get(BOARD)
    few = asked()
    for number in range(8):
        values = {"name": f"More {number}", "tier": "key"}
        create_record(noun_named("machine"), values, actor=ben, at=at)

    assert asked() == few
