"""What is recalled of past days: from the books where no run was, and only of what is computed."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command

from guanxi.insight.following import with_what_they_stand_on
from guanxi.insight.past.recalling import month_ends_before
from guanxi.insight.registry import MEASURES
from guanxi.insight.tests.test_past import asked, client_of
from guanxi.warehouse.engine import reading
from guanxi.warehouse.refresh import warehouse_file

pytestmark = pytest.mark.measures("abc")


def test_before_the_first_run_the_past_says_what_to_do(customer, ana):
    page = client_of(ana).get(f"/insight/past/{customer('new', ana).pk}/").content.decode()
    assert "Nothing has been computed yet" in page


def test_classes_before_the_first_run_are_recalled_from_the_books(
    customer, sale, ana, at, compute, time_machine
):
    time_machine.move_to(at)
    big, small = customer("big", ana), customer("small", ana)
    sale(big, 200, 900_000)
    sale(small, 100, 5_000)
    sale(small, 20, 90_000_000)
    compute()
    first = asked(ana, small).json()

    call_command("insight", "recall", "--months", "6", stdout=StringIO())
    call_command("insight", "recall", "--months", "6", stdout=StringIO())

    ends = month_ends_before(at.date(), 6)
    then = asked(ana, small, on=ends[-2].isoformat()).json()
    assert ends[-1] < at.date() < ends[-1] + dt.timedelta(32)
    assert then["values"]["profile_abc_class"] == "C"
    assert asked(ana, small, on=ends[0].isoformat()).json()["values"]["profile_abc_class"] is None
    assert asked(ana, small).json()["values"] == first["values"]
    assert [one["after"] for one in then["changes"] if one["field"] == "profile_abc_class"] == ["A"]


@pytest.mark.measures("rfm", "abc", "pyramid", "lifecycle", "movement")
def test_a_past_day_keeps_no_snapshot_of_a_measure_left_out_since(customer, sale, ana, compute, at):
    big = customer("big", ana)
    for days_ago in range(10, 400, 30):
        sale(big, days_ago, 100_000)
    left_out = {one.key for one in MEASURES} - {"rfm", "pyramid", "lifecycle", "movement"}
    compute()
    assert "abc" in told_of_snapshots()

    compute(as_of=at.date() - dt.timedelta(20), off=frozenset(left_out))

    assert told_of_snapshots() == {"rfm", "segment", "pyramid", "lifecycle"}
    with reading(warehouse_file()) as warehouse:
        assert warehouse.execute("SELECT abc_was FROM measure_movement").fetchall() == [
            ("unknown",)
        ]


def told_of_snapshots() -> set[str]:
    """The measures of which some past day is kept."""
    with reading(warehouse_file()) as warehouse:
        return {
            name for (name,) in warehouse.execute("SELECT measure FROM made_of_snapshot").fetchall()
        }


@pytest.mark.measures("rfm", "abc", "pyramid", "lifecycle", "movement")
def test_one_measure_of_a_past_day_stands_on_others_of_that_day(customer, sale, ana, compute, at):
    late = customer("late", ana)
    for number, days_ago in enumerate((5, 100, 200)):
        sale(late, days_ago, 100_000)
        sale(customer(f"other {number}", ana), days_ago + 30, 50_000 * (number + 1))
    compute()
    past = at.date() - dt.timedelta(150)

    call_command(
        "insight", "run", "--only", "movement", "--as-of", str(past),
        stdout=StringIO(), stderr=StringIO(),
    )  # fmt: skip

    with reading(warehouse_file()) as warehouse:
        (last,) = warehouse.execute("SELECT MAX(last_on) FROM measure_rfm").fetchone()
    assert last <= past
    assert with_what_they_stand_on(["movement"], past) == ("movement",)
    assert with_what_they_stand_on(["engagement"], past) == (
        "monthly", "serve", "clv", "engagement",
    )  # fmt: skip
