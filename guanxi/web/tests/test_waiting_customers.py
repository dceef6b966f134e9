"""My day names my customers that nobody spoke with for long and that have no next step."""

import datetime as dt

import pytest

from guanxi.customers.models import Account
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def firms(ana, at):
    """One long silent, one spoken with yesterday, one with a next step."""
    made = {}
    for name, days, step in (("久", 90, ""), ("昨", 1, ""), ("约", 90, "寄样品")):
        values = {"name": f"{name}公司", "role": "current", "next_step": step}
        made[name] = create_record(noun_named("account"), values, actor=ana, at=at)
        spoken = dt.datetime.now(dt.UTC) - dt.timedelta(days=days)
        Account.objects.filter(pk=made[name].pk).update(last_contact_at=spoken)
    return made


def test_only_who_waits_is_named(anas, firms):
    waiting = anas.get("/").context["waiting"]

    assert [one.name for one in waiting.shown] == ["久公司"]
    assert waiting.total == 1
    assert anas.get(waiting.href).context["shown"] == 1


def test_customers_of_somebody_else_are_theirs_to_call(browser_of, ben, firms):
    assert browser_of(ben).get("/").context["waiting"] is None
