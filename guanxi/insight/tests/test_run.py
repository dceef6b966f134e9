"""A run brings every profile in step with the books, once, and records what it did."""

import datetime as dt
import importlib.util
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from guanxi.insight.history import classes_on
from guanxi.insight.models import MeasureRun, MeasureSetting, Profile
from guanxi.insight.parameters import InvalidParameter, borrowed
from guanxi.insight.registry import MEASURES
from guanxi.insight.run import data_tests, effective_parameters, parse_overrides
from guanxi.insight.summary import summary
from guanxi.platform.facts.models import Fact
from guanxi.warehouse.data_tests import DataTest, StarBroken, check
from guanxi.warehouse.engine import reading, writing
from guanxi.warehouse.refresh import warehouse_file

pytestmark = pytest.mark.measures("rfm", "abc", "pyramid", "lifecycle")


@pytest.fixture
def books(customer, sale, ana):
    """Three customers of ana's: a big one, a small one, and one who never bought."""
    big, small = customer("big", ana), customer("small", ana)
    for days_ago in range(10, 400, 30):
        sale(big, days_ago, 100_000)
    sale(small, 20, 5_000)
    customer("silent", ana)
    return big, small


def profile(name: str) -> Profile:
    return Profile.objects.get(account__name=name)


def test_every_customer_gets_a_profile(books, compute):
    assert compute().written.profiles == 3
    big, small, silent = profile("big"), profile("small"), profile("silent")
    assert (big.abc_class, big.pyramid_class, big.lifecycle_class) == ("A", "vip", "stability")
    assert (small.abc_class, small.lifecycle_class) == ("C", "exploration")
    assert silent.rfm_class == silent.abc_class == silent.lifecycle_class == "unknown"
    assert silent.reasons["rfm"] == {"missing": "purchase_in_window"}


def test_figures_are_kept_with_the_profile(books, compute, at):
    compute()
    big = profile("big")
    assert big.purchase_days == 13
    assert big.revenue_total == 1_300_000
    assert big.abc_contribution == 1_200_000
    assert big.last_purchase_on == at.date() - dt.timedelta(10)
    assert big.next_purchase_on == big.last_purchase_on + dt.timedelta(30)


def told_to_cubes() -> list[tuple[object, ...]]:
    with reading(warehouse_file()) as warehouse:
        return warehouse.execute("FROM cube_customer ORDER BY account_id").fetchall()


def test_a_cube_is_told_from_day_to_day_what_making_it_anew_tells(books, compute, sale, at, ana):
    day = at.date()
    compute(as_of=day)
    before = told_to_cubes()
    sale(books[1], 1, 900_000)
    books[0].city, books[0].version = "Wuxi", books[0].version + 1
    books[0].save()
    compute(as_of=day)
    after = told_to_cubes()
    assert [old != new for old, new in zip(before, after, strict=True)] == [True, True, False]
    compute(as_of=day, fresh=True)
    assert told_to_cubes() == after


def test_who_is_gone_is_gone_from_cubes_and_who_is_new_is_there(books, compute, customer, at, ana):
    compute()
    books[1].deleted_at, books[1].version = at, books[1].version + 1
    books[1].save()
    new = customer("new", ana)
    compute()
    assert [row[0] for row in told_to_cubes()] == [
        pk for pk in (books[0].pk, profile("silent").account_id, new.pk)
    ]


def test_a_second_run_writes_nothing_and_tells_nothing(books, compute):
    compute()
    assert compute().written == type(compute().written)(0, 0)
    assert not Fact.objects.filter(kind="account.reclassified").exists()


def test_a_change_of_class_is_one_fact(books, compute, sale):
    compute()
    sale(books[1], 1, 90_000_000)
    assert compute().written.reclassified == 2
    fact = Fact.objects.get(kind="account.reclassified", record_id=books[1].pk)
    assert fact.changes["profile_abc_class"] == ["C", "A"]


def test_a_change_of_class_is_kept_in_history(books, compute, sale, at):
    compute()
    sale(books[1], 1, 90_000_000)
    later = at.date() + dt.timedelta(1)
    compute(as_of=later)
    with reading(warehouse_file()) as warehouse:
        spans = warehouse.execute(
            "SELECT class, valid_from, valid_to FROM dim_customer_class"
            " WHERE measure = 'abc' AND account_id = ? ORDER BY valid_from",
            [books[1].pk],
        ).fetchall()
    assert spans == [("C", at.date(), later), ("A", later, None)]
    assert classes_on(books[1].pk, at.date())["abc"] == "C"
    assert classes_on(books[1].pk, later)["abc"] == "A"
    assert classes_on(books[1].pk, at.date() - dt.timedelta(1)) == {}


def test_a_run_as_of_an_earlier_day_leaves_history_alone(books, compute, at):
    compute()
    compute(as_of=at.date() - dt.timedelta(300))
    with reading(warehouse_file()) as warehouse:
        days = warehouse.execute("SELECT DISTINCT valid_from FROM dim_customer_class").fetchall()
    assert days == [(at.date(),)]


def test_as_of_a_past_day_the_future_is_not_known(books, compute, at):
    compute(as_of=at.date() - dt.timedelta(100))
    assert profile("small").abc_class == "unknown"
    assert profile("big").purchase_days == 10


def test_parameters_can_be_set_for_one_run(books, compute):
    compute(overrides={"abc": {"window": "all"}})
    assert profile("big").abc_contribution == 1_300_000
    assert MeasureRun.objects.filter(measure="abc").latest("id").parameters["window"] == "all"


def test_what_the_firm_has_set_holds_for_every_run(books, compute):
    MeasureSetting.objects.create(measure="abc", name="window", value="all")
    compute()
    assert profile("big").abc_contribution == 1_300_000


def test_only_the_measures_asked_for_are_recorded(books, compute):
    runs = compute(only=("abc",)).runs
    assert [run.measure for run in runs] == ["abc"]
    assert profile("big").rfm_class != ""


def test_a_full_run_gives_the_same(books, compute):
    compute()
    assert compute(fresh=True).written.profiles == 0


@pytest.mark.django_db(transaction=True)
def test_what_is_committed_is_read_in_a_process_apart(books, compute):
    steps = []
    finished = compute(progress=steps.append)
    assert finished.written.profiles == 3
    assert steps[0] == "extract"
    assert steps[-1] == "write_back"


@pytest.mark.parametrize(
    ("spoiling", "found"),
    [
        ("DELETE FROM measure_abc WHERE class = 'C'", {"unique", "reference"}),
        ("INSERT INTO measure_abc FROM measure_abc WHERE class = 'C'", {"unique", "reference"}),
        ("UPDATE measure_abc SET account_id = NULL WHERE class = 'C'", {"reference"}),
    ],
)
def test_a_measure_that_lost_or_doubled_a_customer_is_not_taken(books, compute, spoiling, found):
    compute()
    tests = [DataTest(*one) for one in data_tests() if one[0] == "measure_abc"]
    with writing(warehouse_file()) as warehouse:
        check(warehouse, tests)
        warehouse.execute(spoiling)
        with pytest.raises(StarBroken) as refused:
            check(warehouse, tests)
    assert {kind for kind in ("unique", "reference") if kind in str(refused.value)} == found


def test_drafts_and_the_bin_do_not_count(books, compute, sale, at):
    sale(books[0], 1, 999, status="draft")
    sale(books[0], 1, 999, deleted_at=at)
    compute()
    assert profile("big").revenue_total == 1_300_000


def test_the_summary_counts_the_books_and_every_class(books, compute, sale, at):
    sale(None, 5, 700)
    assert summary(at) == {
        "computed": False,
        "measures": dict.fromkeys(measure.key for measure in MEASURES),
        "attention": None,
    }
    compute()
    told = summary(at)
    assert (told["customers"], told["orders"], told["lines"]) == (2, 14, 14)
    assert told["revenue"] == 13_050.0
    assert (told["accounts"], told["lines_without_customer"]) == (3, 1)
    assert told["measures"]["abc"]["classes"] == {"A": 1, "B": 0, "C": 1, "unknown": 1}


def test_the_command_runs_and_prints_json(books):
    printed = StringIO()
    call_command(
        "insight",
        "run",
        "--as-of",
        "2026-11-19",
        "--set",
        "abc.window=all",
        stdout=printed,
        stderr=StringIO(),
    )
    assert json.loads(printed.getvalue())["measures"]["abc"]["A"] == 1
    printed = StringIO()
    call_command("insight", "summary", "--json", stdout=printed)
    assert json.loads(printed.getvalue())["measures"]["abc"]["parameters"]["window"] == "all"


def test_parameters_that_contradict_each_other_are_refused_with_both_named(books):
    with translation.override("en"):
        watch = r"“Watch from a chance of” \(90%\) must not be above “At risk from"
        with pytest.raises(CommandError, match=watch):
            call_command("insight", "run", "--set", "churn.watch_percent=90")
        with pytest.raises(
            CommandError, match=r"no more than 100%: “Share of A” \(90%\) \+ “Share"
        ):
            call_command("insight", "run", "--set", "abc.a_share=90")
    both = ["churn.watch_percent=90", "churn.risk_percent=92", "churn.leaving_percent=95"]
    asked = effective_parameters(parse_overrides(both))["churn"]
    assert asked.values()["watch_percent"] == 90


def test_a_run_on_spark_that_is_not_there_says_what_to_install(db, monkeypatch):
    monkeypatch.setenv("GUANXI_WAREHOUSE_ENGINE", "spark")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)

    with pytest.raises(CommandError, match="PySpark is not installed.*requirements-spark.txt"):
        call_command("insight", "run", stderr=StringIO())


def test_what_was_set_of_a_parameter_that_is_no_more_stops_no_night(db):
    MeasureSetting.objects.create(measure="churn", name="lost_percent", value="9")
    MeasureSetting.objects.create(measure="gone", name="window", value="all")
    assert "lost_percent" not in effective_parameters({})["churn"].values()


@pytest.mark.parametrize(
    "wrong", ["abc", "abc.window", "abc.colour=red", "xyz.window=3", "abc.a_share=200"]
)
def test_a_wrong_parameter_is_refused_before_anything_runs(db, wrong):
    with pytest.raises(InvalidParameter):
        parse_overrides([wrong])
    with pytest.raises(CommandError):
        call_command("insight", "run", "--set", wrong)


def test_what_winning_costs_is_set_in_one_place_and_read_by_all(db):
    asked = effective_parameters(parse_overrides(["monthly.winning_cost=300"]))
    found = {key: asked[key].winning_cost for key in ("npv", "payback", "cohorts", "scorecard")}
    assert found == dict.fromkeys(found, 300)
    by_revenue = effective_parameters(parse_overrides(["clv.contribution=revenue"]))
    assert by_revenue["npv"].ahead_is == "revenue"

    with pytest.raises(InvalidParameter, match="monthly.winning_cost"):
        effective_parameters(parse_overrides(["npv.winning_cost=300"]))


def test_what_is_borrowed_is_of_a_measure_that_has_it(db):
    known = effective_parameters({})
    for own in known.values():
        for _name, of, theirs in borrowed(own):
            assert theirs in known[of].values()
