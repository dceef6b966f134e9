"""Series are made of whole steps over what one may see; too short a past foretells nothing."""

import datetime as dt

import pytest

from guanxi.insight.forecast.asked import Asked
from guanxi.insight.forecast.figures import looked_back, told
from guanxi.insight.forecast.measure import FORECAST
from guanxi.insight.forecast.series import moved, series_of, start_of
from guanxi.insight.tests.star import AS_OF, Star


@pytest.fixture
def star() -> Star:
    """Two years of one order a month for each of two customers, the second of another category."""
    star = Star()
    for months in range(24):
        day = moved(dt.date(2024, 1, 1), "month", months)
        star.sold(1, day, 10_000 + 100 * months, product=1, category="tea")
        star.sold(2, day, 3_000, product=2, category="cups")
    star.connection.execute("CREATE TEMP VIEW seen AS SELECT account_id FROM dim_customer")
    return star


def test_a_step_that_is_not_over_does_not_count(star):
    found = series_of(star.connection, Asked(), dt.date(2025, 12, 30))
    assert found.days[-1] == dt.date(2025, 11, 1)
    assert series_of(star.connection, Asked(), AS_OF).days[-1] == dt.date(2025, 12, 1)


def test_the_series_add_up_to_the_books(star):
    found = series_of(star.connection, Asked(by="category"), AS_OF)
    assert found.members == ("tea", "cups")
    assert found.history.sum() == 24 * 3_000 + sum(10_000 + 100 * n for n in range(24))
    assert series_of(star.connection, Asked(figure="units"), AS_OF).history[0, 0] == 2


def test_only_what_one_may_see_is_foretold(star):
    star.connection.execute("CREATE OR REPLACE TEMP VIEW seen AS SELECT 2 AS account_id")
    found = told(star.connection, Asked(), AS_OF)
    assert found.lines[0].ahead == pytest.approx([3_000] * 6)
    assert found.days[0] == dt.date(2026, 1, 1)


def test_returns_drafts_and_currencies_without_a_rate_are_left_out(star):
    before = series_of(star.connection, Asked(), AS_OF).history.sum()
    star.sold(1, dt.date(2025, 5, 5), 99_000, is_return=True)
    star.sold(1, dt.date(2025, 5, 5), 99_000, rate=None)
    star.sold(1, dt.date(2026, 5, 5), 99_000)
    assert series_of(star.connection, Asked(), AS_OF).history.sum() == before


def test_a_short_past_foretells_nothing():
    star = Star()
    star.connection.execute("CREATE TEMP VIEW seen AS SELECT account_id FROM dim_customer")
    assert told(star.connection, Asked(), AS_OF).lines == ()
    for months in range(7):
        star.sold(1, moved(dt.date(2025, 6, 1), "month", months), 100)
    assert told(star.connection, Asked(), AS_OF).lines == ()


def test_looking_back_knows_no_more_than_was_known(star):
    found = told(star.connection, Asked(), AS_OF)
    history = found.history("")
    pasts = looked_back(history, found.series.days, 12)
    changed = history.copy()
    changed[-1] = 9e9
    again = looked_back(changed, found.series.days, 12)
    assert [one.foretold for one in pasts] == [one.foretold for one in again]
    assert len(pasts) == 12


def test_a_run_keeps_what_it_told_first(star):
    rows = star.connection
    star.prepare(FORECAST, FORECAST.parameters(), AS_OF)
    told_first = rows.execute("FROM forecast_history ORDER BY ALL").fetchall()
    star.sold(1, dt.date(2025, 12, 31), 5_000_000, product=1)
    star.prepare(FORECAST, FORECAST.parameters(), AS_OF)
    assert rows.execute("FROM forecast_history ORDER BY ALL").fetchall() == told_first
    assert {row[1] for row in told_first} == {"firm", "category", "product"}
    # The cups never change, so that their error has no scale.
    assert star.told("forecast")["product"]["n"] == 1


def test_weeks_begin_on_monday_and_months_on_the_first():
    assert start_of(dt.date(2025, 12, 31), "week") == dt.date(2025, 12, 29)
    assert start_of(dt.date(2025, 12, 31), "month") == dt.date(2025, 12, 1)
    assert moved(dt.date(2025, 11, 1), "month", 3) == dt.date(2026, 2, 1)
