"""Days in a stage are set, changed and lifted by the API as on their page."""

import pytest

from guanxi.platform.boards.ages import ages_of
from guanxi.platform.custom.models import CustomNoun
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.nouns.registry import noun_named

PATH = "settings/stage-ages/"


@pytest.fixture
def board(boss):
    """Machines on a board by city."""
    CustomNoun.objects.filter(key="machine").update(settings={"board": {"by": "city"}})
    schema_changed()


def test_days_are_set_changed_and_lifted(boss, board):
    made = boss.post(PATH, {"noun": "machine", "stage": "苏州", "days": 14})
    row = made.json()
    assert made.status_code == 201
    assert (row["field"], row["stage"], row["days"]) == ("city", "苏州", 14)
    assert boss.get(PATH).json()["rows"] == [row]

    one = f"{PATH}{row['id']}/"
    assert boss.patch(one, {"days": 0}).json() == {**row, "days": 0}
    assert ages_of(noun_named("machine")) == {"苏州": 0}

    assert boss.delete(one).status_code == 204
    assert ages_of(noun_named("machine")) == {}


@pytest.mark.parametrize("given", [{"noun": "machine", "days": -1}, {"noun": "nothing", "days": 3}])
def test_what_cannot_be_is_refused(boss, board, given):
    assert boss.post(PATH, {"stage": "苏州", **given}).status_code == 422
