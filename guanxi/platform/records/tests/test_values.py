"""What is read of numbers as people write them, and what is left of phones that are masked."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils.translation import override

from guanxi.platform.nouns.fields import Field
from guanxi.platform.records.values import masked

PHONE = Field("phone", "Phone", "phone")
POWER = Field("power", "Power", "number", decimals=2)
PRICE = Field("price", "Price", "money")
DAY = Field("day", "Day", "date")


@pytest.mark.parametrize(
    ("stored", "left"),
    [
        ("+8613800131234", "138****1234"),
        ("+8657600001791", "0576****1791"),
        ("+861062000891", "010****0891"),
        ("+864008001234", "400****1234"),
        ("+49301234567", "+49****4567"),
        ("+8612345", "****"),
    ],
)
def test_a_masked_number_is_known_by_its_area_and_its_last_four_digits(stored, left):
    assert masked(PHONE, stored) == left


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1.28万", "12800"),
        ("３ 千", "3000"),
        ("0.5亿", "50000000"),
        ("-2,5万", "-250000"),
        ("12,800", "12800"),
    ],
)
def test_a_number_may_be_written_in_tens_of_thousands(written, number):
    assert POWER.kind.read(written, POWER) == Decimal(number)


def test_an_amount_may_carry_the_sign_of_its_currency():
    assert PRICE.kind.read("￥1.28万", PRICE) == 1_280_000


@pytest.mark.parametrize("written", ["万", "1万2", "12万%", "1亿亿"])
def test_what_is_no_number_is_refused(written):
    with override("en"), pytest.raises(ValueError, match="Write a number"):
        PRICE.kind.read(written, PRICE)


def test_an_amount_of_another_currency_is_not_taken_for_ours():
    with pytest.raises(ValueError, match="CNY"):
        PRICE.kind.read("$12", PRICE)


@pytest.mark.parametrize(
    "written", ["2026-08-09", "2026/8/9", "2026.8.9", "2026年８月9日", "2026-8-9"]
)
def test_a_day_may_be_written_with_its_year_first(written):
    assert DAY.kind.read(written, DAY) == dt.date(2026, 8, 9)


@pytest.mark.parametrize("written", ["8/9/2026", "2026/13/1", "2026年8月", "20260809x"])
def test_what_could_be_another_day_is_refused(written):
    with override("en"), pytest.raises(ValueError, match="Write a date"):
        DAY.kind.read(written, DAY)


def test_a_half_is_rounded_up_as_people_do():
    weight = Field("weight", "Weight", "number", decimals=1)

    assert [weight.kind.read(one, weight) for one in ("3.25", "3.35", "-3.25")] == [
        Decimal("3.3"),
        Decimal("3.4"),
        Decimal("-3.3"),
    ]
