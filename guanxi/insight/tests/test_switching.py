"""A measure that is switched off costs nothing and says nothing; the others go on."""

import pytest
from django.test import Client

from guanxi.insight.explain import explain
from guanxi.insight.models import MeasureRun, MeasureSetting, Profile
from guanxi.insight.records import last_fit, latest_run, latest_runs
from guanxi.insight.registry import MEASURES, measure_named
from guanxi.insight.scorecard.views import equity_by_month
from guanxi.insight.switching import switch
from guanxi.platform.actors.models import User
from guanxi.platform.facts.models import Fact
from guanxi.platform.jobs.models import Job
from guanxi.warehouse.engine import reading
from guanxi.warehouse.refresh import warehouse_file

pytestmark = pytest.mark.measures("rfm", "abc", "pyramid", "lifecycle")


@pytest.fixture
def acme(customer, sale, ana):
    acme = customer("acme", ana)
    sale(acme, 30, 100_000)
    sale(customer("small", ana), 40, 1_000)
    return acme


def test_a_measure_left_out_is_forgotten_and_comes_back(acme, compute, admin, at):
    compute()
    switch(measure_named("abc"), is_on=False, actor=admin, at=at)
    left_out = compute()
    assert left_out.written.reclassified == 0
    assert Profile.objects.get(account__name="acme").abc_class == "unknown"
    assert Profile.objects.get(account__name="acme").pyramid_class == "vip"
    assert "abc" not in {one.measure for one in left_out.runs}
    assert explain(acme.pk, "abc") is None

    switch(measure_named("abc"), is_on=True, actor=admin, at=at)
    assert compute().written.reclassified == 0
    assert Profile.objects.get(account__name="acme").abc_class == "A"


@pytest.mark.measures("clv")
def test_what_a_measure_left_out_had_told_of_past_days_is_kept(acme, compute, admin, at):
    compute()
    MeasureRun.objects.filter(measure="clv").update(fit={"equity": {"value": 5}, "tried": []})
    for is_on in (False, True):
        switch(measure_named("clv"), is_on=is_on, actor=admin, at=at)

    assert [row["told"]["value"] for row in equity_by_month()] == [5]
    assert last_fit(measure_named("clv"))["equity"] == {"value": 5}
    assert latest_run("clv") is None and "clv" not in latest_runs()


def test_who_moved_a_border_and_when_is_told_beside_it(acme, compute, admin):
    compute()
    client = client_of(admin)
    client.post("/insight/parameters/abc/", {"a_share": "70", "b_share": "15"})
    client.post("/insight/parameters/abc/", {"a_share": "70", "b_share": "15"})
    client.post("/insight/parameters/abc/switch/", {"on": "0"})
    client.post("/insight/parameters/abc/switch/", {"on": "0"})

    told = [(one.kind, one.changes, one.data) for one in facts_of_measures()]
    page = client.get("/insight/parameters/").content.decode()

    assert told == [
        ("measure.configured", {"a_share": [80, 70]}, {"measure": "abc"}),
        ("measure.switched", {"is_on": [True, False]}, {"measure": "abc"}),
    ]
    assert "80% → <b>70%</b>" in page and "computed → <b>left out</b>" in page


def test_a_new_firm_can_leave_out_every_measure(acme, compute):
    finished = compute(off=frozenset(one.key for one in MEASURES))
    assert finished.runs == ()
    assert Profile.objects.get(account__name="acme").rfm_class == "unknown"


def test_the_past_is_not_rebuilt_for_a_measure_left_out(acme, compute, ana):
    compute(off=frozenset({"movement"}))
    with reading(warehouse_file()) as warehouse:
        for table in ("class_snapshot", "lifecycle_spell", "measure_movement"):
            assert warehouse.execute(f"FROM {table}").fetchall() == []
    assert client_of(ana).get("/insight/movement/").status_code == 200


def test_keeping_parameters_does_not_switch_a_measure_on(acme, compute, admin):
    compute()
    client = client_of(admin)
    client.post("/insight/parameters/abc/switch/", {"on": "0"})
    client.post("/insight/parameters/abc/", {"a_share": "70"})
    assert set(MeasureSetting.objects.values_list("name", flat=True)) == {"off", "a_share"}
    assert Job.objects.filter(kind="insight.run").exists()


def test_who_may_not_configure_switches_nothing(acme, compute, ana):
    compute()
    answer = client_of(ana).post("/insight/parameters/abc/switch/", {"on": "0"})
    assert answer.status_code == 403
    assert not MeasureSetting.objects.exists()


def facts_of_measures():
    return Fact.objects.filter(noun="measure").order_by("pk")


def client_of(actor):
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(User.objects.get(pk=actor.user_id))
    return client
