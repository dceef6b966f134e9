"""An amount is said in one way, on records and in insight, in Chinese and in English."""

import pytest
from django.utils.translation import override

from guanxi.platform.money.saying import round_one, short, whole


@pytest.mark.parametrize(
    ("minor", "chinese", "english"),
    [
        (12_845_000, "¥12.8万", "¥128K"),
        (10_600_000_000, "¥1.06亿", "¥106.00M"),
        (340_000_000, "¥340.0万", "¥3.40M"),
        (1_180_000, "¥1.2万", "¥12K"),
        (670_000, "¥6,700", "¥6,700"),
        (99_949, "¥999.49", "¥999.49"),
        (1_250, "¥12.50", "¥12.50"),
        (5, "¥0.05", "¥0.05"),
        (0, "¥0", "¥0"),
        (-2_500_000, "−¥2.5万", "−¥25K"),
    ],
)
def test_an_amount_is_short_in_both_languages(minor, chinese, english):
    with override("zh-hans"):
        assert str(short(minor)) == chinese
    with override("en"):
        assert str(short(minor)) == english


@pytest.mark.parametrize(
    ("minor", "chinese", "english"),
    [
        (99_999_999, "¥100.0万", "¥1.00M"),
        (999_960, "¥1.0万", "¥10K"),
        (9_999_999_999, "¥1.00亿", "¥100.00M"),
    ],
)
def test_what_rounds_up_to_the_next_unit_is_said_in_it(minor, chinese, english):
    with override("zh-hans"):
        assert str(short(minor)) == chinese
    with override("en"):
        assert str(short(minor)) == english


def test_a_currency_has_its_own_sign_and_its_own_places():
    with override("en"):
        assert str(short(500, "JPY")) == "JP¥500"
        assert str(short(12_345, "KWD")) == "KWD 12.345"
        assert str(whole(1_234_500, "USD")) == "$12,345.00"


def test_an_amount_of_the_firm_bears_the_sign_of_the_firms_currency(settings):
    settings.BASE_CURRENCY = "EUR"

    with override("en"):
        assert str(short(12_800_000)) == "€128K"


@pytest.mark.parametrize(
    ("minor", "said"), [(1_250_000, "¥12.5K"), (6_000_000_000, "¥60M"), (250_000, "¥2,500")]
)
def test_a_round_amount_takes_as_few_figures_as_it_can(minor, said):
    with override("en"):
        assert str(round_one(minor)) == said
