"""Whatever a customer is classed as says by which rule, and what to do, in both languages."""

import re

import pytest
from django.utils.translation import override

from guanxi.insight.registry import MEASURES

EVERY = {
    (measure.key, str(one.key)): one
    for measure in MEASURES
    for classes in (
        measure.classes,
        measure.segments,
        *(column.classes for column in measure.profile if column.is_class),
    )
    for one in classes
}


@pytest.mark.parametrize("one", [pytest.param(one, id=".".join(key)) for key, one in EVERY.items()])
def test_a_class_has_its_rule_and_its_advice_in_english_and_in_chinese(one):
    for told in (one.label, one.rule, one.advice):
        with override("en"):
            english = str(told)
        with override("zh-hans"):
            chinese = str(told)
        assert english.strip() and chinese.strip()
        if told is not one.label:
            assert re.search(r"[\u4e00-\u9fff]", chinese) and english != chinese
            assert not re.search(r"[\u4e00-\u9fff]", english)


def test_every_class_of_every_customer_measure_was_looked_at():
    measures = {key for key, _class in EVERY}
    assert {one.key for one in MEASURES if any(c.is_class for c in one.profile)} <= measures
