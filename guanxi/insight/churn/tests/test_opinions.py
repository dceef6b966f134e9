"""What a customer asked for and what it says of us is a sign of leaving, known before it left."""

import datetime as dt

from guanxi.insight.churn.measure import CHURN
from guanxi.insight.churn.tests.test_churn import every, leavers
from guanxi.insight.tests.star import AS_OF, Star


def test_a_poor_opinion_is_named_beside_the_rhythm():
    star = Star()
    for account, points in ((1, 20), (2, 80)):
        every(star, account, 30, 10, 280)
        star.said(account, "satisfaction", points, days_ago=20)
        star.said(account, "nps", points, days_ago=40)
        star.said(account, "satisfaction", 0, days_ago=20, firm="rival")
    rows = star.table(CHURN)
    assert (rows[1]["cause"], rows[1]["opinion"]) == ("rhythm opinion", 20)
    assert ("opinion" in rows[2]["cause"], rows[2]["opinion"]) == (False, None)
    assert "20" in str(CHURN.reasons["rhythm opinion"]) % {
        "chance": "", "ahead": "", "gap_days": "", "last_on": "", "opinion": "20",
    }  # fmt: skip


def test_service_asked_for_and_answers_are_learned_from():
    star = Star()
    leavers(star)
    # Who goes sooner or later answered badly long before, and asks for service now and then.
    star.connection.execute(
        "INSERT INTO fact_score (answer_id, account_id, kind, item, points, answered_on, firm)"
        " SELECT account_id, account_id, 'satisfaction', '', CASE WHEN MAX(ordered_on) < $1 THEN"
        " 1500 ELSE 8500 END + account_id % 10 * 100, $2, '' FROM purchase_day GROUP BY account_id",
        [AS_OF - dt.timedelta(90), AS_OF - dt.timedelta(600)],
    )
    star.connection.execute(
        "INSERT INTO fact_interaction (interaction_id, account_id, channel, direction, happened_on)"
        " SELECT 3 * answer_id + n, account_id, 'service', 'in', CAST($1 AS DATE) - 180 * CAST(n AS"
        " INTEGER) FROM fact_score CROSS JOIN range(3) AS times (n) WHERE points < 5000",
        [AS_OF - dt.timedelta(40)],
    )
    rows, told = star.table(CHURN), star.told("churn")

    assert told["leak_test"]["refused"] == []
    assert told["status"] == "learned", {k: told.get(k) for k in ("why", "n", "left", "holdout")}
    assert {"opinion", "service_now"} <= {name.split(" ")[0] for name in told["parameters"]}
    named = {sign for row in rows.values() for sign in row["cause"].split()}
    assert "opinion" in named
    for row in rows.values():
        assert (row["opinion"] is not None) == ("opinion" in row["cause"])
        assert str(CHURN.reasons[row["cause"]])
