"""Sentences of insight agree with their counts, and settings bear their unit as it is said."""

import pytest
from django.utils.translation import override

from guanxi.insight.explain import reason
from guanxi.insight.registry import measure_named
from guanxi.insight.wording import agreeing


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Bought on 1 days so far.", "Bought on 1 day so far."),
        ("1 purchase days after 1 in the one before", "1 purchase day after 1 in the one before"),
        ("1 own gaps between purchases", "1 own gap between purchases"),
        ("2 surveys answered by 1 customers", "2 surveys answered by 1 customer"),
        ("Bought on 21 days, 1.1 times, 0–1 days", "Bought on 21 days, 1.1 times, 0–1 days"),
        ("有 1 个购买日", "有 1 个购买日"),
    ],
)
def test_what_a_lone_one_counts_is_singular(sentence, said):
    assert agreeing(sentence) == said


def test_a_customer_that_bought_once_bought_on_one_day():
    row = {"class": "exploration", "cause": "few_purchases", "days": 1, "last_on": "2026-03-09"}

    with override("en"):
        assert reason(measure_named("lifecycle"), row, {}) == (
            "Bought on 1 day so far, last on 9 Mar 2026."
        )


@pytest.mark.parametrize(
    ("measure", "name", "chinese", "english"),
    [
        ("monthly", "hour_cost", "¥120", "¥120"),
        ("credit", "w_character", "权重 3", "weight 3"),
        ("rfm", "window", "24 个月", "24 months"),
    ],
)
def test_a_setting_is_said_with_its_unit(measure, name, chinese, english):
    told = measure_named(measure)
    bounds, value = told.parameters.bounds()[name], getattr(told.parameters(), name)
    with override("zh-hans"):
        assert bounds.said(value) == chinese
    with override("en"):
        assert bounds.said(value) == english
