"""ABC gives the answers that the handbook's rule gives on paper."""

import pytest

from guanxi.insight.abc.measure import ABC
from guanxi.insight.tests.star import Star


@pytest.fixture
def star() -> Star:
    """Five customers who bring 50, 30, 12, 5 and 3 %."""
    star = Star()
    for account, revenue in enumerate((50, 30, 12, 5, 3), start=1):
        star.bought(account, 30, revenue)
    return star


def test_a_make_up_the_first_80_percent_b_the_next_15(star: Star) -> None:
    assert star.classes(ABC) == {1: "A", 2: "A", 3: "B", 4: "B", 5: "C"}


def test_who_crosses_the_border_belongs_above_it(star: Star) -> None:
    assert star.classes(ABC, a_share="70") == {1: "A", 2: "A", 3: "B", 4: "C", 5: "C"}


def test_the_order_of_equals_is_fixed() -> None:
    star = Star()
    for account in (5, 4, 3, 2, 1):
        star.bought(account, 30, 25 if account < 5 else 1)
    classes = star.classes(ABC, a_share="49", b_share="25")
    assert classes == {1: "A", 2: "A", 3: "B", 4: "C", 5: "C"}


def test_several_who_all_bring_the_same_have_no_letter_and_the_only_one_brings_all() -> None:
    star = Star()
    star.bought(1, 30, 25)
    assert star.classes(ABC) == {1: "A"}
    star.bought(2, 30, 25)
    assert {row["missing"] for row in star.table(ABC).values()} == {"alike"}
    assert set(star.classes(ABC).values()) == {"unknown"}


def test_margin_ranks_where_cost_is_known_and_revenue_where_not() -> None:
    star = Star()
    star.bought(1, 30, 1_000, margin=10)
    star.bought(2, 30, 90)
    assert {key: row["contribution"] for key, row in star.table(ABC).items()} == {1: 10, 2: 90}
    assert star.classes(ABC)[2] == "A"
    assert star.classes(ABC, contribution="revenue")[1] == "A"


def test_returns_are_deducted_when_asked() -> None:
    star = Star()
    star.bought(1, 30, 100, returned=80, returned_margin=80)
    star.bought(2, 30, 50)
    assert star.table(ABC)[1]["contribution"] == 100
    assert star.table(ABC, returns="deducted")[1]["contribution"] == 20


def test_customers_served_at_a_loss_are_c_and_the_curve_passes_100_percent() -> None:
    star = Star()
    star.bought(1, 30, 100, margin=100)
    star.bought(2, 30, 100, margin=20)
    star.bought(3, 30, 100, margin=-20)
    assert star.classes(ABC) == {1: "A", 2: "C", 3: "C"}


def test_a_firm_that_earns_nothing_has_no_shares() -> None:
    star = Star()
    star.bought(1, 30, 100, margin=-5)
    assert star.table(ABC)[1]["missing"] == "positive_total"


def test_old_purchases_count_only_when_the_window_is_all() -> None:
    star = Star()
    star.bought(1, 800, 100)
    assert star.classes(ABC) == {1: "unknown"}
    assert star.classes(ABC, window="all") == {1: "A"}
