"""The six models beside each other: one scale, the same order, each bar a way to its orders."""

import pytest

from guanxi.insight.attribution.drawing import RIGHT, START, draw_models
from guanxi.insight.attribution.figures import MARKOV, MODELS, Attributed

CREDITS = {
    **dict.fromkeys(MODELS, {"phone": 300, "email": 500, "": 200}),
    "last": {"phone": 600, "email": 200, "": 200},
    MARKOV: {"phone": 400, "email": 400, "": 200},
}
FOUND = Attributed(CREDITS, {"phone": 3, "email": 5, "": 2}, 1_000, {"phone": 0.4, "email": 0.4})


@pytest.fixture
def drawn():
    return {panel.model: panel for panel in draw_models(FOUND)}


def test_every_model_shows_the_channels_in_one_order_on_one_scale(drawn):
    assert list(drawn) == [*MODELS, MARKOV]
    assert {tuple(bar.channel for bar in one.bars) for one in drawn.values()} == {
        ("email", "phone")
    }
    assert float(drawn["last"].bars[1].width) == pytest.approx(RIGHT - START)
    assert float(drawn["first"].bars[1].width) == pytest.approx((RIGHT - START) / 2)


def test_what_no_contact_explains_is_no_bar(drawn):
    assert all(bar.channel for one in drawn.values() for bar in one.bars)


def test_the_stroke_is_the_mean_of_the_models(drawn):
    mean = (4 * 500 + 200 + 400) / 6
    assert float(drawn["first"].bars[0].mean_x) == pytest.approx(
        START + (RIGHT - START) * mean / 600, abs=0.1
    )


def test_a_bar_leads_to_its_orders_where_orders_are_behind_it(drawn):
    assert drawn["first"].bars[0].href == "/insight/attribution/orders/?model=first&channel=email"
    assert drawn[MARKOV].bars[0].href == ""


def test_the_first_of_a_model_stands_out_and_all_who_share_the_first_place(drawn):
    assert [bar.is_first for bar in drawn["last"].bars] == [False, True]
    assert [bar.is_first for bar in drawn[MARKOV].bars] == [True, True]


def test_without_a_contact_nothing_is_drawn():
    none = dict.fromkeys([*MODELS, MARKOV], {"": 1_000})
    assert draw_models(Attributed(none, {"": 4}, 1_000, {})) == []
