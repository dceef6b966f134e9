"""Limits of boards are set, changed and lifted by the API as on their page."""

import pytest

from guanxi.platform.boards.limits import Limit, limits_of
from guanxi.platform.boards.models import BoardLimit
from guanxi.platform.custom.models import CustomNoun
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.facts.models import Fact
from guanxi.platform.nouns.registry import noun_named

PATH = "settings/board-limits/"


@pytest.fixture
def board(boss):
    """Machines on a board by city."""
    CustomNoun.objects.filter(key="machine").update(settings={"board": {"by": "city"}})
    schema_changed()


def test_a_limit_is_set_changed_in_part_and_lifted(boss, board):
    made = boss.post(PATH, {"noun": "machine", "stage": "苏州", "most": 3, "is_hard": True})
    row = made.json()
    assert made.status_code == 201
    assert (row["field"], row["stage"], row["most"], row["is_hard"]) == ("city", "苏州", 3, True)
    assert boss.get(PATH).json()["rows"] == [row]

    one = f"{PATH}{row['id']}/"
    assert boss.patch(one, {"most": 2}).json() == {**row, "most": 2}
    assert limits_of(noun_named("machine")) == {"苏州": Limit(2, is_hard=True)}

    assert boss.delete(one).status_code == 204
    assert limits_of(noun_named("machine")) == {}
    kept = [one.changes for one in Fact.objects.filter(kind="board.limited").order_by("pk")]
    assert [next(iter(one.values())) for one in kept] == [[None, "3!"], ["3!", "2!"], ["2!", None]]


def test_setting_it_again_takes_the_place_of_the_one_before(boss, board):
    for most in (3, 5):
        boss.post(PATH, {"noun": "machine", "stage": "苏州", "most": most})

    assert [row["most"] for row in boss.get(PATH).json()["rows"]] == [5]


@pytest.mark.parametrize(
    "wrong",
    [
        {"noun": "nothing", "stage": "苏州", "most": 3},
        {"noun": "person", "stage": "苏州", "most": 3},
        {"noun": "account", "stage": "苏州", "most": 3},
        {"noun": "machine", "stage": "", "most": 3},
        {"noun": "machine", "stage": "苏州", "most": 0},
        {"noun": "machine", "stage": "苏州"},
    ],
)
def test_what_makes_no_sense_is_refused(boss, board, wrong):
    assert boss.post(PATH, wrong).status_code == 422
    assert not BoardLimit.objects.exists()


def test_a_limit_of_a_field_that_the_board_went_by_is_not_told(boss, board):
    row = boss.post(PATH, {"noun": "machine", "stage": "苏州", "most": 3}).json()
    BoardLimit.objects.update(field="name")
    schema_changed()

    assert boss.get(PATH).json()["rows"] == []
    assert boss.delete(f"{PATH}{row['id']}/").status_code == 404
