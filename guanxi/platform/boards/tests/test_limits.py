"""Limits of a board: who sets them, what they tell, and that a hard one holds at every door."""

import pytest

from guanxi.platform.boards.limits import Limit, limits_of, loads_of, set_limits
from guanxi.platform.boards.models import BoardLimit
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import (
    create_record,
    delete_record,
    restore_record,
    update_record,
)
from guanxi.platform.verbs.many import Chosen, act_on_many, outcomes
from guanxi.platform.verbs.verb import run_verb, verb_named


def stages(deal):
    rows = deal.base().filter(deleted_at=None).order_by("pk")
    return [deal.field("stage").value_of(one) for one in rows]


def move(deal, record, stage, actor, at):
    return update_record(deal, record.pk, {"stage": stage}, actor=actor, at=at)


def test_an_administrator_sets_changes_and_lifts_a_limit(deal, admin, limit):
    limit("talks", 3, is_hard=False)
    assert limits_of(deal) == {"talks": Limit(3)}

    limit("talks", 2)
    assert limits_of(deal) == {"talks": Limit(2, is_hard=True)}

    limit("talks", None)
    assert limits_of(deal) == {}
    said = [one.changes for one in Fact.objects.filter(kind="board.limited").order_by("pk")]
    assert said == [
        {"deal.talks": [None, "3"]},
        {"deal.talks": ["3", "2!"]},
        {"deal.talks": ["2!", None]},
    ]


def test_nobody_else_sets_one(deal, ana, at):
    with pytest.raises(Denied):
        set_limits(deal, {"talks": Limit(3)}, actor=ana, at=at)

    assert not BoardLimit.objects.exists()


@pytest.mark.parametrize("most", [0, -1, 100_001])
def test_a_limit_is_a_sensible_number(deal, limit, most):
    with pytest.raises(RuleBroken):
        limit("talks", most)

    assert not BoardLimit.objects.exists()


def test_records_without_a_board_have_no_limits(admin, at):
    with pytest.raises(RuleBroken):
        set_limits(noun_named("person"), {"x": Limit(1)}, actor=admin, at=at)


def test_a_limit_sleeps_while_the_board_goes_by_another_field(deal, limit):
    limit("talks", 1)
    BoardLimit.objects.update(field="city")
    limit("won", 5)

    assert set(limits_of(deal)) == {"won"}


def test_a_soft_limit_is_told_and_refuses_nothing(deal, made, ana, limit):
    limit("talks", 1, is_hard=False)
    made("a", "talks")
    made("b", "talks")

    load = loads_of(ana, deal)["talks"]
    assert (load.held, load.over, load.is_over, load.is_full) == (2, 1, True, True)


def test_a_move_beyond_a_hard_limit_is_refused_in_words(deal, made, ana, at, limit):
    limit("talks", 1)
    made("a", "talks")
    second = made("b", "new")

    with pytest.raises(RuleBroken, match="“洽谈”最多放 1 条，现在已满"):
        move(deal, second, "talks", ana, at)

    assert stages(deal) == ["talks", "new"]


def test_a_place_that_comes_free_can_be_taken(deal, made, ana, at, limit):
    limit("talks", 1)
    first, second = made("a", "talks"), made("b", "new")
    move(deal, first, "won", ana, at)

    move(deal, second, "talks", ana, at)

    assert stages(deal) == ["won", "talks"]


def test_what_stands_there_already_may_be_changed_otherwise(deal, made, ana, at, limit):
    first = made("a", "talks")
    made("b", "talks")
    limit("talks", 1)

    update_record(deal, first.pk, {"city": "苏州", "stage": "talks"}, actor=ana, at=at)

    assert deal.field("city").value_of(deal.base().get(pk=first.pk)) == "苏州"


def test_a_new_record_needs_a_place_too(deal, made, limit):
    limit("talks", 1)
    made("a", "talks")

    with pytest.raises(RuleBroken):
        made("b", "talks")

    made("c", "new")
    assert stages(deal) == ["talks", "new"]


def test_one_comes_back_from_the_recycle_bin_only_to_a_place(deal, made, ana, at, limit):
    limit("talks", 1)
    first = made("a", "talks")
    delete_record(deal, first.pk, actor=ana, at=at)
    second = made("b", "talks")

    with pytest.raises(RuleBroken):
        restore_record(deal, first.pk, actor=ana, at=at)

    move(deal, second, "won", ana, at)
    restore_record(deal, first.pk, actor=ana, at=at)
    assert stages(deal) == ["talks", "won"]


def test_a_verb_moves_nothing_beyond_a_hard_limit(ana, admin, at):
    noun = noun_named("activity")
    first, second = (create_record(noun, {"name": name}, actor=ana, at=at) for name in "ab")
    set_limits(noun, {"done": Limit(1, is_hard=True)}, actor=admin, at=at)
    complete = verb_named("complete_activity", noun)
    run_verb(complete, first.pk, {}, actor=ana, at=at)

    with pytest.raises(RuleBroken):
        run_verb(complete, second.pk, {}, actor=ana, at=at)

    second.refresh_from_db()
    assert second.state == "open"


def test_a_bulk_act_fills_the_places_and_refuses_the_rest_row_by_row(deal, made, ana, at, limit):
    limit("talks", 2)
    for name in "abcd":
        made(name, "new")

    batch = act_on_many("edit", deal, Chosen(filter={}), {"stage": "talks"}, actor=ana, at=at)

    assert outcomes(batch)["done"] == 2
    assert sorted(stages(deal)) == ["new", "new", "talks", "talks"]
    refused = batch.rows.exclude(outcome="done").values_list("message", flat=True)
    assert all("最多放 2 条" in message for message in refused)


def test_a_stage_filled_by_others_is_told_without_their_number(deal, made, ana, cleo, limit):
    limit("talks", 2)
    made("a", "talks")
    made("b", "talks", actor=cleo)

    load = loads_of(ana, deal)["talks"]
    assert (load.held, load.is_full, load.is_over) == (1, True, False)


def test_a_stage_that_others_fill_without_a_hard_limit_is_not_told(deal, made, ana, cleo, limit):
    limit("talks", 2, is_hard=False)
    made("a", "talks")
    made("b", "talks", actor=cleo)

    assert not loads_of(ana, deal)["talks"].is_full


def test_a_board_without_limits_asks_nothing_more(deal, ana, django_assert_num_queries):
    limits_of(deal)

    with django_assert_num_queries(0):
        assert loads_of(ana, deal) == {}


def test_with_limits_it_costs_the_same_for_many(
    deal, made, ana, limit, django_assert_max_num_queries
):
    for stage in ("new", "talks", "won"):
        limit(stage, 4)
        made(stage, stage)
    limits_of(deal)

    with django_assert_max_num_queries(2):
        loads = loads_of(ana, deal)

    assert {stage: one.held for stage, one in loads.items()} == {"new": 1, "talks": 1, "won": 1}
