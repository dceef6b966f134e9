"""Whatever may be there only once is refused a second time with a reason, by form, API and verb."""

import pytest

from guanxi.platform.errors import RuleBroken
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.records.writing import create_record, delete_record
from tests.whole_firm import found_firm


@pytest.fixture
def books(admin, at):
    return found_firm(admin, at)


def twin_of(noun, pk):
    """The values with which a record like this one would be made by hand."""
    record = noun.base().get(pk=pk)
    settable = [one for one in noun.fields.values() if one.editable and not one.kind.is_computed]
    held = {one.name: one.value_of(record) for one in settable}
    money = {one.name: "7" for one in settable if one.type == "money" and held[one.name]}
    return {name: value for name, value in (held | money).items() if value not in (None, "", [])}


def second_times(books, admin, at):
    """What became of making each record a second time: the refusal, or None."""
    for key, noun in nouns().items():
        if noun.can_create:
            try:
                create_record(noun, twin_of(noun, books.pks[key]), actor=admin, at=at)
            except RuleBroken as refused:
                yield key, refused
            else:
                yield key, None


def test_what_is_unique_is_refused_a_second_time_by_its_field(books, admin, at):
    refused = {key: set(one.fields) for key, one in second_times(books, admin, at) if one}

    assert refused["identifier"] == {"value"}
    assert refused["relation"] == {"other"}
    assert refused["price_entry"] == {"min_quantity"}
    assert refused["product"] == {"code"}
    assert refused["unit"] == {"code"}
    assert all(refused.values())


def test_what_lies_in_the_bin_is_refused_with_that_reason(books, admin, at):
    products = nouns()["product"]
    twin = twin_of(products, books.pks["product"])
    delete_record(products, books.pks["product"], actor=admin, at=at)

    with pytest.raises(RuleBroken) as refused:
        create_record(products, twin, actor=admin, at=at)

    assert set(refused.value.fields) == {"code"}
    assert products.base().count() == 1
