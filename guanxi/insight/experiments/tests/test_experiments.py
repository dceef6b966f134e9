"""An experiment from list to result, within rights."""

import datetime as dt
import re

import pytest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from guanxi.insight.experiments.models import ExperimentMember
from guanxi.insight.experiments.results import result_of
from guanxi.insight.experiments.telling import result_shown
from guanxi.insight.models import Loss
from guanxi.insight.tests.test_pages import client_of
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.platform.facts.telling import changes_of
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record, update_record
from guanxi.platform.rights.visibility import condition
from guanxi.platform.verbs.many import Chosen, act_on_many
from guanxi.platform.verbs.verb import run_verb, verb_named


@pytest.fixture
def experiment(ana, at):
    """Ana's question: does a call make them buy?"""
    values = {"name": "Call", "starts_on": at.date() - dt.timedelta(30), "control_percent": 40}
    return create_record(noun_named("experiment"), values, actor=ana, at=at)


@pytest.fixture
def list_of(customer, ana):
    """Twenty customers of ana's."""
    return [customer(f"c{number}", ana) for number in range(20)]


def put(account, experiment, actor, at):
    verb = verb_named("put_into_experiment")
    return run_verb(verb, account.pk, {"experiment": experiment.pk}, actor=actor, at=at)


def test_a_whole_list_is_split_and_putting_it_in_again_changes_nothing(
    experiment, list_of, ana, at
):
    chosen = Chosen(filter={"field": "name", "op": "starts", "value": "c"})
    for _ in range(2):
        given = {"experiment": experiment.pk}
        act_on_many("put_into_experiment", noun_named("account"), chosen, given, actor=ana, at=at)
    arms = list(ExperimentMember.objects.values_list("arm", flat=True))
    assert len(arms) == 20
    assert set(arms) == {"treatment", "control"}
    assert Fact.objects.filter(kind="account.put_into_experiment").count() == 20


def test_a_customer_says_that_it_was_put_into_an_experiment(experiment, customer, ana, at):
    account = customer("c1", ana)
    put(account, experiment, ana, at)
    with override("en"):
        told = changes_of(ana, account, None, 5)[0]
        assert told.title == "put this into an experiment"


def test_customers_are_found_by_the_arm_they_stand_in(experiment, list_of, ana, at):
    for account in list_of:
        put(account, experiment, ana, at)
    where = {
        "related": "experiments",
        "where": {
            "all": [
                {"field": "experiment", "value": experiment.pk},
                {"field": "arm", "value": "control"},
            ]
        },
    }
    noun = noun_named("account")
    found = noun.base().filter(condition(ana, noun, where)).values_list("pk", flat=True)
    assert set(found) == set(
        ExperimentMember.objects.filter(arm="control").values_list("account_id", flat=True)
    )


def test_nobody_joins_an_experiment_that_is_over(experiment, list_of, ana, at):
    experiment.ends_on = at.date() - dt.timedelta(1)
    experiment.save()
    with pytest.raises(RuleBroken):
        put(list_of[0], experiment, ana, at)


def test_what_the_arms_rest_on_cannot_be_changed_once_customers_take_part(
    experiment, list_of, ana, at
):
    noun = noun_named("experiment")
    update_record(noun, experiment.pk, {"control_percent": 30}, actor=ana, at=at)
    put(list_of[0], experiment, ana, at)
    with pytest.raises(RuleBroken):
        update_record(noun, experiment.pk, {"control_percent": 50}, actor=ana, at=at)


def test_an_end_before_the_start_is_refused(experiment, ana, at):
    with pytest.raises(RuleBroken):
        update_record(
            noun_named("experiment"),
            experiment.pk,
            {"ends_on": experiment.starts_on - dt.timedelta(1)},
            actor=ana,
            at=at,
        )


def test_a_stranger_finds_neither_customer_nor_experiment(experiment, list_of, cleo, at):
    with pytest.raises((Denied, RuleBroken, list_of[0].DoesNotExist)):
        put(list_of[0], experiment, cleo, at)
    assert not ExperimentMember.objects.exists()


def test_on_the_day_of_joining_nothing_is_told_of_a_difference(
    experiment, list_of, compute, ana, at
):
    for account in list_of:
        put(account, experiment, ana, at)
    compute()
    with override("en"):
        first_day = result_shown(ana, experiment, at)
        assert "look again tomorrow" in first_day["finding"]
        assert first_day["hint"] == ""
        next_day = result_shown(ana, experiment, at + dt.timedelta(1))
    assert "look again tomorrow" not in next_day["finding"]


def test_the_result_counts_each_customer_from_the_day_it_joined(
    experiment, list_of, sale, compute, ana, at
):
    for account in list_of:
        put(account, experiment, ana, at)
    ExperimentMember.objects.update(joined_on=at.date() - dt.timedelta(20))
    treated = ExperimentMember.objects.filter(arm="treatment")
    for member in treated:
        sale(member.account, 5, 10_000)
    for member in ExperimentMember.objects.filter(arm="control"):
        sale(member.account, 25, 10_000)
    compute()
    found = result_of(experiment, ana, at.date())
    assert found.treated.mean == 1
    assert found.control.mean == 0
    assert found.lift.is_told
    with override("en"):
        shown = result_shown(ana, experiment, at)
    assert "+100.0 points" in shown["finding"]
    assert shown["rows"][0]["customers"] == treated.count()
    page = client_of(ana).get(f"/experiment/{experiment.pk}/").content.decode()
    assert "+100.0" in page


@pytest.fixture
def to_come(ana, at):
    """Whether they buy within ten days from tomorrow, a fifth of them left alone."""
    values = {
        "name": "Call",
        "starts_on": at.date() + dt.timedelta(1),
        "ends_on": at.date() + dt.timedelta(10),
        "control_percent": 20,
    }
    return create_record(noun_named("experiment"), values, actor=ana, at=at)


def test_before_it_begins_the_page_says_how_many_customers_it_takes(
    to_come, list_of, sale, compute, ana, at
):
    for account in list_of[:10]:
        sale(account, 5, 10_000)
        sale(account, 15, 10_000)
    compute()
    with override("en"):
        shown = result_shown(ana, to_come, at)
        page = render_to_string("insight/experiment.html", {"panel": shown})
    plan = shown["plan"]
    # 50 % against 55 %, a fifth of them control: ((1.96 √1.5525 + 0.8416 √1.559375) ÷ 0.05)².
    assert plan["rows"][2] == {"effect": "5.0 points", "customers": 4881, "control": 977}
    assert "50.0% over 10 days up to now" in plan["basis"]
    assert "whom you see" in plan["basis"]
    assert plan["now"] == ""
    assert all(word in page for word in ("5.0 points", "4,881", "977", plan["basis"]))


def test_who_takes_part_already_is_the_measure_of_what_can_be_shown(
    to_come, list_of, sale, compute, ana, cleo, at
):
    for account in list_of:
        put(account, to_come, ana, at)
    sale(list_of[0], 5, 10_000)
    compute()
    with override("en"):
        plan = result_shown(ana, to_come, at)["plan"]
        assert "5.0% over 10 days up to now, the mean of the 20 customers who take" in plan["basis"]
        assert "points or more" in plan["now"]
        assert "plan" not in result_shown(cleo, to_come, at)


def test_where_nobody_is_in_the_control_group_the_page_says_so(
    experiment, list_of, sale, compute, ana, at
):
    for account in list_of:
        put(account, experiment, ana, at)
    ExperimentMember.objects.update(arm="treatment")
    sale(list_of[0], 5, 10_000)
    compute()
    with override("en"):
        shown = result_shown(ana, experiment, at)

    assert shown["finding"].startswith("Nobody is in the control group")
    assert "the mean of the 20 customers who take part" in shown["plan"]["basis"]
    assert shown["plan"]["now"] == ""


def test_why_a_customer_left_is_recorded_replaced_and_a_fact(list_of, ana, cleo, at):
    verb, account = verb_named("record_loss"), list_of[0]
    run_verb(verb, account.pk, {"kind": "natural"}, actor=ana, at=at)
    run_verb(verb, account.pk, {"kind": "disappointed", "cause": "fault"}, actor=ana, at=at)
    assert Loss.objects.get().kind == "disappointed"
    assert Fact.objects.filter(kind="account.loss_recorded").count() == 2
    with pytest.raises(account.DoesNotExist):
        run_verb(verb, account.pk, {"kind": "natural"}, actor=cleo, at=at)


def test_the_page_of_the_risk_shows_what_one_may_see(list_of, sale, compute, ana, cleo, at):
    for number, account in enumerate(list_of):
        for days_ago in range(10 + 3 * number, 400, 15 + number):
            sale(account, days_ago, 10_000)
    compute()
    page = client_of(ana).get("/insight/churn/").content.decode()
    assert re.search(r'class="finding">[^<]*\b20\b', page)
    assert " style=" not in page
    strange = client_of(cleo).get("/insight/churn/").content.decode()
    assert not re.search(r'class="finding">[^<]*\d', strange)


def test_a_new_experiment_begins_today_unless_another_day_is_said(ana):
    form = client_of(ana).get("/experiment/new/").content.decode()

    assert re.search(rf'name="starts_on"[^>]*value="{timezone.localdate()}"', form)
