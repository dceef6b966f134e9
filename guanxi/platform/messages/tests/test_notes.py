"""Notes on records, and whom they mention."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanxi.platform.actors.models import User
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.platform.messages.mentions import mentioned_in
from guanxi.platform.messages.models import Notification
from guanxi.platform.messages.notes import (
    delete_note,
    edit_note,
    note_html,
    notes_of,
    pin_note,
    write_note,
)
from guanxi.platform.messages.tests.hearing import heard_by
from guanxi.platform.rights.view_as import start_viewing_as


def told():
    return set(Notification.objects.values_list("user__username", flat=True))


def test_a_note_is_read_by_whoever_sees_the_record(machine, press, ana, ben, at):
    write_note(machine, press.pk, "换了皮带", actor=ana, at=at)

    assert [note.text for note in notes_of(ben, machine, press.pk)] == ["换了皮带"]
    assert Fact.objects.filter(kind="machine.noted", record_id=press.pk).exists()


def test_a_stranger_reads_and_writes_none(machine, press, cleo, at):
    for attempt in (
        lambda: notes_of(cleo, machine, press.pk),
        lambda: write_note(machine, press.pk, "x", actor=cleo, at=at),
    ):
        with pytest.raises(machine.model.DoesNotExist):
            attempt()


def test_a_mention_tells_those_who_may_see_the_record(machine, press, ana, ben, cleo, at):
    write_note(machine, press.pk, "@ben 和 @cleo 看一下", actor=ana, at=at)

    assert told() == {"ben"}
    assert heard_by(ben) == ["Ana mentions you on “冲床”: @ben 和 @cleo 看一下"]


def test_an_edited_note_tells_only_those_newly_mentioned(
    machine, press, ana, ben, person, east, seller, at
):
    person("dan", east, seller)
    note = write_note(machine, press.pk, "@ben", actor=ana, at=at)
    edit_note(note, "@ben @dan", actor=ana, at=at)

    assert told() == {"ben", "dan"}
    assert Notification.objects.count() == 2


def test_only_the_author_edits_and_the_administrator_may_delete(
    machine, press, ana, ben, admin, at
):
    note = write_note(machine, press.pk, "x", actor=ana, at=at)
    for attempt in (
        lambda: edit_note(note, "y", actor=ben, at=at),
        lambda: delete_note(note, actor=ben, at=at),
        lambda: edit_note(note, "y", actor=admin, at=at),
    ):
        with pytest.raises(Denied):
            attempt()

    delete_note(note, actor=admin, at=at)
    assert notes_of(ana, machine, press.pk) == []


def test_a_pinned_note_stands_first(machine, press, ana, ben, at):
    first = write_note(machine, press.pk, "一", actor=ana, at=at)
    write_note(machine, press.pk, "二", actor=ana, at=at)
    pin_note(first, True, actor=ben)

    assert [note.text for note in notes_of(ana, machine, press.pk)] == ["一", "二"]


@pytest.mark.parametrize("text", ["", "  ", "x" * 20_001])
def test_an_empty_or_endless_note_is_refused(machine, press, ana, at, text):
    with pytest.raises(RuleBroken):
        write_note(machine, press.pk, text, actor=ana, at=at)


def test_looking_through_anothers_eyes_writes_nothing(machine, press, ana, admin, at):
    seen = start_viewing_as(User.objects.get(pk=ana.user_id), actor=admin, at=at)
    with pytest.raises(Denied):
        write_note(machine, press.pk, "x", actor=seen, at=at)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@李娜看一下", {"li.na"}),
        ("@李娜，@ana！", {"li.na", "ana"}),
        ("写信到 ana@example.com", set()),
        ("@anabel", set()),
        ("@ANA.", {"ana"}),
        ("@nobody", set()),
    ],
)
def test_mentions_are_found_as_people_write_them(ana, person, east, text, names):
    person("li.na", east)
    User.objects.filter(username="li.na").update(name="李娜")

    found = User.objects.filter(pk__in=mentioned_in(text)).values_list("username", flat=True)
    assert set(found) == names


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](http://evil.example/pixel.png)",
        "<img src=x onerror=alert(1)>",
        '<a href="data:text/html,x">x</a>',
        "<style>*{display:none}</style>",
    ],
)
def test_nothing_in_a_note_runs_or_fetches(text):
    html = note_html(text)
    assert not any(f"<{tag}" in html for tag in ("script", "img", "style", "iframe"))
    assert not any(f'<a href="{scheme}' in html for scheme in ("javascript", "data"))


def test_a_note_is_set_as_markdown():
    html = note_html("**重点** [官网](https://example.com)\n- 一\n- 二")
    assert "<strong>重点</strong>" in html
    assert 'rel="noopener noreferrer nofollow"' in html
    assert html.count("<li>") == 2


@given(st.text(max_size=80))
def test_no_text_brings_a_script_into_the_page(text):
    assert "<script" not in note_html(text).lower()
