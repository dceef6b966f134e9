"""Merging, and taking apart again, ask whether a stage with a hard limit has a place left."""

import datetime as dt

import pytest

from guanxi.customers.models import Account, MergeRecord
from guanxi.customers.tests.conftest import create
from guanxi.customers.tests.test_merge_accounts import merge, unmerge
from guanxi.platform.boards.limits import Limit, set_limits
from guanxi.platform.errors import RuleBroken
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import update_record


@pytest.fixture
def limit(admin, at):
    def give(**most):
        wanted = {role: Limit(number, is_hard=True) for role, number in most.items()}
        set_limits(noun_named("account"), wanted, actor=admin, at=at)

    return give


@pytest.fixture
def pair(ana, at):
    """A customer of today, and the same firm once more among those that were lost."""
    kept = create(ana, at, "account", name="博衡", role="current")
    return kept, create(ana, at, "account", name="博衡传感", role="lost")


def roles():
    return sorted(Account.objects.filter(deleted_at=None).values_list("name", "role"))


def test_a_merge_takes_the_place_that_the_other_leaves(pair, limit, ana, at):
    limit(lost=1)

    merge(*pair, ana, at, take=["role"])

    assert roles() == [("博衡", "lost")]


def test_a_merge_into_a_full_stage_is_refused_and_changes_nothing(pair, limit, ana, at):
    limit(lost=2)
    create(ana, at, "account", name="别人", role="lost")
    limit(lost=1)

    with pytest.raises(RuleBroken, match="takes 1 at most"):
        merge(*pair, ana, at, take=["role"])

    assert roles() == [("别人", "lost"), ("博衡", "current"), ("博衡传感", "lost")]
    assert not MergeRecord.objects.exists()


def test_taking_apart_gives_both_their_places_back(pair, limit, ana, at):
    limit(lost=1, current=1)
    merge(*pair, ana, at, take=["role"])

    unmerge(pair[0], ana, at)

    assert roles() == [("博衡", "current"), ("博衡传感", "lost")]


@pytest.mark.parametrize("filled", ["lost", "current"])
def test_taking_apart_is_refused_where_a_place_was_given_away(pair, limit, ana, at, filled):
    limit(lost=1, current=1)
    merge(*pair, ana, at, take=["role"])
    if filled == "lost":
        update_record(noun_named("account"), pair[0].pk, {"role": "potential"}, actor=ana, at=at)
    create(ana, at, "account", name="别人", role=filled)
    before = roles()

    with pytest.raises(RuleBroken, match="takes 1 at most"):
        unmerge(pair[0], ana, at)

    assert roles() == before


def test_who_takes_the_stage_of_the_other_stands_in_it_as_long(pair, ana, at):
    kept, gone = pair
    long_ago = at - dt.timedelta(days=90)
    Account.objects.filter(pk=gone.pk).update(stage_since=long_ago)
    kept.refresh_from_db()
    gone.refresh_from_db()

    merge(kept, gone, ana, at, take=["role"])
    assert Account.objects.get(pk=kept.pk).stage_since == long_ago

    unmerge(kept, ana, at)
    assert Account.objects.get(pk=kept.pk).stage_since == at
