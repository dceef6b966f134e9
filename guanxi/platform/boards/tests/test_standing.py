"""Since when a record stands in its stage: after moves, undo, imports, and another board."""

import datetime as dt

import pytest
from django.utils import timezone

from guanxi.platform.boards.ages import age_limit, set_ages
from guanxi.platform.boards.tests.test_limits_on_import import imported
from guanxi.platform.custom.making import change_noun
from guanxi.platform.custom.models import CustomNoun
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.platform.imports.undo import undo_import
from guanxi.platform.jobs.running import run_all_now
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.reading import ListQuery, read_list
from guanxi.platform.records.writing import update_record
from guanxi.platform.verbs.history import revert_fact
from guanxi.platform.verbs.many import Chosen, act_on_many
from guanxi.platform.verbs.undoing import undo_batch

DAY = dt.timedelta(days=1)


@pytest.fixture
def since(deal, ana):
    """Since when each deal stands in its stage, by its name."""

    def read():
        page = read_list(ana, deal, ListQuery(columns=("name", "stage_since")))
        return {row["name"]: row["stage_since"] for row in page.rows}

    return read


def test_a_new_record_stands_where_it_is_from_its_beginning(made, since, at):
    made("Gauges", "new")

    assert since() == {"Gauges": at}


def test_a_move_begins_anew_and_any_other_change_does_not(deal, made, since, ana, at):
    gauges = made("Gauges", "new")

    update_record(deal, gauges.pk, {"city": "苏州"}, actor=ana, at=at + DAY)
    assert since() == {"Gauges": at}

    update_record(deal, gauges.pk, {"stage": "talks"}, actor=ana, at=at + 2 * DAY)
    assert since() == {"Gauges": at + 2 * DAY}


def test_a_move_taken_back_stands_as_long_as_before(deal, made, since, ana, at):
    gauges = made("Gauges", "new")
    update_record(deal, gauges.pk, {"stage": "talks"}, actor=ana, at=at + 2 * DAY)
    fact = Fact.objects.get(kind="deal.updated")

    revert_fact(ana, deal, fact, at=at + 3 * DAY)

    assert since() == {"Gauges": at}


def test_many_moved_at_once_begin_anew_and_their_undo_keeps_their_age(deal, made, since, ana, at):
    made("Gauges", "new")
    made("Cells", "new")

    batch = act_on_many("edit", deal, Chosen(filter={}), {"stage": "won"}, actor=ana, at=at + DAY)
    run_all_now(timezone.now() + DAY)
    assert set(since().values()) != {at}

    batch.refresh_from_db()
    undo_batch(batch, actor=ana, at=at + 2 * DAY)
    run_all_now(timezone.now() + DAY)
    assert set(since().values()) == {at}


@pytest.mark.parametrize(
    ("head", "row", "expected"),
    [
        ("name,stage,created_at", "Old,talks,2026-03-04T08:00:00Z", (2026, 3, 4)),
        ("name,stage,stage_since", "Old,talks,2026-05-06T08:00:00Z", (2026, 5, 6)),
    ],
)
def test_an_import_keeps_the_times_that_it_brings(
    settings, tmp_path, deal, since, ana, head, row, expected
):
    settings.MEDIA_ROOT = tmp_path

    imported(f"{head}\n{row}\n", ana, timezone.now())

    assert since() == {"Old": dt.datetime(*expected, 8, tzinfo=dt.UTC)}


def test_an_import_that_moves_begins_anew_and_its_undo_keeps_the_age(
    settings, tmp_path, deal, made, since, ana, at
):
    settings.MEDIA_ROOT = tmp_path
    made("Gauges", "new")
    now = timezone.now()

    run = imported("name,stage\nGauges,talks\n", ana, now, mode="update", key=("name",))
    assert since() == {"Gauges": now}

    undo_import(run, actor=ana, at=now + DAY)
    assert since() == {"Gauges": at}


def test_another_board_reads_since_when_from_the_history(deal, made, since, admin, ana, at):
    gauges = made("Gauges", "new")
    made("Cells", "new")
    update_record(deal, gauges.pk, {"city": "苏州"}, actor=ana, at=at + DAY)
    update_record(deal, gauges.pk, {"stage": "talks"}, actor=ana, at=at + 2 * DAY)
    row = CustomNoun.objects.get(key="deal")

    change_noun(row, {"settings": {"board": {"by": "owner"}}}, actor=admin, at=at + 3 * DAY)
    assert set(since().values()) == {at}

    change_noun(row, {"settings": {"board": {"by": "stage"}}}, actor=admin, at=at + 3 * DAY)
    assert since() == {"Gauges": at + 2 * DAY, "Cells": at}


def test_records_are_sorted_and_found_by_it(deal, made, ana, at):
    gauges = made("Gauges", "new")
    made("Cells", "new")
    update_record(deal, gauges.pk, {"stage": "talks"}, actor=ana, at=at + 2 * DAY)
    old = {"field": "stage_since", "op": "before", "value": (at + DAY).isoformat()}

    found = read_list(ana, deal, ListQuery(old, columns=("name",)))
    order = read_list(ana, deal, ListQuery(sort="-stage_since", columns=("name",)))

    assert [row["name"] for row in found.rows] == ["Cells"]
    assert [row["name"] for row in order.rows] == ["Gauges", "Cells"]


def test_a_record_type_without_a_board_has_no_such_field(deal):
    CustomNoun.objects.filter(key="deal").update(settings={})
    schema_changed()

    assert "stage_since" not in noun_named("deal").fields


def test_a_stage_warns_after_its_own_days_the_usual_ones_or_never(deal, admin, at):
    CustomNoun.objects.filter(key="deal").update(
        settings={"board": {"by": "stage"}, "closed": ["won"]}
    )
    schema_changed()
    deal = noun_named("deal")

    set_ages(deal, {"new": 7, "talks": None}, actor=admin, at=at)
    assert [age_limit(deal, one) for one in ("new", "talks", "won")] == [7, 30, 0]

    set_ages(deal, {"new": 0}, actor=admin, at=at)
    assert age_limit(deal, "new") == 0
    assert Fact.objects.filter(kind="board.aged").count() == 2


def test_a_board_that_does_not_say_where_work_is_over_warns_of_nothing(deal):
    assert age_limit(deal, "new") == 0


def test_only_an_administrator_sets_days_and_only_sensible_ones(deal, ana, admin, at):
    with pytest.raises(Denied):
        set_ages(deal, {"new": 7}, actor=ana, at=at)
    for wanted in ({"new": 4000}, {"nowhere": 7}):
        with pytest.raises(RuleBroken):
            set_ages(deal, wanted, actor=admin, at=at)
