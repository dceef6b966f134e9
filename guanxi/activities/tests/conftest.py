"""A customer, and a task, a meeting and a call with it."""

import datetime as dt

import pytest

from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record
from guanxi.platform.verbs.verb import run_verb, verb_named


@pytest.fixture
def call(at):
    """Call a verb as every door does."""

    def run(name, record, actor, **given):
        return run_verb(verb_named(name), record.pk, given, actor=actor, at=at)

    return run


@pytest.fixture
def bohen(ana, at):
    return create_record(noun_named("account"), {"name": "苏州博衡"}, actor=ana, at=at)


@pytest.fixture
def planned(ana, at, bohen):
    """Plan an activity of ana's, that many hours from now."""

    def plan(kind, hours, **more):
        due_at = at + dt.timedelta(hours=hours)
        values = {"kind": kind, "name": f"{kind} {hours}", "due_at": due_at, "account": bohen.pk}
        return create_record(noun_named("activity"), values | more, actor=ana, at=at)

    return plan


@pytest.fixture
def task(planned):
    return planned("task", 3)


@pytest.fixture
def meeting(planned, at):
    ends_at = at + dt.timedelta(hours=6)
    return planned("meeting", 5, ends_at=ends_at, remind_at=at + dt.timedelta(hours=4))
