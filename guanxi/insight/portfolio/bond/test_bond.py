"""The bond that the books show, beside the one that is entered, on paper."""

import pytest
from django.utils.translation import override

from guanxi.insight.explain import reason
from guanxi.insight.portfolio.bond.measure import BOND
from guanxi.insight.tests.star import Star


@pytest.fixture
def star() -> Star:
    """A customer of whom nothing is known."""
    star = Star()
    star.customers(1)
    return star


def tied(star: Star, **traits: str) -> None:
    for name, value in traits.items():
        star.connection.execute(f"UPDATE dim_customer SET {name} = $1", [value])  # noqa: S608


def peopled(star: Star, people: int, meetings: int) -> None:
    run = star.connection.execute
    for number in range(people):
        run("INSERT INTO dim_person (person_id, account_id) VALUES ($1, 1)", [number])
    for _number in range(meetings):
        star.met(1, 30)
    run("UPDATE fact_interaction SET channel = 'visit'")


def found(star: Star) -> tuple[str, str]:
    row = star.table(BOND)[1]
    return row["class"], row["segment"]


def test_who_was_never_met_and_never_bought_is_unknown(star: Star) -> None:
    tied(star, bond_level="social")
    assert found(star) == ("unknown", "unknown")
    assert star.table(BOND)[1]["missing"] == "relations"


@pytest.mark.parametrize(
    ("people", "meetings", "expected"), [(2, 2, "social"), (1, 2, "none"), (2, 1, "none")]
)
def test_people_who_are_known_and_met_are_a_social_bond(
    star: Star, people: int, meetings: int, expected: str
) -> None:
    peopled(star, people, meetings)
    assert found(star) == (expected, "not_entered")


def test_visits_of_long_ago_and_people_who_left_tie_nobody(star: Star) -> None:
    peopled(star, 2, 2)
    star.connection.execute("UPDATE fact_interaction SET happened_on = happened_on - 365")
    assert found(star)[0] == "none"
    star.connection.execute("UPDATE fact_interaction SET happened_on = happened_on + 365")
    assert found(star)[0] == "social"
    star.connection.execute("UPDATE dim_person SET left_on = '2025-06-30'")
    assert found(star)[0] == "none"


def test_half_on_discount_is_a_financial_bond(star: Star) -> None:
    star.lined(1, 1, 400, discount=10)
    star.lined(1, 1, 600)
    assert found(star)[0] == "financial"
    assert star.table(BOND)[1]["discount_share"] == 40
    assert star.classes(BOND, discount_from="41")[1] == "none"


@pytest.mark.parametrize("kind", ["partnership", "alliance"])
def test_an_agreement_is_a_structural_bond_whatever_else_is_known(star: Star, kind: str) -> None:
    peopled(star, 2, 2)
    tied(star, relation_type=kind, bond_level="structural")
    assert found(star) == ("structural", "borne_out")


def test_what_leaving_would_cost_in_learning_or_contract_is_structural(star: Star) -> None:
    peopled(star, 1, 1)
    star.noted(1, contract="high")
    assert found(star)[0] == "structural"
    star.noted(1, days_ago=1, contract="low", money="high")
    assert found(star)[0] == "none"


@pytest.mark.parametrize(
    ("entered", "expected"),
    [
        ("structural", "hoped"),
        ("social", "borne_out"),
        ("financial", "deeper"),
        ("", "not_entered"),
    ],
)
def test_the_bond_that_is_entered_stands_beside_the_one_found(
    star: Star, entered: str, expected: str
) -> None:
    peopled(star, 3, 2)
    tied(star, bond_level=entered)
    assert found(star) == ("social", expected)


def test_every_cause_is_said_in_words(star: Star) -> None:
    peopled(star, 3, 2)
    with override("en"):
        told = reason(BOND, star.table(BOND)[1], BOND.parameters().values())
    assert "3 people are known" in told
    assert "2 visits and meetings" in told
