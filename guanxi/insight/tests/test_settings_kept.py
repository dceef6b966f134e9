"""What firms set once: carried over under its new name, or said to be passed over."""

from io import StringIO

import pytest
from django.core.management import call_command

from guanxi.insight.models import MeasureSetting
from guanxi.insight.registry import measure_named
from guanxi.insight.run import effective_parameters
from guanxi.insight.tests.test_pages import client_of
from guanxi.platform.facts.publishing import Happening, publish

pytestmark = pytest.mark.alike
RATIO = "cost_ratio"


def keep(measure, name, value):
    MeasureSetting.objects.create(measure=measure, name=name, value=value)


def test_a_border_in_tenths_is_carried_over_in_per_cent(db):
    keep(RATIO, "strong_tenths", "70")
    keep(RATIO, "fair_tenths", "15")

    values = effective_parameters({})[RATIO].values()

    assert (values["strong_percent"], values["fair_percent"]) == (700, 150)


def test_what_was_set_under_todays_name_counts_before_that_of_once(db):
    keep(RATIO, "strong_tenths", "70")
    keep(RATIO, "strong_percent", "300")

    assert effective_parameters({})[RATIO].values()["strong_percent"] == 300


def test_a_value_that_is_no_longer_allowed_stops_no_night(db):
    keep("abc", "a_share", "4000")
    keep("abc", "window", "soon")

    assert effective_parameters({})["abc"] == measure_named("abc").parameters()


def test_keeping_a_measure_writes_what_was_carried_over_under_its_new_name(admin):
    keep(RATIO, "strong_tenths", "70")
    keep(RATIO, "fair_tenths", "15")

    client_of(admin).post(
        f"/insight/parameters/{RATIO}/",
        {"months": "12", "strong_percent": "700", "fair_percent": "120"},
    )

    kept = dict(MeasureSetting.objects.values_list("name", "value"))
    assert kept == {"strong_percent": "700", "fair_percent": "120"}


def test_what_no_measure_reads_is_named_to_whoever_sets_measures(ana, admin):
    keep("gone", "window", "all")
    keep(RATIO, "strong_tenths", "70")

    shown = client_of(admin).get("/insight/parameters/").content.decode()

    assert "<code>gone.window=all</code>" in shown
    assert "strong_tenths" not in shown
    assert "gone.window" not in client_of(ana).get("/insight/parameters/").content.decode()


@pytest.mark.measures("abc")
def test_a_night_by_command_names_what_it_passes_over(db):
    err = StringIO()
    keep("gone", "window", "all")

    call_command("insight", "run", "--only", "abc", stdout=StringIO(), stderr=err)

    assert "passed over, as no measure reads it: gone.window=all" in err.getvalue()


def test_what_was_set_over_time_is_told_under_todays_name(admin, at):
    changes = {"strong_tenths": [50, 70], "gone_since": [1, 2]}
    told = Happening("measure.configured", "measure", changes=changes, data={"measure": RATIO})
    publish(told, actor=admin, at=at)

    shown = client_of(admin).get("/insight/parameters/").content.decode()

    assert "Strong: brings of its cost to serve at least: 500% → <b>700%</b>" in shown
    assert "gone_since" not in shown
