"""Going back to what stood before a change."""

import pytest

from guanxi.platform.errors import Conflict
from guanxi.platform.facts.models import Fact
from guanxi.platform.records.writing import update_record
from guanxi.platform.verbs.history import revert_fact


@pytest.fixture
def changed(machine, press, ana, ben, at):
    update_record(machine, press.pk, {"price": "99", "owner": ben.user_id}, actor=ana, at=at)
    return Fact.objects.get(kind="machine.updated")


def test_one_field_of_an_entry_is_taken_back(machine, press, changed, ana, at):
    record = revert_fact(ana, machine, changed, ("price",), at=at)

    assert machine.field("price").value_of(record) == 128_050
    assert record.owner_id != ana.user_id


def test_a_field_changed_again_since_is_a_conflict_unless_forced(
    machine, press, changed, ana, ben, at
):
    update_record(machine, press.pk, {"price": "50"}, actor=ben, at=at)

    with pytest.raises(Conflict) as refused:
        revert_fact(ana, machine, changed, ("price",), at=at)
    assert refused.value.differences["price"] == {"was": 9900, "theirs": 5000, "yours": 128_050}

    record = revert_fact(ana, machine, changed, ("price",), at=at, force=True)
    assert machine.field("price").value_of(record) == 128_050
