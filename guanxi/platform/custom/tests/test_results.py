"""In what formulas and roll-ups result: the type, the decimals, the currency, the time of day."""

import pytest
from django.utils import translation

from guanxi.platform.custom.changing import change_field
from guanxi.platform.errors import RuleBroken
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.reading import ListQuery, read_list
from guanxi.platform.records.values import json_value


def value(record, name):
    record.refresh_from_db()
    return noun_named(record.noun).field(name).value_of(record)


@pytest.fixture
def over(field):
    """Make a roll-up on the plant over its machines: over("worth", "sum", "price")."""

    def make(name, measure, of="", noun="machine", on="plant", by="plant", **said):
        rollup = {"noun": noun, "by": by, "measure": measure} | ({"of": of} if of else {})
        return field(on, name, "rollup", rollup=rollup, **said)

    return make


@pytest.mark.parametrize(
    ("measure", "of", "result"),
    [
        ("sum", "price", ("money", 300_000)),
        ("avg", "price", ("money", 150_000)),
        ("count", "", ("number", 2)),
        ("sum", "units", ("number", 5)),
        ("avg", "units", ("number", 2.5)),
        ("max", "built", ("date", "2026-03-02")),
    ],
)
@pytest.mark.parametrize("said", ["number", "money", None])
def test_a_roll_up_results_in_what_it_measures(
    machine, field, over, make, said, measure, of, result
):
    field("machine", "built", "date")
    over("figure", measure, of, **({"result": said} if said else {}))
    suzhou = make("plant", "苏州厂")
    make("machine", "冲床", plant=suzhou.pk, price="1000", units=2, built="2026-01-01")
    make("machine", "车床", plant=suzhou.pk, price="2000", units=3, built="2026-03-02")

    assert (noun_named("plant").field("figure").type, value(suzhou, "figure")) == result


def test_a_roll_up_said_anew_results_in_what_it_measures_then(machine, over, make, admin, at):
    row = over("figure", "count")
    rollup = {"noun": "machine", "by": "plant", "measure": "sum", "of": "price"}
    change_field(row, {"settings": {"rollup": rollup}}, actor=admin, at=at)

    assert noun_named("plant").field("figure").type == "money"


def test_a_result_that_another_field_adds_up_stays(machine, field, over, admin, at):
    row = field("machine", "cost", "formula", formula="price * units", result="money")
    over("worth", "sum", "cost")

    with pytest.raises(RuleBroken):
        changed = {"settings": {"formula": "price * units", "result": "number"}}
        change_field(row, changed, actor=admin, at=at)


@pytest.mark.parametrize("result", ["number", "money"])
def test_decimals_left_blank_are_two_everywhere(machine, field, make, maker, result):
    field("machine", "half", "formula", formula="price * 1.02", result=result)
    press = make("machine", "冲床", price="12.50")

    assert value(press, "half") == {"number": 12.75, "money": 1275}[result]
    assert machine.field("half").decimals == 2
    query = ListQuery({"field": "half", "op": "gt", "value": 12.5}, columns=["name"])
    assert [row["name"] for row in read_list(maker, machine, query).rows] == ["冲床"]


def test_a_formula_results_in_a_time(machine, field, make):
    field("machine", "done", "datetime")
    field("machine", "due", "date")
    field("machine", "end", "formula", formula="coalesce(done, due)", result="datetime")
    field("machine", "last", "formula", formula="max(done, due)", result="datetime")
    press = make("machine", "冲床", done="2026-11-19T14:30:00+08:00", due="2026-11-19")
    lathe = make("machine", "车床", due="2026-11-20")

    assert value(press, "end") == value(press, "last") == "2026-11-19T06:30:00Z"
    assert value(lathe, "end") == value(lathe, "last") == "2026-11-19T16:00:00Z"


@pytest.mark.parametrize("formula", ["price + 1", "name"])
def test_what_is_no_time_is_refused_as_one(machine, field, formula):
    with pytest.raises(RuleBroken):
        field("machine", "end", "formula", formula=formula, result="datetime")


@pytest.mark.parametrize("measure", ["sum", "avg", "min", "max"])
def test_amounts_in_several_currencies_are_not_added_up(db, over, measure):
    with pytest.raises(RuleBroken) as refused:
        over("bought", measure, "total_amount", "order", "account", "account")
    assert "“base_amount”" in str(refused.value.message)

    over("bought", measure, "base_amount", "order", "account", "account")
    assert noun_named("account").field("bought").type == "money"


def test_amounts_of_lines_are_converted_first(db, over):
    with pytest.raises(RuleBroken) as refused, translation.override("en"):
        over("sold", "sum", "amount", "order_line", "product", "product")
    assert "formula" in str(refused.value.message)


@pytest.mark.parametrize(
    ("noun", "formula", "named"),
    [
        ("order", "total_amount - paid_amount", "multiply it by “rate”"),
        ("order_line", "amount * 2", "multiply it by “order.rate”"),
        ("order_line", "order.total_amount", "read “order.base_amount”"),
        ("product", "list_price * 2", "choose a number"),
    ],
)
def test_a_formula_does_not_take_other_currencies_for_the_firms(db, field, noun, formula, named):
    with pytest.raises(RuleBroken) as refused, translation.override("en"):
        field(noun, "ours", "formula", formula=formula, result="money")
    assert named in str(refused.value.message)

    field(noun, "theirs", "formula", formula=formula, result="number")


def test_a_formula_that_multiplies_by_the_rate_converts(db, field):
    field("order_line", "ours", "formula", formula="amount * order.rate", result="money")


def test_an_amount_is_read_in_its_own_currency(field, ana, at):
    from guanxi.platform.records.writing import create_record

    product = noun_named("product")
    field("product", "double", "formula", formula="list_price * 2", result="number")
    for currency, price in (("JPY", "1000"), ("USD", "10.50")):
        values = {"code": currency, "name": currency, "currency": currency, "list_price": price}
        made = create_record(product, values, actor=ana, at=at)
        assert json_value(product.field("double").value_of(made)) == 2 * float(price)
