"""Owners get a task for customers near leaving that are worth it: once, not too many at once."""

import datetime as dt

import pytest
from django.utils import timezone

from guanxi.activities.models import Activity
from guanxi.customers.models import Account
from guanxi.insight.churn.measure import CHURN
from guanxi.insight.churn.warning import warn_owners
from guanxi.insight.experiments.models import Experiment, ExperimentMember
from guanxi.insight.models import EarlyWarning, MeasureRun, Profile
from guanxi.platform.actors.models import User


@pytest.fixture
def run(db, at):
    """The last computation, with the usual settings."""
    return MeasureRun.objects.create(
        measure=CHURN.key,
        as_of=at.date(),
        finished_at=at,
        seconds=1,
        parameters=CHURN.parameters().values(),
        counts={},
    )


@pytest.fixture
def customer(db, ana, at):
    """A customer of ana's with a class and so many yuan at risk."""

    def make(name: str, yuan: int, churn: str = "leaving", **more):
        account = Account.objects.create(
            name=name, code=name, owner_id=ana.user_id, team_id=ana.team_id,
            created_at=at, updated_at=at, **more,
        )  # fmt: skip
        Profile.objects.create(
            account=account, as_of=at.date(), digest=1, churn_class=churn, churn_chance=85,
            churn_at_risk=100 * yuan,
        )  # fmt: skip
        return account

    return make


def warned():
    return set(Activity.objects.values_list("account__name", flat=True))


def test_the_owner_of_who_may_leave_and_is_worth_it_gets_a_task(run, customer, ana, at):
    firm = customer("苏州一厂", 12_000)
    customer("cheap", 9_999)
    customer("safe", 50_000, "watch")
    User.objects.filter(pk=ana.user_id).update(language="en")

    assert warn_owners(at) == {"warned": 1}

    task = Activity.objects.get()
    assert (task.account, task.owner_id, task.team_id) == (firm, ana.user_id, ana.team_id)
    assert task.name == "苏州一厂 may leave: get in touch"
    assert "85%" in task.description
    assert "¥12K a year at risk" in task.description
    assert timezone.localdate(task.due_at) == timezone.localdate(at) + dt.timedelta(2)


def test_nobody_is_told_of_the_same_customer_twice_within_ninety_days(run, customer, at):
    customer("one", 12_000)
    warn_owners(at)
    Activity.objects.update(state="done")
    assert warn_owners(at + dt.timedelta(89)) == {"warned": 0}
    assert warn_owners(at + dt.timedelta(91)) == {"warned": 1}


def test_no_more_are_open_at_once_than_the_firm_wants_the_greatest_first(run, customer, at):
    for number in range(1, 9):
        customer(f"c{number}", 10_000 * number)
    assert warn_owners(at) == {"warned": 5}
    assert warned() == {"c8", "c7", "c6", "c5", "c4"}
    assert warn_owners(at) == {"warned": 0}
    Activity.objects.filter(account__name="c8").update(state="done")
    assert warn_owners(at) == {"warned": 1}
    assert "c3" in warned()


def test_without_an_active_owner_or_with_the_setting_at_nought_nobody_is_told(
    run, customer, ana, at
):
    customer("one", 12_000)
    User.objects.filter(pk=ana.user_id).update(is_active=False)
    assert warn_owners(at) == {"warned": 0}
    User.objects.filter(pk=ana.user_id).update(is_active=True)
    run.parameters["task_from"] = 0
    run.save()
    assert warn_owners(at) == {"warned": 0}


def test_who_is_left_alone_in_an_experiment_is_left_alone(run, customer, at):
    account = customer("one", 12_000)
    today = timezone.localdate(at)
    experiment = Experiment.objects.create(
        name="Call", starts_on=today, created_at=at, updated_at=at
    )
    ExperimentMember.objects.create(
        experiment=experiment, account=account, arm="control", joined_on=today,
        created_at=at, updated_at=at,
    )  # fmt: skip
    assert warn_owners(at) == {"warned": 0}
    Experiment.objects.update(ends_on=today - dt.timedelta(1))
    assert warn_owners(at) == {"warned": 1}


def test_a_customer_in_the_recycle_bin_and_one_computed_before_the_setting_are_no_obstacle(
    run, customer, at
):
    customer("binned", 12_000, deleted_at=at)
    assert warn_owners(at) == {"warned": 0}
    run.parameters.pop("task_from")
    run.save()
    assert warn_owners(at) == {"warned": 0}
    assert not EarlyWarning.objects.exists()
