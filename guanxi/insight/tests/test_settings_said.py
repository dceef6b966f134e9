"""Settings are read as people say them: one day, two days, weight three, money in groups."""

import re

import pytest
from django.utils.translation import override

from guanxi.insight.parameter_views import Field
from guanxi.insight.registry import MEASURES

ONES = re.compile(r"\b1 (?:days|weeks|months|quarters|minutes|periods|customers|lines|own gaps)\b")
EVERY = [
    pytest.param(bounds, id=f"{measure.key}.{name}")
    for measure in MEASURES
    for name, bounds in measure.parameters.bounds().items()
    if not bounds.choices
]


@pytest.mark.parametrize("bounds", EVERY)
def test_one_of_a_unit_is_no_plural_and_a_weight_comes_first(bounds):
    with override("en"):
        said = bounds.said("1" if bounds.is_window else max(1, bounds.low))
    assert not ONES.search(said)
    assert not said.endswith("weight")


@pytest.mark.parametrize("bounds", EVERY)
def test_no_english_word_is_left_in_chinese(bounds):
    with override("zh-hans"):
        said = f"{bounds.label} {bounds.said('2' if bounds.is_window else 2)} {bounds.allowed}"
    left = set(re.findall(r"[A-Za-z]{2,}", said)) - {"CNY", "VIP"}
    assert left == set()


def test_the_usual_value_of_a_choice_is_told_by_its_name_and_money_in_groups():
    (abc,) = (one for one in MEASURES if one.key == "abc")
    bounds = abc.parameters.bounds()["contribution"]
    with override("en"):
        assert Field("contribution", bounds, "revenue", "margin").usual.startswith("Gross margin")
    (churn,) = (one for one in MEASURES if one.key == "churn")
    with override("en"):
        assert churn.parameters.bounds()["task_from"].said(10_000) in (
            "10,000 CNY",
            "¥10K",
            "¥10,000",
        )
