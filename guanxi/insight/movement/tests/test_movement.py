"""Movement says what a customer was and which way it went, from the books as they were then."""

import math
from dataclasses import replace
from datetime import timedelta

import pytest

from guanxi.insight.movement.chain import Chain, Dwell, chain_of, dwell_of
from guanxi.insight.movement.measure import MOVEMENT
from guanxi.insight.snapshots import quarter_end_before, quarter_ends_before
from guanxi.insight.tests.star import AS_OF, Star

# AS_OF is the last day of 2025, so that the quarter before it ended 92 days ago.
THEN = 92
QUARTER_ENDS = quarter_ends_before(AS_OF, 9)


@pytest.fixture
def star() -> Star:
    """Five customers who bought alike until the end of the quarter, and went apart after it."""
    star = Star()
    for account in range(1, 6):
        for days_ago in (THEN + account, 200 + account, 300 + account):
            star.bought(account, days_ago, 100 * account)
    return star


def test_who_buys_again_rises_and_who_does_not_slips(star: Star) -> None:
    star.bought(5, 1, 5_000)
    rows = star.table(MOVEMENT)
    assert rows[1]["then_on"] == quarter_end_before(AS_OF)
    assert "unknown" not in {row["segment_was"] for row in rows.values()}
    assert rows[5]["steps"] > 0
    assert {row["class"] for row in rows.values()} <= {
        "held",
        "rose",
        "recovered",
        "slipped",
        "fell",
    }


def test_the_past_is_computed_from_the_past_alone(star: Star) -> None:
    before = {key: row["segment_was"] for key, row in star.table(MOVEMENT).items()}
    star.bought(1, 3, 999_999)
    after = star.table(MOVEMENT)
    assert {key: row["segment_was"] for key, row in after.items()} == before


def test_an_order_entered_late_changes_the_past(star: Star) -> None:
    star.table(MOVEMENT)
    star.bought(9, THEN + 50, 10_000)
    assert star.table(MOVEMENT)[9]["segment_was"] != "unknown"


def test_arrivals_returns_and_leavers_are_told_apart() -> None:
    star = Star()
    star.bought(1, 10, 100)
    star.bought(2, 24 * 31 + 200, 100)
    star.bought(2, 20, 200)
    star.bought(3, 731, 100)
    star.bought(5, 735, 200)
    star.customers(4)
    found = star.table(MOVEMENT)
    assert {key: row["class"] for key, row in found.items()} == {
        1: "arrived",
        2: "returned",
        3: "left",
        5: "left",
        4: "unknown",
    }
    assert found[4]["missing"] == "purchase_in_window"


def test_falling_is_from_the_upper_half_to_the_lower() -> None:
    star = Star()
    for account in range(1, 11):
        for days_ago in range(THEN + account, 700, 40):
            star.bought(account, days_ago, 1_000)
    star.bought(20, THEN, 100_000)
    for days_ago in range(THEN, 700, 10):
        star.bought(20, days_ago, 10_000)
    assert star.table(MOVEMENT)[20]["segment_was"] == "champion"
    for account in range(1, 11):
        for days_ago in range(account, 90, 20):
            star.bought(account, days_ago, 1_000)
    row = star.table(MOVEMENT)[20]
    assert (row["class"], row["cause"]) == ("fell", "moved")
    assert row["segment_now"] in {"at_risk", "cannot_lose"}


def test_nobody_left_or_came_back_where_segments_cannot_be_told() -> None:
    star = Star()
    star.bought(1, THEN + 30, 100)
    star.bought(1, 20, 100)
    assert star.table(MOVEMENT)[1]["missing"] == "one_buyer"
    star.bought(2, 10, 200)
    rows = star.table(MOVEMENT)
    assert (rows[1]["class"], rows[1]["missing"]) == ("unknown", "segments_then")
    assert rows[2]["class"] == "arrived"


@pytest.mark.parametrize("days", [(), (-40,), (10,)])
def test_almost_nothing_in_the_books_is_no_trouble(days) -> None:
    star = Star()
    for one in days:
        star.bought(1, one, 100)
    assert all(row["class"] in {"unknown", "arrived"} for row in star.table(MOVEMENT).values())


def test_a_currency_without_a_rate_leaves_it_unknown() -> None:
    star = Star()
    star.bought(1, 10, 0, foreign=1)
    assert star.table(MOVEMENT)[1]["missing"] == "rate"


# Known answers: the chain of two stages that Kemeny and Snell would solve on paper.
# decline: 1/2 stays, 1/4 to growth, 1/4 ends; growth: 1/2 stays, 1/2 to decline.
CHAIN = Chain(
    moves={
        ("decline", "decline"): 2,
        ("decline", "growth"): 1,
        ("decline", "ended"): 1,
        ("growth", "growth"): 3,
        ("growth", "decline"): 3,
    },
    reward={"growth": 1_000.0, "decline": 500.0},
    dwells={},
)


def test_the_chances_are_the_shares_of_what_was_seen() -> None:
    assert CHAIN.chances("decline")["growth"] == 0.25
    assert CHAIN.chances("growth") == {
        "exploration": 0,
        "growth": 0.5,
        "stability": 0,
        "decline": 0.5,
        "ended": 0,
    }
    assert CHAIN.chances("stability") == {}


def test_the_quarters_left_solve_the_equations() -> None:
    # d = 1 + d/2 + g/4 and g = 1 + g/2 + d/2, so g = 2 + d and d = 6, g = 8.
    left = CHAIN.quarters_left()
    assert left["decline"] == pytest.approx(6)
    assert left["growth"] == pytest.approx(8)
    assert left["stability"] is None


def test_the_value_left_is_discounted_by_the_quarter() -> None:
    d = 1.1**-0.25
    value = CHAIN.value_left()
    decline, growth = value["decline"] or 0.0, value["growth"] or 0.0
    assert decline == pytest.approx(500 + d * (decline / 2 + growth / 4))
    assert growth == pytest.approx(1_000 + d * (growth / 2 + decline / 2))


def test_the_value_left_is_discounted_as_the_firm_has_set(star: Star) -> None:
    # Undiscounted, d = 500 + d/2 + g/4 and g = 1000 + g/2 + d/2, so d = 4000 and g = 6000.
    plain = replace(CHAIN, discount_percent=0).value_left()
    assert plain["decline"] == pytest.approx(4_000)
    assert plain["growth"] == pytest.approx(6_000)
    told = []
    for percent in ("0", "50"):
        star.table(MOVEMENT, discount_percent=percent)
        told.append(star.told("movement")["value_left"])
    assert told[0] != told[1]


def test_a_stage_that_never_ends_has_no_number_of_quarters() -> None:
    chain = Chain({("growth", "growth"): 5}, {"growth": 100.0}, {})
    assert chain.quarters_left()["growth"] is None
    assert chain.value_left()["growth"] == pytest.approx(100 / (1 - 1.1**-0.25))


def test_a_way_into_a_stage_that_never_ends_has_none_either() -> None:
    chain = Chain(
        {
            ("growth", "ended"): 1,
            ("growth", "stability"): 1,
            ("stability", "stability"): 4,
        },
        {},
        {},
    )
    assert chain.quarters_left()["growth"] is None


def test_open_stays_count_as_long_as_they_were_seen() -> None:
    # Ten stays: 3 left after one quarter, 2 are open at one; of the five others 2 left after two.
    # S(1) = 7/10, S(2) = 7/10 · 3/5 = 0.42.
    assert dwell_of([(1, 3, 5), (2, 2, 5)]) == Dwell(2, 10, 5)
    assert dwell_of([(1, 0, 4)]) == Dwell(None, 4, 4)


def test_the_chain_is_counted_from_the_stays(star: Star) -> None:
    star.table(MOVEMENT)
    chain = chain_of(star.connection, "SELECT * FROM lifecycle_spell")
    rows = star.connection.execute(
        "SELECT COUNT(DISTINCT as_of) - 1 FROM class_snapshot WHERE measure = 'lifecycle'"
        " GROUP BY account_id"
    ).fetchall()
    assert sum(chain.moves.values()) == sum(row[0] for row in rows)
    assert star.told("movement")["transitions"]["exploration"]
    assert star.told("movement")["then"] == (AS_OF - timedelta(THEN)).isoformat()


def test_a_stage_is_given_what_it_brings_after_returns(star: Star) -> None:
    star.bought(6, 300, 1_000, margin=400)
    star.bought(6, THEN + 30, 1_000, margin=400)
    star.bought(6, THEN + 20, 0, margin=0, lines=0, returned_margin=150)
    star.table(MOVEMENT)

    spells = star.connection.execute(
        "SELECT SUM(brought) FROM lifecycle_spell WHERE account_id = 6"
    )

    assert spells.fetchall() == [(250,)]


def test_stays_are_made_anew_only_where_the_past_or_their_rules_changed(star: Star) -> None:
    run = star.connection.execute
    rules = "UPDATE kept_state SET made_of = 'old' WHERE table_name = 'lifecycle_spell'"
    for change, is_new in (
        (lambda: star.bought(1, 3, 999_999), False),
        (lambda: star.bought(9, THEN + 50, 10_000), True),
        (lambda: run(rules), True),
    ):
        star.table(MOVEMENT)
        run("UPDATE lifecycle_spell SET quarters = 99")
        change()
        star.table(MOVEMENT)
        assert run("SELECT MAX(quarters) < 99 FROM lifecycle_spell").fetchall() == [(is_new,)]


def test_the_chances_of_a_chain_have_errors_and_a_likelihood() -> None:
    chain = Chain({("growth", "growth"): 3, ("growth", "decline"): 1}, {}, {})

    told = chain.told()

    assert told["n"] == 4
    assert told["log_likelihood"] == round(3 * math.log(0.75) + math.log(0.25), 3)
    assert told["standard_errors"]["growth"]["decline"] == round(math.sqrt(0.75 * 0.25 / 4), 6)


def test_the_record_tells_what_was_held_out(star: Star) -> None:
    star.table(MOVEMENT)

    told = star.told("movement")["holdout"]

    assert told["status"] == "checked" and told["customers"] == 5
    assert sum(one["actual"] for one in told["stages"].values()) == 5
    assert 0 <= told["misplaced"] <= 1


def test_the_record_keeps_what_is_to_come_where_it_was_foretold_no_worse(star: Star) -> None:
    star.table(MOVEMENT)

    told = star.told("movement")

    assert told["holdout"]["misplaced"] <= told["holdout"]["naive_misplaced"]
    assert told["quarters_left"].keys() == told["value_left"].keys()


def test_the_record_keeps_nothing_to_come_where_all_as_before_was_nearer() -> None:
    star = Star()
    for account in range(1, 20):
        # Seven never stop; the others did, long before the last quarter, in which nobody moved.
        stopped = 5 if account < 8 else 500 + 90 * (account % 4)
        for days_ago in range(stopped, 1_500, 30):
            star.bought(account, days_ago, 100)
    star.table(MOVEMENT)

    told = star.told("movement")

    assert told["holdout"]["misplaced"] > told["holdout"]["naive_misplaced"]
    assert not {"quarters_left", "value_left"} & told.keys()
    assert told["transitions"]["decline"]
