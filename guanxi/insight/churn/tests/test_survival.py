"""Survival by Kaplan and Meier, checked on paper."""

import duckdb
import pytest

from guanxi.insight.churn.survival import curves, share_after


@pytest.fixture
def spans():
    """Six customers of one kind, of whom two are still there; two of another who both left."""
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE survival_span (segment VARCHAR, span INTEGER, has_ended BOOLEAN)"
    )
    rows = [("a", 6, True), ("a", 6, True), ("a", 6, False), ("a", 7, True), ("a", 9, False),
            ("a", 10, True), ("b", 3, True), ("b", 5, True)]  # fmt: skip
    connection.executemany("INSERT INTO survival_span VALUES (?, ?, ?)", rows)
    return connection


def test_each_step_takes_its_share_of_those_still_at_risk(spans):
    steps = curves(spans)["a"]
    assert [(one.span, one.at_risk, one.ended) for one in steps] == [
        (6, 6, 2), (7, 3, 1), (10, 1, 1),
    ]  # fmt: skip
    assert [one.share for one in steps] == pytest.approx([4 / 6, 4 / 9, 0])
    assert all(one.low <= one.share <= one.high for one in steps)


def test_the_interval_is_greenwoods_on_the_log_log_scale(spans):
    first = curves(spans)["a"][0]
    assert (first.low, first.high) == pytest.approx((0.19455, 0.90438), abs=1e-4)


def test_a_segment_ends_at_nothing_when_all_have_left(spans):
    curve = curves(spans)["b"]
    assert [one.share for one in curve] == pytest.approx([0.5, 0])
    assert (share_after(curve, 2), share_after(curve, 4)) == (1.0, pytest.approx(0.5))


def test_no_customers_give_no_curve(spans):
    spans.execute("DELETE FROM survival_span")
    assert curves(spans) == {}
