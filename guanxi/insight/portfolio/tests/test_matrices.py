"""The matrices weigh scores that are known, and say what is missing where too few are."""

from typing import Any

import pytest

from guanxi.insight.measures import Measure
from guanxi.insight.portfolio.combination.measure import COMBINATION
from guanxi.insight.portfolio.key_account.measure import KEY_ACCOUNT
from guanxi.insight.portfolio.potential.measure import POTENTIAL
from guanxi.insight.portfolio.selection.measure import SELECTION
from guanxi.insight.portfolio.tests.firm import Firm

NAMES = (
    *("margin", "volume", "cheap", "loyalty", "trust", "growth", "ahead", "depth", "credit"),
    *("strategy", "price", "quality", "service", "fit", "bargaining"),
)


def firm_of(*scores: dict[str, int]) -> Firm:
    """Customers whose factors have these scores; the rest is unknown."""
    firm = Firm()
    firm.customers(*range(1, len(scores) + 1))
    columns = ", ".join(["account_id BIGINT", *(f"{name}_score INTEGER" for name in NAMES)])
    rows: list[tuple[Any, ...]] = [
        (number, *(one.get(name) for name in NAMES)) for number, one in enumerate(scores, start=1)
    ]
    firm.put("measure_factor", columns, rows)
    return firm


def test_present_value_is_the_weighted_mean_of_its_scores() -> None:
    firm = firm_of({"margin": 100, "volume": 50, "cheap": 0, "loyalty": 10, "ahead": 100})
    row = firm.table(POTENTIAL)[1]
    assert row["present"] == (3 * 100 + 50 + 0) // 5
    assert row["potential"] == round((2 * 10 + 3 * 100) / 5)


@pytest.mark.parametrize(
    ("present", "potential", "quadrant"),
    [(50, 50, "key"), (50, 49, "maintain"), (49, 50, "develop"), (49, 49, "low")],
)
def test_four_quadrants_of_present_and_potential(
    present: int, potential: int, quadrant: str
) -> None:
    firm = firm_of(
        {"margin": present, "volume": present, "cheap": present}
        | {"loyalty": potential, "trust": potential, "growth": potential, "ahead": potential}
    )
    assert firm.classes(POTENTIAL) == {1: quadrant}


def test_weights_are_the_users() -> None:
    firm = firm_of({"margin": 0, "volume": 100, "cheap": 0, "loyalty": 90, "ahead": 90})
    assert firm.classes(POTENTIAL) == {1: "develop"}
    assert firm.classes(POTENTIAL, w_margin="0", w_cheap="0") == {1: "key"}


def test_too_few_known_weights_are_unknown_and_say_what_is_missing() -> None:
    firm = firm_of({"margin": 80}, {"volume": 80}, {})
    rows = firm.table(POTENTIAL)
    assert [rows[key]["missing"] for key in (1, 2, 3)] == ["potential", "present", "present"]
    assert set(firm.classes(POTENTIAL).values()) == {"unknown"}


def test_no_weight_at_all_is_unknown() -> None:
    firm = firm_of({"margin": 80, "loyalty": 80})
    zero = {"w_margin": "0", "w_volume": "0", "w_cheap": "0"}
    assert firm.classes(POTENTIAL, **zero) == {1: "unknown"}


def test_strength_is_unknown_until_a_colleague_has_judged() -> None:
    facts = {"volume": 90, "margin": 90, "growth": 90, "loyalty": 90}
    firm = firm_of(facts, facts | {"price": 50, "quality": 100, "service": 75})
    rows = firm.table(KEY_ACCOUNT)
    assert (rows[1]["class"], rows[1]["missing"]) == ("unknown", "strength")
    assert (rows[2]["class"], rows[2]["strength"]) == ("key", (90 + 50 + 100 + 75 + 2) // 4)


@pytest.mark.parametrize(
    ("attraction", "strength", "field"),
    [(60, 60, "key"), (60, 40, "develop"), (40, 60, "maintain"), (40, 40, "chance")],
)
def test_four_fields_of_key_accounts(attraction: int, strength: int, field: str) -> None:
    firm = firm_of(
        {"volume": attraction, "margin": attraction, "growth": attraction}
        | {"depth": strength, "loyalty": strength}
    )
    assert firm.classes(KEY_ACCOUNT) == {1: field}


def test_porters_criteria_choose_consider_and_decline() -> None:
    firm = firm_of(*({"fit": score, "bargaining": score, "cheap": score} for score in (60, 40, 39)))
    assert firm.classes(SELECTION) == {1: "choose", 2: "consider", 3: "decline"}
    assert firm_of({"growth": 90, "ahead": 90}).table(SELECTION)[1]["missing"] == "factors"


def test_a_combination_of_factors_makes_three_classes() -> None:
    firm = firm_of(*({name: score for name in NAMES} for score in (67, 33, 32)), {"margin": 90})
    assert firm.classes(COMBINATION) == {1: "first", 2: "second", 3: "third", 4: "unknown"}
    assert firm.classes(COMBINATION, least_known="25")[4] == "first"


@pytest.mark.parametrize("measure", [POTENTIAL, KEY_ACCOUNT, SELECTION, COMBINATION])
def test_an_empty_firm_is_no_error(measure: Measure) -> None:
    assert Firm().table(measure) == {}


def test_credit_by_the_five_counts_before_one_judgement_of_it() -> None:
    firm = firm_of({"loyalty": 10, "trust": 10, "growth": 10, "ahead": 10, "credit": 0})
    firm.put("measure_credit", "account_id BIGINT, score INTEGER", [(1, 100)])
    for measure in (POTENTIAL, COMBINATION):
        assert firm.table(measure)[1]["credit_score"] == 100
    # (2 · 10 + 10 + 100 + 2 · 10 + 3 · 10) ÷ 9 = 20.
    assert firm.table(POTENTIAL)[1]["potential"] == 20
