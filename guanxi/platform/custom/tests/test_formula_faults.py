"""What is wrong with a formula is said with its place, and it is tried on a real record."""

import pytest
from django.utils.translation import override

from guanxi.platform.custom.definitions import FieldDraft
from guanxi.platform.custom.formulas import read_formula
from guanxi.platform.custom.spelling import FormulaFault
from guanxi.platform.custom.trying import try_formula
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.nouns.registry import noun_named


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def draft(formula, result="number", **settings):
    return FieldDraft(
        "made", "formula", "算", settings={"formula": formula, "result": result, **settings}
    )


@pytest.mark.parametrize(
    ("text", "part", "why"),
    [
        ("price * (2 + 1", "(", "never closed"),
        ("price * 2)", ")", "closes none"),
        ('concat("a, name)', '"', "quote is never closed"),
        ("price * sum(units)", "sum(units)", "these functions only"),
        ("  价格 * sum(units)", "sum(units)", "these functions only"),
        ('if(units > 1, "多", sum(units))', "sum(units)", "these functions only"),
        ("price ** 2", "price ** 2", "made of numbers"),
        ("plant.owner.name", "plant.owner.name", "one relation far"),
        ("price + [1]", "[1]", "made of numbers"),
        ("price +", "", "cannot be read"),
    ],
)
def test_a_fault_has_its_place_in_what_was_typed(text, part, why):
    with pytest.raises(FormulaFault) as caught:
        read_formula(text)

    fault = caught.value
    assert why in str(fault.why)
    assert not part or text[fault.start : fault.end] == part
    assert f"At character {fault.start + 1}" in str(fault.message)


def test_signs_of_a_chinese_keyboard_are_read():
    formula = read_formula("if（units ＞ 1，\n price × 1，0）".replace("×", "＊"))

    assert formula.value({"units": 2, "price": 3}) == 3
    assert read_formula('concat("（，）")').value({}) == "（，）"


@pytest.mark.parametrize(
    ("text", "part", "meant"),
    [
        ("pric * 2", "pric", "price"),
        ("2 * price字段", "price字段", "price"),
        ("plant.naem", "plant.naem", "plant.name"),
    ],
)
def test_a_name_that_is_no_field_is_marked_and_another_proposed(machine, admin, text, part, meant):
    with override("zh-hans"), pytest.raises(FormulaFault) as caught:
        try_formula(noun_named("machine"), draft(text), actor=admin)

    assert text[caught.value.start : caught.value.end] == part
    assert meant in str(caught.value.why)


def test_it_is_tried_on_the_newest_record_for_which_it_gives_a_value(machine, field, make, admin):
    field("machine", "length", "number")
    old, blank = make("machine", "old", length="3"), make("machine", "blank")
    new = make("machine", "new", length="7")

    found = [
        try_formula(noun_named("machine"), draft("length * 2"), nth=nth, actor=admin)
        for nth in range(3)
    ]

    assert [(one.record.pk, one.value) for one in found] == [
        (new.pk, 14),
        (old.pk, 6),
        (new.pk, 14),
    ]
    assert blank.pk not in {one.record.pk for one in found}


def test_where_nothing_comes_out_it_says_so(machine, field, make, admin):
    field("machine", "length", "number")
    record = make("machine", "blank")

    found = try_formula(noun_named("machine"), draft("length / 0"), actor=admin)

    assert (found.record.pk, found.value) == (record.pk, None)


def test_without_records_there_is_nothing_to_try_it_on(machine, admin):
    assert try_formula(noun_named("machine"), draft("1 + 1"), actor=admin).record is None


def test_what_does_not_fit_its_result_is_refused(machine, admin):
    with pytest.raises(RuleBroken, match="something else"):
        try_formula(noun_named("machine"), draft('"a"', "date"), actor=admin)


def test_only_an_administrator_tries_formulas(machine, maker):
    with pytest.raises(Denied):
        try_formula(noun_named("machine"), draft("1 + 1"), actor=maker)
