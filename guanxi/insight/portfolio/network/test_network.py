"""Influence and bridges come out as published, and a single thread is noticed."""

import numpy as np
import pytest

from guanxi.insight.portfolio.network.graph import bridges, circles, influence
from guanxi.insight.portfolio.network.measure import NETWORK
from guanxi.insight.portfolio.tests.firm import Firm, ago


def test_influence_is_that_of_the_published_example() -> None:
    # The network of eleven pages in the article "PageRank" of Wikipedia, damping 0.85.
    links = [*("BC", "CB", "DA", "DB", "EB", "ED", "EF", "FB", "FE"), *("GB", "GE", "HB", "HE")]
    links += ["IB", "IE", "JE", "KE"]
    begin, end = (np.array([ord(one[place]) - 65 for one in links]) for place in (0, 1))
    found = np.round(100 * influence(11, begin, end, 0.85), 1)
    assert list(found) == [3.3, 38.4, 34.3, 3.9, 8.1, 3.9, *[1.6] * 5]


def test_the_middle_of_a_chain_and_of_a_star_is_the_bridge() -> None:
    chain = np.array([0, 1, 2]), np.array([1, 2, 3])
    found = bridges(4, *chain, circles(4, *chain))
    assert list(found) == [0, 2 / 3, 2 / 3, 0]
    star = np.array([0, 0, 0]), np.array([1, 2, 3])
    assert list(bridges(4, *star, circles(4, *star))) == [1, 0, 0, 0]


def test_a_pair_has_no_bridge() -> None:
    pair = np.array([0]), np.array([1])
    assert np.isnan(bridges(2, *pair, circles(2, *pair))).all()


@pytest.fixture
def group() -> Firm:
    """Four that belong to one, and one by itself."""
    firm = Firm()
    firm.customer(1)
    for account in (2, 3, 4, 5):
        firm.customer(account, parent_id=1)
    firm.customer(9)
    for person, account in ((1, 1), (2, 1), (3, 2), (4, 9)):
        firm.row("dim_person", person_id=person, account_id=account)
    return firm


def test_the_parent_of_many_is_the_centre(group: Firm) -> None:
    rows = group.table(NETWORK)
    assert {key: row["class"] for key, row in rows.items()} == {
        1: "centre",
        **dict.fromkeys((2, 3, 4, 5), "linked"),
        9: "alone",
    }
    assert (rows[1]["degree"], rows[1]["circle"], rows[1]["between_percent"]) == (4, 5, 100)
    assert rows[1]["influence"] > 2 > rows[2]["influence"]
    assert group.told("network") == {"customers": 5, "relations": 4, "circles": 1}


def test_people_known_make_the_second_class(group: Firm) -> None:
    group.row("fact_affiliation", person_id=3, account_id=9)
    rows = group.table(NETWORK)
    assert [rows[key]["segment"] for key in (1, 2, 3, 9)] == [
        *("several", "single", "no_person", "shared")
    ]
    assert (rows[2]["cause"], rows[9]["class"]) == ("single_shared", "linked")


def test_who_has_left_is_no_thread(group: Firm) -> None:
    group.row("dim_person", person_id=7, account_id=3, left_on=ago(10))
    assert group.table(NETWORK)[3]["segment"] == "no_person"


def test_competitors_and_records_in_the_bin_do_not_join(group: Firm) -> None:
    group.row("fact_relation", account_id=9, other_id=1, kind="competitor")
    group.row("fact_relation", account_id=9, other_id=77, kind="partner")
    assert group.table(NETWORK)[9]["degree"] == 0


def test_nothing_known_is_unknown() -> None:
    firm = Firm()
    firm.customers(1)
    row = firm.table(NETWORK)[1]
    assert (row["class"], row["segment"], row["missing"]) == ("unknown", "unknown", "relations")
