"""Formulas and roll-ups that read a computed class follow the night's run."""

import datetime as dt

import pytest
from django.utils import timezone

from guanxi.platform.custom.changing import create_field
from guanxi.platform.custom.definitions import FieldDraft
from guanxi.platform.jobs.models import Job
from guanxi.platform.jobs.running import run_all_now
from guanxi.platform.nouns.registry import noun_of

pytestmark = pytest.mark.measures("abc")


@pytest.fixture
def computed(admin, at):
    def make(noun, name, kind, result, **settings):
        draft = FieldDraft(name, kind, name, name, settings={"result": result, **settings})
        return create_field(noun, draft, actor=admin, at=at)

    return make


def value(record, name):
    record.refresh_from_db()
    return noun_of(type(record)).field(name).value_of(record)


def finish_jobs():
    run_all_now(timezone.now() + dt.timedelta(seconds=1))


def test_a_formula_and_a_roll_up_of_a_class_follow_the_run(computed, customer, sale, compute, ana):
    big = customer("big", ana)
    order = sale(big, 10, 100_000)
    computed("account", "letter", "formula", "text", formula="profile_abc_class")
    computed("order", "whose", "formula", "text", formula="account.profile_abc_class")
    best = {"field": "account.profile_abc_class", "op": "is", "value": "A"}
    over = {"noun": "order", "by": "account", "measure": "count", "where": best}
    computed("account", "orders_of_the_best", "rollup", "number", rollup=over)

    compute()
    finish_jobs()

    assert (value(big, "letter"), value(order, "whose")) == ("A", "A")
    assert value(big, "orders_of_the_best") == 1


def test_the_run_asks_for_nothing_where_no_class_is_read(computed, customer, sale, compute, ana):
    sale(customer("big", ana), 10, 100_000)
    computed("account", "shout", "formula", "text", formula="concat(name, '!')")
    Job.objects.all().delete()

    compute()

    assert not Job.objects.filter(kind__startswith="custom.").exists()
