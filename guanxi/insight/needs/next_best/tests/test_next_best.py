"""The next product has a reason to be counted on paper, and loses to the plain line fairly."""

import datetime as dt

import numpy as np
import pytest
from scipy import sparse

from guanxi.insight.fits import made_of
from guanxi.insight.needs.next_best import checking
from guanxi.insight.needs.next_best.checking import chosen
from guanxi.insight.needs.next_best.holdings import Holdings
from guanxi.insight.needs.next_best.measure import NEXT_BEST
from guanxi.insight.needs.next_best.scoring import (
    best,
    best_seller_not_held,
    best_sellers,
    hits,
    split,
)
from guanxi.insight.tests.star import AS_OF, Star

TEA, CUP, POT, RICE, OLD = 1, 2, 3, 4, 5
NAMES = {TEA: "Tea", CUP: 'A "fine" cup', POT: "Pot", RICE: "Rice", OLD: "Old"}


@pytest.fixture
def star() -> Star:
    """Ten buy tea and a cup, ten rice; number 1 holds tea alone, 30 bought rice five times."""
    star = Star()
    for product, name in NAMES.items():
        star.product(product, name, active=product != OLD)
    star.lines(1, 20, TEA, cost=600)
    for account in range(2, 12):
        star.lines(account, 40, TEA, CUP, cost=400)
    for account in range(12, 22):
        star.lines(account, 40, RICE, OLD)
    for days_ago in range(10, 60, 10):
        star.lines(30, days_ago, RICE)
    star.customers(99)
    return star


def test_a_new_product_comes_with_how_much_oftener_it_is_bought(star):
    row = star.table(NEXT_BEST)[1]

    assert (row["new_product"], row["because"]) == ('A "fine" cup', "Tea")
    # Ten of the eleven who hold tea hold a cup; of all 22 customers ten do.
    assert row["lift"] == pytest.approx(round(10 * 22 / (11 * 10), 1))
    assert row["cause"] == "again"


def test_what_is_bought_again_and_again_comes_next(star):
    row = star.table(NEXT_BEST)[30]
    assert (row["class"], row["product"], row["bought_days"]) == ("again", "Rice", 5)


def test_the_reason_says_whether_it_is_a_habit_or_was_bought_once(star):
    rows = star.table(NEXT_BEST)
    assert (rows[30]["why"], rows[1]["why"], rows[99]["why"]) == ("regular", "before", "unknown")


def test_what_the_firm_sells_no_more_is_not_offered(star):
    rows = star.table(NEXT_BEST)
    assert "Old" not in {row["product"] for row in rows.values()}
    assert "Old" not in {row["new_product"] for row in rows.values()}


def test_the_margin_is_that_of_a_usual_purchase_and_unknown_without_cost(star):
    rows = star.table(NEXT_BEST)
    # Ten lines earned 600 each and one 400.
    assert rows[2]["margin"] in {600, round((10 * 600 + 400) / 11)}
    assert rows[30]["margin"] is None


def test_who_never_bought_is_unknown(star):
    row = star.table(NEXT_BEST)[99]
    assert (row["class"], row["missing"]) == ("unknown", "purchase_in_window")


def test_returns_and_purchases_to_come_lead_to_nothing():
    star = Star()
    star.product(TEA)
    star.lines(1, 5, TEA, is_return=1)
    star.lines(2, -5, TEA)
    assert star.classes(NEXT_BEST) == {1: "unknown", 2: "unknown"}


def test_no_customer_no_row():
    assert Star().table(NEXT_BEST) == {}


def test_one_customer_with_one_purchase_buys_it_again():
    star = Star()
    star.product(TEA, "Tea")
    star.lines(1, 5, TEA)
    row = star.table(NEXT_BEST)[1]
    assert (row["class"], row["product"], row["cause"]) == ("again", "Tea", "alone")


@pytest.fixture
def regular() -> Star:
    """Sixty customers buy the same two products of theirs again and again."""
    star = Star()
    for product in range(1, 16):
        star.product(product)
    for account in range(1, 61):
        own = 1 + account % 5
        for days_ago in (200, 150, 100, 30):
            star.lines(account, days_ago, own, own + 5)
    return star


def test_of_very_many_customers_some_stand_for_all_in_the_check(regular, monkeypatch):
    monkeypatch.setattr(checking, "MANY", 30)
    monkeypatch.setattr(checking, "FEWEST", 5)
    regular.table(NEXT_BEST)
    told = regular.told("next_best")
    assert 5 < told["holdout"]["customers"] < 60
    assert told["holdout"]["precision"]["blend"]["again"]["value"] == pytest.approx(0.2)
    assert told["n"] == 60


def test_the_check_is_of_days_the_forecast_had_not_seen(regular):
    star = regular
    star.table(NEXT_BEST)
    told = star.told("next_best")["holdout"]

    assert told["customers"] == 60
    # Two of the ten places are bought again by everybody; nothing new is.
    assert told["precision"]["plain"]["all"]["value"] == pytest.approx(0.2)
    assert told["precision"]["blend"]["again"]["value"] == pytest.approx(0.2)
    assert told["precision"]["blend"]["new"]["value"] == 0


def checked_lately(star: Star) -> dict[str, object]:
    """What an earlier run recorded, three days before."""
    kept: dict[str, object] = {"customers": 77}
    kept["precision"] = {
        name: {kind: {"value": 0.5, "standard_error": 0.1} for kind in ("all", "again", "new")}
        for name in ("blend", "plain", "popular")
    }
    asked = {"parameters": NEXT_BEST.parameters().values()}
    made = made_of(star.connection, asked)
    return {"holdout": kept, "checked_on": "2025-12-28", "made_of": made}


def test_pairs_serve_as_long_as_the_check_and_lose_what_nobody_holds(star):
    star.table(NEXT_BEST)
    pairs = star.connection.execute("SELECT one, other, together FROM next_pairs").fetchall()
    assert (TEA, CUP) in {pair[:2] for pair in pairs}
    star.connection.execute("UPDATE next_pairs SET together = 99 WHERE one = $1", [TEA])
    star.connection.execute("INSERT INTO next_pairs BY NAME SELECT 77 AS one, 78 AS other")
    star.last = checked_lately(star)
    star.table(NEXT_BEST)
    query = "SELECT MAX(together), MAX(one) FROM next_pairs"
    assert star.connection.execute(query).fetchone() == (99, 77)
    star.last["checked_on"] = "2025-12-01"
    star.table(NEXT_BEST)
    assert star.connection.execute(f"{query} HAVING MAX(one) < 77").fetchone()[0] < 99


def test_what_sells_best_is_ranked_with_the_pairs(star):
    star.table(NEXT_BEST)
    selling = dict(star.connection.execute("FROM next_sellers").fetchall())
    assert selling[TEA] > 0
    star.connection.execute("UPDATE next_sellers SET selling = 99 WHERE product_id = $1", [CUP])
    star.last = checked_lately(star)
    star.table(NEXT_BEST)
    query = "SELECT MAX(selling) FROM next_sellers"
    assert star.connection.execute(query).fetchone() == (99,)
    star.last["checked_on"] = "2025-12-01"
    star.table(NEXT_BEST)
    assert dict(star.connection.execute("FROM next_sellers").fetchall()) == selling


def test_only_whose_purchases_changed_or_whose_turn_it_is_are_ranked_anew(star):
    star.table(NEXT_BEST)
    star.connection.execute("UPDATE next_offers SET next_id = $1", [POT])
    star.lines(2, 1, RICE)
    star.last = checked_lately(star)
    offered = {key: row["product"] for key, row in star.table(NEXT_BEST).items()}
    bought = {*range(1, 22), 30}
    turn = {key for key in bought if key % 7 == AS_OF.toordinal() % 7}
    assert {key for key in bought if offered[key] != "Pot"} == turn | {2}
    assert star.connection.execute("SELECT COUNT(*) FROM next_offers").fetchone() == (22,)


def test_an_offer_that_the_firm_sells_no_more_is_ranked_anew_at_once(star):
    star.table(NEXT_BEST)
    star.connection.execute("UPDATE next_offers SET next_id = $1", [POT])
    star.connection.execute("UPDATE dim_product SET is_active = FALSE WHERE product_id = $1", [POT])
    star.last = checked_lately(star)
    assert "Pot" not in {row["product"] for row in star.table(NEXT_BEST).values()}


def test_a_fresh_check_serves_for_a_week():
    star = Star()
    star.product(TEA)
    star.lines(1, 5, TEA)
    star.last = checked_lately(star)
    star.table(NEXT_BEST)
    assert star.told("next_best")["holdout"]["customers"] == 77
    star.last["checked_on"] = "2025-12-01"
    star.table(NEXT_BEST)
    assert "precision" not in star.told("next_best")["holdout"]


def test_a_check_of_other_books_serves_no_more(star):
    star.last = checked_lately(star)
    star.last["made_of"] = star.last["made_of"] | {"books": 1_000}
    star.table(NEXT_BEST)
    assert star.told("next_best")["checked_on"] == AS_OF.isoformat()


def test_the_plain_line_is_used_unless_it_is_beaten():
    def told(blend: float, plain: float) -> dict:
        kinds = ("all", "again", "new")
        values = {"blend": blend, "plain": plain, "popular": plain}
        return {
            "precision": {
                name: {kind: {"value": value} for kind in kinds} for name, value in values.items()
            }
        }

    assert chosen(told(0.3, 0.2)) == {"next": "blend", "new": "blend"}
    assert chosen(told(0.2, 0.2)) == {"next": "plain", "new": "popular"}
    assert chosen({"why": "few_buyers"})["next"] == "plain"


def test_equals_go_to_the_smallest_product_and_nothing_to_nobody():
    scores = sparse.csr_matrix(np.array([[0, 2.0, 2.0], [0, 0, 0], [1.0, 0, 3.0]]))
    assert list(best(scores).place) == [1, -1, 2]


def test_hits_count_only_what_was_bought_among_the_top():
    scores = sparse.csr_matrix(np.array([[3.0, 2.0, 1.0], [1.0, 0, 2.0]]))
    later = sparse.csr_matrix(np.array([[0, 1.0, 1.0], [0, 1.0, 0]]))
    assert list(hits(scores, later, 2)) == [1, 0]


def test_recent_purchases_weigh_more_than_old_ones():
    star = Star()
    for product in (TEA, RICE):
        star.product(product)
    for account in range(1, 41):
        late = TEA if account % 2 else RICE
        star.lines(account, 20, late)
        star.lines(account, 500, TEA + RICE - late)
    assert star.table(NEXT_BEST)[1]["bought_days"] == 1
    assert dt.date(2025, 12, 11) == star.table(NEXT_BEST)[1]["last_on"]


@pytest.mark.parametrize("seed", range(5))
def test_the_best_seller_one_does_not_hold_is_what_the_long_way_finds(seed):
    chance = np.random.default_rng(seed)
    customers, products = 60, 12
    days = sparse.random(customers, products, density=seed / 4, rng=chance, format="csr")
    selling = chance.integers(0, 4, products) / 3
    held = Holdings(
        np.arange(customers),
        np.arange(products),
        days,
        days,
        sparse.csr_matrix((products, products)),
        selling,
        (chance.random(products) > 0.2).astype(float),
    )
    rows = slice(5, 55)
    long_way = best(split(best_sellers(held, rows), held, rows)[1]).place
    assert best_seller_not_held(held, rows).tolist() == long_way.tolist()
