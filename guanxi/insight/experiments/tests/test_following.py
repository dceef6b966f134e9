"""A saved view is split as it stands, and who comes upon it later joins by itself, for good."""

import datetime as dt

import pytest

from guanxi.insight.experiments.following import join_followed
from guanxi.insight.experiments.models import ExperimentMember
from guanxi.platform.actors.models import User
from guanxi.platform.errors import RuleBroken
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record, update_record
from guanxi.platform.verbs.verb import run_verb, verb_named
from guanxi.platform.views.keeping import keep_view
from guanxi.platform.views.state import ViewState


@pytest.fixture
def experiment(ana, at):
    values = {"name": "Call", "starts_on": at.date() - dt.timedelta(30), "control_percent": 40}
    return create_record(noun_named("experiment"), values, actor=ana, at=at)


@pytest.fixture
def view(ana):
    """Ana's list of customers whose name begins with c."""
    state = ViewState(filter={"field": "name", "op": "starts", "value": "c"})
    return keep_view(ana, noun_named("account"), "Worth calling", state)


@pytest.fixture
def on_the_list(customer, ana, cleo):
    customer("a stays out", ana)
    customer("c of cleo", cleo)
    # So many that chance puts them all into one arm less than once in a hundred million times.
    return [customer(f"c{number}", ana) for number in range(40)]


def split(experiment, view, actor, at, **given):
    given = {"view": view.pk, **given}
    return run_verb(verb_named("split_saved_view"), experiment.pk, given, actor=actor, at=at)


def members(experiment):
    return dict(
        ExperimentMember.objects.filter(experiment=experiment).values_list("account", "arm")
    )


def test_everybody_on_the_list_stands_in_an_arm(experiment, view, on_the_list, ana, at):
    split(experiment, view, ana, at)
    assert set(members(experiment)) == {account.pk for account in on_the_list}
    assert set(members(experiment).values()) == {"treatment", "control"}


def test_who_comes_upon_the_list_joins_and_who_leaves_it_stays(
    experiment, view, on_the_list, customer, ana, at
):
    split(experiment, view, ana, at)
    before, gone = members(experiment), on_the_list[0]
    update_record(noun_named("account"), gone.pk, {"name": "x"}, actor=ana, at=at)
    late = customer("c late", ana)

    assert join_followed(at=at) == 1

    after = members(experiment)
    assert set(after) - set(before) == {late.pk}
    assert {key: after[key] for key in before} == before
    assert join_followed(at=at) == 0


def test_a_list_that_is_not_followed_grows_no_more(
    experiment, view, on_the_list, customer, ana, at
):
    split(experiment, view, ana, at, follow=False)
    customer("c late", ana)
    assert join_followed(at=at) == 0
    assert len(members(experiment)) == len(on_the_list)


def test_nobody_joins_after_the_end_or_for_one_who_left_the_firm(
    experiment, view, on_the_list, customer, ana, at
):
    split(experiment, view, ana, at)
    customer("c late", ana)
    User.objects.filter(pk=ana.user_id).update(is_active=False)
    assert join_followed(at=at) == 0
    User.objects.filter(pk=ana.user_id).update(is_active=True)
    type(experiment).objects.update(ends_on=at.date() - dt.timedelta(1))
    assert join_followed(at=at) == 0


def test_a_view_that_is_dropped_lets_nobody_join(experiment, view, on_the_list, customer, ana, at):
    split(experiment, view, ana, at)
    view.delete()
    customer("c late", ana)
    assert join_followed(at=at) == 0


def test_a_view_of_other_records_or_of_a_stranger_is_refused(
    experiment, view, on_the_list, ana, cleo, at
):
    people = keep_view(ana, noun_named("person"), "Worth calling", ViewState())
    hers = keep_view(cleo, noun_named("account"), "Of cleo", ViewState())
    for other in (people, hers):
        with pytest.raises(RuleBroken) as broken:
            split(experiment, other, ana, at)
        assert set(broken.value.fields) == {"view"}
    assert members(experiment) == {}


def test_a_stranger_may_not_split(experiment, view, on_the_list, cleo, at):
    with pytest.raises(experiment.DoesNotExist):
        split(experiment, view, cleo, at)
