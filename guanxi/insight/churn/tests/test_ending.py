"""The end of a relationship is told by one rule; unknown money is not told as nothing."""

from guanxi.insight.churn.measure import CHURN
from guanxi.insight.churn.tests.test_churn import every
from guanxi.insight.lifecycle.measure import LIFECYCLE, LifecycleParameters
from guanxi.insight.tests.star import AS_OF, Star
from guanxi.warehouse.build import carry_out


def test_a_customer_in_talks_is_neither_ended_nor_lost() -> None:
    star = Star()
    every(star, 1, 10, 10, 400)
    star.met(1, 5)
    assert star.classes(LIFECYCLE)[1] == "decline"
    assert star.classes(CHURN)[1] == "leaving"


def test_the_end_is_the_one_that_the_firm_has_set_for_the_lifecycle() -> None:
    star = Star()
    every(star, 1, 30, 10, 450)
    later = LifecycleParameters(ended_percent=1).values()
    silent = star.table(CHURN)[1]
    assert (silent["class"], star.classes(LIFECYCLE)[1]) == ("lost", "ended")
    call = CHURN.call(CHURN.parameters(), AS_OF, of={"lifecycle": later})
    carry_out(star.connection, call)
    query = CHURN.query(CHURN.parameters(), AS_OF)
    classes = dict(star.connection.execute(f"SELECT account_id, class FROM ({query})").fetchall())
    assert classes[1] == "leaving"
    assert star.classes(LIFECYCLE, ended_percent="1")[1] == "decline"


def test_money_in_a_currency_without_a_rate_is_not_told_as_nothing() -> None:
    star = Star()
    every(star, 1, 30, 10, 280)
    star.bought(1, 9, 0, foreign=1)
    row = star.table(CHURN)[1]
    assert row["value_now"] is row["value_before"] is row["year_value"] is row["at_risk"] is None
    assert "value" not in row["cause"]
