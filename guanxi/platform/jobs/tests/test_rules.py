import datetime as dt

import pytest

from guanxi.platform.jobs.rules import next_time, pause_after

AT = dt.datetime(2026, 11, 19, 2, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 10), (2, 40), (3, 160), (5, 2_560), (6, 3_600), (400, 3_600)]
)
def test_each_failure_waits_longer_up_to_an_hour(attempts, seconds):
    assert pause_after(attempts) == dt.timedelta(seconds=seconds)


def test_a_cron_line_is_read_in_the_time_zone_of_the_firm():
    night = next_time(cron="0 3 * * *", every_seconds=None, after=AT, time_zone="Asia/Shanghai")

    assert night == dt.datetime(2026, 11, 19, 19, 0, tzinfo=dt.UTC)


def test_an_interval_counts_from_now():
    soon = next_time(cron="", every_seconds=90, after=AT, time_zone="Asia/Shanghai")

    assert soon == AT + dt.timedelta(seconds=90)


def test_a_night_in_which_the_clock_is_put_back_has_one_run():
    before = dt.datetime(2026, 10, 24, 23, 0, tzinfo=dt.UTC)
    place = {"cron": "30 3 * * *", "every_seconds": None, "time_zone": "Europe/Berlin"}

    first = next_time(after=before, **place)

    assert first == dt.datetime(2026, 10, 25, 2, 30, tzinfo=dt.UTC)
    assert next_time(after=first, **place) == dt.datetime(2026, 10, 26, 2, 30, tzinfo=dt.UTC)
