"""The history of a record in words, and going back."""

import pytest
from django.utils.translation import override

from guanxi.platform.actors.compiling import actor_for_user, rights_changed
from guanxi.platform.actors.models import FieldGrant, User
from guanxi.platform.errors import Conflict
from guanxi.platform.facts.models import Fact
from guanxi.platform.records.writing import update_record
from guanxi.platform.verbs.history import history_of, revert_fact


@pytest.fixture
def changed(machine, press, ana, ben, at):
    update_record(machine, press.pk, {"price": "99", "owner": ben.user_id}, actor=ana, at=at)
    return Fact.objects.get(kind="machine.updated")


def test_each_entry_says_who_changed_what_from_what_to_what(machine, press, changed, ana):
    with override("en"):
        entry = history_of(ana, machine, press.pk)[0]

    said = {change.name: (change.before, change.after) for change in entry.changes}
    assert (entry.fact.actor_name, entry.what) == ("Ana", "changed")
    assert said == {"price": ("1,280.50", "99.00"), "owner": ("Ana", "Ben")}


def test_a_stranger_reads_no_history(machine, press, cleo):
    with pytest.raises(machine.model.DoesNotExist):
        history_of(cleo, machine, press.pk)


@pytest.mark.parametrize(("mode", "said"), [("hidden", None), ("masked", ("***", "***"))])
def test_history_tells_no_more_of_a_field_than_the_record_does(
    machine, press, changed, ana, seller, mode, said
):
    FieldGrant.objects.create(role=seller, noun="machine", field="price", mode=mode)
    rights_changed()
    ana = actor_for_user(User.objects.get(pk=ana.user_id))

    entry = history_of(ana, machine, press.pk)[0]

    found = {change.name: (change.before, change.after) for change in entry.changes}
    assert found.get("price") == said


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


def test_history_is_read_page_by_page_in_a_constant_number_of_queries(
    machine, press, ana, at, django_assert_max_num_queries
):
    for number in range(6):
        update_record(machine, press.pk, {"city": f"c{number}"}, actor=ana, at=at)

    with django_assert_max_num_queries(4):
        first = history_of(ana, machine, press.pk, limit=4)
    rest = history_of(ana, machine, press.pk, before_fact=first[-1].fact.pk)

    assert (len(first), len(rest)) == (4, 3)
