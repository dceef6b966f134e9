"""Amounts written in words of ten thousand become what they say, wherever they are typed."""

import pytest

from guanxi.platform.custom.retyping import change_type, conversions, preview_type_change
from guanxi.platform.errors import RuleBroken
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import update_record


def value(record, name):
    record.refresh_from_db()
    return noun_named("machine").field(name).value_of(record)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12.5万", 125_000),
        ("１２．５万", 125_000),
        ("3亿", 300_000_000),
        ("1,280.5", 1280.5),
        ("(500)", -500),
        ("12%", 0.12),
    ],
)
def test_a_text_becomes_the_number_that_an_import_would_read(
    machine, field, make, admin, at, jobs_done, text, number
):
    row = field("machine", "size", "text")
    record = make("machine", "m", size=text)

    change_type(row, {"type": "number", "settings": {"decimals": 2}}, actor=admin, at=at)
    jobs_done()

    assert value(record, "size") == number


def test_a_text_becomes_money(machine, field, make, admin, at, jobs_done):
    row = field("machine", "worth", "text")
    records = [make("machine", f"m{n}", worth=text) for n, text in enumerate(["12.5万元", "¥80"])]

    change_type(row, {"type": "money"}, actor=admin, at=at)
    jobs_done()

    assert [value(one, "worth") for one in records] == [12_500_000, 8_000]


def test_an_amount_of_another_currency_is_told_and_not_taken_for_ours(machine, field, make, admin):
    row = field("machine", "worth", "text")
    make("machine", "m", worth="USD 500")

    preview = preview_type_change(row, {"type": "money"}, actor=admin)

    assert (preview.converts, preview.fails) == (0, 1)
    assert "CNY" in preview.lost[0].reason


@pytest.mark.parametrize("text", ["zwölf", "￥1,280", "12万台", "万", "1e99", "12.5.3"])
def test_what_is_no_number_is_told(machine, field, make, admin, text):
    row = field("machine", "size", "text")
    make("machine", "m", size=text)

    assert preview_type_change(row, {"type": "number"}, actor=admin).fails == 1


def test_a_person_may_type_it_so_too(machine, field, make, maker, at):
    field("machine", "worth", "money")
    record = make("machine", "m", worth="12.5万")
    assert value(record, "worth") == 12_500_000

    with pytest.raises(RuleBroken):
        update_record(noun_named("machine"), record.pk, {"worth": "12万台"}, actor=maker, at=at)


def test_a_number_stays_what_it_was(machine, field):
    field("machine", "size", "number", settings={"decimals": 2})
    size = noun_named("machine").field("size")

    assert [one.value for one in conversions(size, size, ["12.50", 7])] == [12.5, 7]
