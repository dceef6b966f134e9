"""A statement that is kept ready never shows yesterday's rights, fields or rows."""

import pytest

from guanxi.platform.actors.compiling import actor_for_user
from guanxi.platform.actors.models import User
from guanxi.platform.custom.changing import create_field
from guanxi.platform.custom.definitions import FieldDraft
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records import reading
from guanxi.platform.records.reading import ListQuery, read_list, read_total
from guanxi.platform.records.writing import create_record, delete_record
from guanxi.platform.rights import roles, teams


@pytest.fixture
def names(machine):
    def seen(actor, **asked):
        query = ListQuery(**asked)
        shown = sorted(row["name"] for row in read_list(actor, machine, query).rows)
        if query.limit > 1:
            assert read_total(actor, machine, query).number == len(shown)
        return shown

    return seen


def now(actor):
    return actor_for_user(User.objects.get(pk=actor.user_id))


def test_rows_made_and_gone_meanwhile_are_shown_and_not(machine, press, ana, at, names):
    before = names(ana)
    made = create_record(machine, {"name": "新来的"}, actor=ana, at=at)
    assert names(ana) == sorted([*before, "新来的"])
    delete_record(machine, made.pk, actor=ana, at=at)
    assert names(ana) == before


def test_a_changed_right_counts_in_the_very_next_reading(
    machine, press, admin, cleo, east, seller, at, names
):
    assert names(cleo) == []
    teams.join_team(User.objects.get(pk=cleo.user_id), east, actor=admin, at=at)
    assert press.name in names(now(cleo))
    roles.set_grant(seller, "machine.read", "none", actor=admin, at=at)
    assert names(now(cleo)) == []


def test_two_people_never_share_a_statement(machine, press, ana, cleo, names):
    assert names(ana) != names(cleo)
    assert names(cleo) == []
    assert press.name in names(ana)


def test_a_new_field_is_read_at_once(machine, press, admin, at):
    read_list(admin, machine, ListQuery())
    create_field("machine", FieldDraft("serial", "text", "编号"), actor=admin, at=at)
    page = read_list(admin, noun_named("machine"), ListQuery(columns=["name", "serial"]))
    assert [row["serial"] for row in page.rows] == [None]


def test_other_questions_get_other_answers(machine, press, ana, at, names):
    create_record(machine, {"name": "无锡车床"}, actor=ana, at=at)
    assert names(ana, filter={"field": "name", "op": "is", "value": "无锡车床"}) == ["无锡车床"]
    assert names(ana, text="车床") == ["无锡车床"]
    assert len(names(ana, limit=1)) == 1
    first = read_list(ana, machine, ListQuery(limit=1))
    second = read_list(ana, machine, ListQuery(limit=1, cursor=first.next))
    assert first.rows[0]["id"] != second.rows[0]["id"]


def test_a_total_that_was_asked_for_before_is_not_compiled_again(machine, press, ana, monkeypatch):
    query = ListQuery(filter={"field": "name", "op": "is", "value": press.name})
    assert read_total(ana, machine, query).number == 1

    monkeypatch.setattr(reading, "matching", None)
    assert read_total(ana, machine, query).number == 1
