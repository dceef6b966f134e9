"""What a customer's payments and contacts tell of its leaving, counted up to the day."""

import pytest

from guanxi.insight.churn.measure import CHURN
from guanxi.insight.tests.star import AS_OF, Star


@pytest.fixture
def star():
    """Books without customers."""
    return Star()


def every(star, account, gap, times, first_days_ago):
    for number in range(times):
        star.bought(account, first_days_ago - gap * number, 10_000)


def test_late_payment_and_contacts_are_counted_up_to_the_day(star):
    every(star, 1, 30, 6, 160)
    star.connection.execute(
        "INSERT INTO dim_order (order_id, account_id, ordered_on, due_on, total_amount, is_counted,"
        " is_return) VALUES (1, 1, $1 - 90, $1 - 60, 1000, TRUE, FALSE),"
        " (2, 1, $1 - 60, $1 - 50, 1000, TRUE, FALSE)",
        [AS_OF],
    )
    star.connection.execute(
        "INSERT INTO fact_payment (payment_id, order_id, account_id, kind, amount, paid_on)"
        " VALUES (1, 1, 1, 'in', 1000, $1 - 45), (2, 2, 1, 'in', 400, $1 - 40)",
        [AS_OF],
    )
    star.connection.execute(
        "INSERT INTO fact_interaction (account_id, direction, channel, happened_on) VALUES"
        " (1, 'in', 'phone', $1 - 10), (1, 'in', 'phone', $1 - 200), (1, 'out', 'email', $1 - 3),"
        " (1, 'in', 'phone', $1 + 3)",
        [AS_OF],
    )
    row = star.table(CHURN)[1]
    assert row["late_days"] == 50
    counted = "SELECT in_now, in_before, out_now FROM churn_known WHERE account_id = 1"
    assert star.connection.execute(counted).fetchall() == [(1, 1, 1)]


def test_contacts_are_told_of_only_where_they_are_a_sign(star):
    for account in (1, 2):
        every(star, account, 30, 12, 100)
    star.connection.execute(
        "INSERT INTO fact_interaction (account_id, direction, channel, happened_on)"
        " SELECT 1, 'in', 'phone', $1 - 200 - n::INTEGER FROM range(20) AS t(n)",
        [AS_OF],
    )
    rows = star.table(CHURN)
    assert "contact" in rows[1]["cause"].split()
    assert [rows[1][name] for name in ("in_now", "in_before", "out_now")] == [0, 20, 0]
    assert "contact" not in (rows[2]["cause"] or "")
    assert [rows[2][name] for name in ("in_now", "in_before", "out_now")] == [None] * 3


def test_a_purchase_older_than_both_periods_counts_in_neither(star):
    every(star, 1, 30, 4, 1_000)
    star.met(1, 3)

    row = star.table(CHURN)[1]

    assert (row["days_now"], row["days_before"]) == (0, 0)
    assert "rate" not in row["cause"].split()
