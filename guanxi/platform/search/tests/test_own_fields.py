"""Custom fields in the index: by their words, once they are switched on, within rights."""

import datetime as dt

import pytest
from django.utils import timezone

from guanxi.platform.actors.compiling import actor_for_user, rights_changed
from guanxi.platform.actors.models import FieldGrant, User
from guanxi.platform.custom.changing import change_field, create_field, retire_field, revive_field
from guanxi.platform.custom.definitions import FieldDraft
from guanxi.platform.custom.making import NounDraft, create_noun
from guanxi.platform.custom.models import CustomField
from guanxi.platform.custom.retyping import change_type
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.jobs.models import Job
from guanxi.platform.jobs.running import run_all_now
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.reading import ListQuery, read_list
from guanxi.platform.records.writing import create_record, update_record
from guanxi.platform.search.rebuilding import rebuild
from guanxi.platform.search.searching import search

OPTIONS = [{"key": "k1", "zh": "全新", "en": "Pristine"}, {"key": "k2", "zh": "二手", "en": "Used"}]


@pytest.fixture
def field(admin, at):
    def make(name, kind, **said):
        parts = {key: said.pop(key) for key in list(said) if key in ("options", "position")}
        draft = FieldDraft(name, kind, name, name, settings=said, is_searchable=True, **parts)
        return create_field("machine", draft, actor=admin, at=at)

    return make


@pytest.fixture
def maker(ana, admin, seller, at):
    for key in ("machine", "plant"):
        create_noun(NounDraft(key, key, key), {seller.pk: "team"}, actor=admin, at=at)
    return actor_for_user(User.objects.get(pk=ana.user_id))


@pytest.fixture
def make(maker, at):
    return lambda name, noun="machine", **values: create_record(
        noun_named(noun), {"name": name, **values}, actor=maker, at=at
    )


@pytest.fixture
def work():
    def finish():
        run_all_now(timezone.now() + dt.timedelta(seconds=1))
        assert not Job.objects.exclude(state=Job.State.DONE).exists()

    return finish


def found(actor, text):
    by_search = {hit.title for hit in search(actor, text) if hit.noun == "machine"}
    listed = read_list(actor, noun_named("machine"), ListQuery(text=text)).rows
    assert {row["name"] for row in listed} == by_search
    return by_search


def hidden_from(seller, maker, *names):
    for name in names:
        FieldGrant.objects.create(role=seller, noun="machine", field=name, mode="hidden")
    rights_changed()
    return actor_for_user(User.objects.get(pk=maker.user_id))


def test_a_field_that_is_switched_on_finds_old_records_too(maker, field, make, admin, at, work):
    row = field("serial", "text")
    change_field(row, {"is_searchable": False}, actor=admin, at=at)
    make("press", serial="QX7731")
    work()
    assert found(maker, "QX7731") == set()

    change_field(row, {"is_searchable": True}, actor=admin, at=at)
    work()

    assert found(maker, "QX7731") == {"press"}


def test_a_field_that_is_switched_off_or_retired_finds_nothing(maker, field, make, admin, at, work):
    row = field("serial", "text")
    make("press", serial="QX7731")

    change_field(row, {"is_searchable": False}, actor=admin, at=at)
    work()
    assert found(maker, "QX7731") == set()

    change_field(row, {"is_searchable": True}, actor=admin, at=at)
    retire_field(row, actor=admin, at=at)
    work()
    assert found(maker, "QX7731") == set()

    revive_field(row, actor=admin, at=at)
    work()
    assert found(maker, "QX7731") == {"press"}


@pytest.mark.parametrize("change", ["retired", "switched off", "moved", "switched on"])
@pytest.mark.parametrize("is_worked_off", [False, True])
def test_a_hidden_field_stays_hidden_whatever_becomes_of_the_others(
    maker, seller, field, make, admin, at, work, change, is_worked_off
):
    other = field("other", "text", position=1)
    off = field("off", "text", position=0)
    change_field(off, {"is_searchable": False}, actor=admin, at=at)
    field("secret", "text", position=2)
    work()
    make("press", secret="QX7731", other="NW2204", off="ZZ0001")
    maker = hidden_from(seller, maker, "secret", "other")
    assert found(maker, "QX7731") == found(maker, "NW2204") == set()

    if change == "retired":
        retire_field(other, actor=admin, at=at)
    elif change == "switched off":
        change_field(other, {"is_searchable": False}, actor=admin, at=at)
    elif change == "moved":
        change_field(other, {"position": 9}, actor=admin, at=at)
    else:
        change_field(off, {"is_searchable": True}, actor=admin, at=at)
    if is_worked_off:
        work()

    maker = actor_for_user(User.objects.get(pk=maker.user_id))
    assert found(maker, "QX7731") == found(maker, "NW2204") == set()
    assert found(maker, "press") == {"press"}


def test_lines_that_were_never_written_down_stay_where_they_are(maker, make, seller, admin, at):
    for position, name in enumerate(("first", "secret")):
        CustomField.objects.create(
            noun="machine", name=name, type="text", label_zh=name, position=position,
            is_searchable=True,
        )  # fmt: skip
    schema_changed()
    make("press", first="NW2204", secret="QX7731")
    maker = hidden_from(seller, maker, "secret")

    retire_field(CustomField.objects.get(name="first"), actor=admin, at=at)

    maker = actor_for_user(User.objects.get(pk=maker.user_id))
    assert found(maker, "QX7731") == set()


def test_a_line_is_free_again_once_nothing_stands_in_it(maker, field, make, admin, at, work):
    row = field("serial", "text")
    make("press", serial="QX7731")
    retire_field(row, actor=admin, at=at)
    work()

    row.refresh_from_db()
    assert row.search_line is None
    assert field("next", "text").search_line is None
    assert CustomField.objects.get(name="next").search_line == 0


@pytest.mark.parametrize(
    ("kind", "said", "value", "texts", "not_found"),
    [
        ("choice", {"options": OPTIONS}, "k1", ["全新", "Pristine"], "二手"),
        ("multi", {"options": OPTIONS}, ["k1", "k2"], ["全新", "二手", "Used"], "k1"),
        ("money", {}, "128000", ["128000"], "12800000"),
        ("number", {"decimals": 0}, "7731", ["7731"], "7732"),
        ("date", {}, "2026-03-01", ["2026-03-01"], "2026-03-02"),
        ("datetime", {}, "2026-03-01T20:30:00Z", ["2026-03-02 04:30"], "2026-03-01"),
        ("phone", {}, "13800138000", ["8000"], "8002"),
        ("boolean", {}, True, [], "True"),
    ],
)
def test_a_value_is_found_by_the_words_that_people_see(
    maker, field, make, kind, said, value, texts, not_found
):
    field("worded", kind, **said)
    make("press", worded=value)

    assert [found(maker, text) for text in texts] == [{"press"}] * len(texts)
    assert found(maker, not_found) == set()
    assert rebuild()["machine"] == 0


def test_a_record_is_found_by_what_it_names(maker, field, make, at):
    field("plant", "relation", target="plant")
    field("keeper", "user")
    plant = make("苏州工厂", "plant")
    make("press", plant=plant.pk, keeper=maker.user_id)

    assert found(maker, "苏州工厂") == found(maker, "Ana") == {"press"}
    assert found(maker, str(plant.pk)) == set()

    update_record(noun_named("plant"), plant.pk, {"name": "无锡工厂"}, actor=maker, at=at)
    assert found(maker, "无锡工厂") == {"press"}
    assert found(maker, "苏州工厂") == set()


def test_a_title_that_may_not_be_read_finds_nothing_that_names_it(maker, seller, field, make):
    field("plant", "relation", target="plant")
    make("press", plant=make("苏州工厂", "plant").pk)
    FieldGrant.objects.create(role=seller, noun="plant", field="name", mode="hidden")
    rights_changed()

    assert found(actor_for_user(User.objects.get(pk=maker.user_id)), "苏州工厂") == set()


def test_a_renamed_option_is_found_by_its_new_name(maker, field, make, admin, at, work):
    row = field("state", "choice", options=OPTIONS)
    make("press", state="k1")

    change_field(row, {"options": [{**OPTIONS[0], "zh": "崭新"}, OPTIONS[1]]}, actor=admin, at=at)
    work()

    assert found(maker, "崭新") == {"press"}
    assert found(maker, "全新") == set()


def test_a_changed_type_is_found_by_its_new_words(maker, field, make, admin, at, work):
    row = field("state", "text")
    make("press", state="全新")

    change_type(row, {"type": "choice", "options": OPTIONS}, actor=admin, at=at)
    work()

    assert found(maker, "Pristine") == {"press"}


def test_a_computed_value_is_found_as_it_is_now(maker, field, make, admin, at, work):
    field("units", "number", decimals=0)
    field("label", "formula", formula="concat('QX', units)", result="text")
    work()
    press = make("press", units=7731)
    assert found(maker, "QX7731") == {"press"}

    update_record(noun_named("machine"), press.pk, {"units": 42}, actor=maker, at=at)
    assert found(maker, "QX42") == {"press"}


def test_making_the_index_anew_goes_on_where_it_stopped(maker, field, make, admin, at, work):
    row = field("serial", "text")
    for number in range(3):
        make(f"m{number}", serial=f"QX773{number}")
    retire_field(row, actor=admin, at=at)
    waiting = Job.objects.get(kind="search.reindex")
    assert waiting.args == {"noun": "machine"}

    work()

    waiting.refresh_from_db()
    assert (waiting.checkpoint["last"], waiting.done_count) == (
        noun_named("machine").base().latest("pk").pk,
        3,
    )
