"""A measure that is switched off costs nothing and says nothing; the others go on."""

import pytest
from django.test import Client

from guanxi.insight.explain import explain
from guanxi.insight.models import MeasureSetting, Profile
from guanxi.insight.registry import MEASURES, measure_named
from guanxi.insight.switching import switch
from guanxi.platform.actors.models import User
from guanxi.platform.jobs.models import Job
from guanxi.warehouse.engine import reading
from guanxi.warehouse.refresh import warehouse_file


@pytest.fixture
def acme(customer, sale, ana):
    acme = customer("acme", ana)
    sale(acme, 30, 100_000)
    return acme


def test_a_measure_left_out_is_forgotten_and_comes_back(acme, compute):
    compute()
    switch(measure_named("abc"), is_on=False)
    left_out = compute()
    assert left_out.written.reclassified == 0
    assert Profile.objects.get().abc_class == "unknown"
    assert Profile.objects.get().pyramid_class == "vip"
    assert "abc" not in {one.measure for one in left_out.runs}
    assert explain(acme.pk, "abc") is None

    switch(measure_named("abc"), is_on=True)
    assert compute().written.reclassified == 0
    assert Profile.objects.get().abc_class == "A"


def test_a_new_firm_can_leave_out_every_measure(acme, compute):
    finished = compute(off=frozenset(one.key for one in MEASURES))
    assert finished.runs == ()
    assert Profile.objects.get().rfm_class == "unknown"


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


def client_of(actor):
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client
