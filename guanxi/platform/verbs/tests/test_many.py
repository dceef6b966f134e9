"""One act on many rows, and taking it back."""

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from guanxi.platform.custom.changing import create_field
from guanxi.platform.custom.definitions import FieldDraft
from guanxi.platform.errors import Denied, InvalidFilter, RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.platform.jobs.models import Job
from guanxi.platform.jobs.running import run_all_now
from guanxi.platform.pace import Pace
from guanxi.platform.records.reading import ListQuery, read_list
from guanxi.platform.records.writing import update_record
from guanxi.platform.verbs.many import Chosen, act_on_many, outcomes
from guanxi.platform.verbs.models import Batch
from guanxi.platform.verbs.undoing import undo_batch

ALL = Chosen(filter={})


@pytest.fixture
def start(machine, ana, at):
    def begin(act, chosen, actor=ana, **given):
        batch = act_on_many(act, machine, chosen, given, actor=actor, at=at)
        run_all_now(timezone.now() + dt.timedelta(seconds=1))
        batch.refresh_from_db()
        assert batch.state == Batch.State.DONE
        return batch

    return begin


def cities(machine, actor):
    page = read_list(actor, machine, ListQuery(columns=("city",), sort="id"))
    return [row["city"] for row in page.rows]


def undo(batch, actor, at):
    undo_batch(batch, actor=actor, at=at)
    run_all_now(timezone.now() + dt.timedelta(seconds=1))
    batch.refresh_from_db()
    return outcomes(batch)


def test_a_field_is_changed_in_every_row_that_matches(machine, ten, ana, start):
    batch = start(
        "edit", Chosen(filter={"field": "name", "op": "in", "value": ["m1", "m2"]}), city="无锡"
    )

    assert cities(machine, ana).count("无锡") == 2
    assert outcomes(batch)["done"] == 2
    assert Fact.objects.filter(batch__startswith=f"{batch.code}/").count() == 2


def test_few_rows_are_done_at_once(machine, ten, ana, at):
    batch = act_on_many("edit", machine, ALL, {"city": "无锡"}, actor=ana, at=at)

    assert batch.state == Batch.State.DONE
    assert outcomes(batch)["done"] == 10
    assert not Job.objects.exists()


def test_few_rows_are_taken_back_at_once(machine, ten, ana, at):
    batch = act_on_many("edit", machine, ALL, {"city": "无锡"}, actor=ana, at=at)

    assert undo_batch(batch, actor=ana, at=at).state == Batch.State.UNDONE
    assert set(cities(machine, ana)) == {"苏州"}


def test_many_rows_are_a_job_that_tells_progress(machine, sixty, ana, start):
    batch = start("edit", ALL, city="无锡")

    assert (batch.job.done_count, batch.job.total_count) == (60, 60)
    assert set(cities(machine, ana)) == {"无锡"}


def test_many_rows_are_taken_back_by_a_job(machine, sixty, ana, at, start):
    batch = start("edit", ALL, city="无锡")

    assert undo(batch, ana, at)["undone"] == 60
    assert set(cities(machine, ana)) == {"苏州"}


def test_cells_are_changed_row_by_row_and_taken_back(machine, ten, ana, at):
    values = {str(ten[0].pk): {"city": "无锡"}, str(ten[1].pk): {"city": "常州", "price": "3"}}
    chosen = Chosen(ids=(ten[0].pk, ten[1].pk))
    batch = act_on_many("cells", machine, chosen, values, actor=ana, at=at)

    assert cities(machine, ana)[:3] == ["无锡", "常州", "苏州"]
    undo_batch(batch, actor=ana, at=at)
    assert set(cities(machine, ana)) == {"苏州"}


def test_a_verb_runs_on_rows_ticked_by_hand(machine, ten, ana, cleo, start):
    start("assign", Chosen(ids=(ten[0].pk, ten[1].pk)), owner=cleo.user_id)

    assert len(cities(machine, cleo)) == 2


def test_rows_that_are_not_the_actors_are_refused_one_by_one(machine, ten, cleo, start):
    batch = start("edit", Chosen(ids=(ten[0].pk,)), actor=cleo, city="无锡")

    assert outcomes(batch)["refused"] == 1
    assert batch.rows.get().message
    assert not Fact.objects.filter(batch__startswith=batch.code).exists()


def test_a_refusal_names_the_field_that_a_condition_asks_for(machine, ten, ana, admin, at, start):
    when = {"visible_when": {"field": "city", "op": "is", "value": "无锡"}}
    cover = FieldDraft("cover", "text", "担保", "Cover", settings=when, is_required=True)
    create_field("machine", cover, actor=admin, at=at)
    update_record(machine, ten[0].pk, {"cover": "Ping An", "city": "无锡"}, actor=ana, at=at)

    batch = start("edit", Chosen(ids=(ten[0].pk, ten[1].pk)), city="无锡")

    assert outcomes(batch)["refused"] == 1
    assert batch.rows.get(outcome="refused").message == "担保：这里要填写。"


def test_all_that_match_are_those_the_actor_sees(ten, cleo, start):
    batch = start("edit", ALL, actor=cleo, city="无锡")

    assert batch.rows.count() == 0


def test_what_cannot_succeed_is_refused_before_it_is_queued(machine, ten, ana, at):
    for act, chosen, given, refusal in (
        ("edit", ALL, {"nothing": 1}, RuleBroken),
        ("assign", ALL, {"owner": 999_999}, RuleBroken),
        ("edit", Chosen(), {"city": "x"}, RuleBroken),
        ("fly", ALL, {}, KeyError),
    ):
        with pytest.raises(refusal):
            act_on_many(act, machine, chosen, given, actor=ana, at=at)
    assert not Job.objects.exists()


def test_who_may_not_edit_is_denied(machine, ten, person, east, at):
    with pytest.raises(Denied):
        act_on_many("edit", machine, ALL, {}, actor=person("dan", east), at=at)


def test_undo_puts_back_every_row(machine, ten, ana, at, start):
    batch = start("edit", ALL, city="无锡", price="12.34")
    assert undo(batch, ana, at)["undone"] == 10

    assert set(cities(machine, ana)) == {"苏州"}
    assert batch.state == Batch.State.UNDONE


def test_undo_keeps_a_row_that_was_changed_since(machine, ten, ana, ben, at, start):
    batch = start("edit", ALL, city="无锡")
    update_record(machine, ten[0].pk, {"city": "常州"}, actor=ben, at=at)

    found = undo(batch, ana, at)

    assert (found["undone"], found["kept"]) == (9, 1)
    assert cities(machine, ana)[0] == "常州"


def test_undo_brings_deleted_rows_back(machine, ten, ana, at, start):
    batch = start("delete", ALL)
    assert cities(machine, ana) == []

    undo(batch, ana, at)
    assert len(cities(machine, ana)) == 10


def test_undo_restores_money_to_the_cent(machine, press, ana, at, start):
    batch = start("edit", ALL, price="99.99")
    undo(batch, ana, at)

    press.refresh_from_db()
    assert machine.field("price").value_of(press) == 128_050


def test_a_batch_is_undone_once_and_by_its_maker(ten, ana, ben, at, start):
    batch = start("edit", ALL, city="无锡")
    with pytest.raises(Denied):
        undo_batch(batch, actor=ben, at=at)

    undo(batch, ana, at)
    with pytest.raises(RuleBroken):
        undo_batch(batch, actor=ana, at=at)


def test_a_batch_older_than_a_month_stays(ten, ana, at, start):
    batch = start("edit", ALL, city="无锡")

    with pytest.raises(RuleBroken):
        undo_batch(batch, actor=ana, at=at + dt.timedelta(days=31))


def test_a_filter_on_an_unknown_field_is_refused_at_once(machine, ten, ana, at):
    unknown = Chosen(filter={"field": "x", "value": 1})
    with pytest.raises(InvalidFilter):
        act_on_many("edit", machine, unknown, {"city": "x"}, actor=ana, at=at)

    assert not Batch.objects.exists()
    assert set(cities(machine, ana)) == {"苏州"}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="people wait for us on SQLite alone")
def test_where_rows_take_long_fewer_make_a_transaction():
    pace = Pace(first=10, smallest=2, largest=50)

    taken = [pace.rows]
    for seconds in (1.5, 1.5, 0.03):
        pace.learn(pace.rows, seconds)
        taken.append(pace.rows)

    assert taken == [10, 5, 2, 6]
