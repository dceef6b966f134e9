"""Threads under notes: who hears of an answer, and what becomes of them."""

import pytest

from guanxi.platform.actors.models import User
from guanxi.platform.errors import RuleBroken
from guanxi.platform.messages.audience import who_can_be_mentioned
from guanxi.platform.messages.models import Note, Notification
from guanxi.platform.messages.notes import delete_note, notes_of, pin_note, pinned_on, write_note
from guanxi.platform.messages.tests.hearing import heard_by
from guanxi.platform.messages.threads import comments_on, counts_of
from guanxi.platform.nouns.timeline import events_of
from guanxi.platform.records.writing import create_record


@pytest.fixture
def note(machine, press, ana, at):
    return write_note(machine, press.pk, "换了皮带", actor=ana, at=at)


@pytest.fixture
def answer(machine, press, note, at):
    return lambda text, actor: write_note(machine, press.pk, text, to=note, actor=actor, at=at)


def told():
    rows = Notification.objects.order_by("pk").values_list("user__username", "kind")
    return list(rows)


def test_an_answer_stands_in_its_thread_and_not_on_the_timeline(
    machine, press, note, answer, ana, ben
):
    said = answer("哪一条？", ben)

    assert comments_on("machine", press.pk, note) == [said]
    told = events_of(ana, "machine", press, kind="note").events
    assert [event.thing for event in told] == [note]


def test_an_answer_to_an_answer_stands_in_the_same_thread(machine, press, note, answer, ana, ben):
    first = answer("哪一条？", ben)
    at = first.created_at
    second = write_note(machine, press.pk, "左边的", to=first, actor=ana, at=at)

    assert second.thread_id == note.pk


def test_whoever_takes_part_hears_of_an_answer_and_its_writer_does_not(
    answer, ana, ben, person, east, seller
):
    dan = person("dan", east, seller)
    answer("哪一条？", ben)
    assert told() == [("ana", "reply")]
    assert heard_by(ana) == ["Ben answers on “冲床”: 哪一条？"]

    answer("@dan 左边的", ana)
    assert sorted(told()[1:]) == [("ben", "reply"), ("dan", "mention")]

    answer("知道了", dan)
    assert sorted(told()[3:]) == [("ana", "reply"), ("ben", "reply")]


def test_who_sees_the_record_no_more_hears_of_no_answer(answer, note, cleo, ana, ben):
    note.mentions.add(cleo.user_id)
    answer("哪一条？", ben)

    assert told() == [("ana", "reply")]


def test_a_further_note_on_a_record_is_no_answer_to_the_ones_before(
    machine, press, note, ben, ana, at
):
    write_note(machine, press.pk, "我也看了", actor=ben, at=at)

    assert told() == []


def test_a_note_takes_its_answers_with_it(machine, press, note, answer, ana, ben, at):
    answer("哪一条？", ben)
    delete_note(note, actor=ana, at=at)

    assert notes_of(ana, machine, press.pk) == []


def test_an_answer_is_not_pinned(machine, press, answer, ben):
    said = answer("哪一条？", ben)
    with pytest.raises(RuleBroken):
        pin_note(said, True, actor=ben)
    assert pinned_on(machine, press.pk) == []


def test_nobody_answers_a_note_on_another_record_or_one_that_is_gone(
    machine, note, answer, ana, ben, at
):
    other = create_record(machine, {"name": "车床"}, actor=ana, at=at)
    with pytest.raises(RuleBroken):
        write_note(machine, other.pk, "x", to=note, actor=ben, at=at)
    delete_note(note, actor=ana, at=at)
    with pytest.raises(RuleBroken):
        answer("x", ben)


def test_answers_of_a_whole_page_are_counted_by_one_question(
    machine, press, note, answer, ana, ben, at, django_assert_num_queries
):
    answer("一", ben)
    answer("二", ana)
    lone = write_note(machine, press.pk, "另一条", actor=ana, at=at)

    with django_assert_num_queries(1):
        counts = counts_of([("note", note.pk), ("note", lone.pk)])
    assert counts == {("note", note.pk): 2}
    assert Note.objects.filter(thread=None).count() == 2


def test_nobody_is_offered_to_mention_oneself(machine, press, ana, ben):
    def offered(actor):
        return {one.username for one in who_can_be_mentioned(actor, machine, press.pk, "")}

    assert "ben" in offered(ana) and "ana" not in offered(ana)
    assert "ana" in offered(ben) and "ben" not in offered(ben)
    assert User.objects.get(pk=ana.user_id).is_active
