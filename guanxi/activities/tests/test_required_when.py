"""A field that is shown always and required only where the activity is done, at every door."""

import pytest

from guanxi.platform.custom.changing import create_field
from guanxi.platform.custom.definitions import FieldDraft
from guanxi.platform.errors import RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import update_record

DONE = {"field": "state", "op": "is", "value": "done"}


@pytest.fixture
def lesson(admin, at):
    when = {"visible_when": DONE, "shown_always": True}
    draft = FieldDraft("lesson", "text", "心得", "Lesson", settings=when, is_required=True)
    return create_field("activity", draft, actor=admin, at=at)


def test_an_act_that_makes_it_required_is_refused_and_says_what_to_fill_in(
    lesson, task, ana, at, call
):
    with pytest.raises(RuleBroken) as refused:
        call("complete_activity", task, ana)

    assert set(refused.value.fields) == {"lesson"}
    assert str(noun_named("activity").field("lesson").label) in str(refused.value.message)
    task.refresh_from_db()
    assert task.state == "open"
    assert not Fact.objects.filter(kind="activity.completed").exists()


def test_once_it_is_filled_in_the_act_goes_on(lesson, task, ana, at, call):
    noun = noun_named("activity")
    update_record(noun, task.pk, {"lesson": "早点打电话"}, actor=ana, at=at)

    call("complete_activity", task, ana)
    call("reopen_activity", task, ana)

    task.refresh_from_db()
    assert noun.field("lesson").value_of(task) == "早点打电话"


def test_an_act_that_does_not_touch_the_condition_goes_on(lesson, task, ana, call):
    call("cancel_activity", task, ana)

    task.refresh_from_db()
    assert task.state == "cancelled"
