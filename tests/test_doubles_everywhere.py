"""Whatever may be there only once is refused a second time with a reason, by form, API and verb."""

import pytest

from guanxi.platform.errors import RuleBroken
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.records.writing import create_record, delete_record, restore_record
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


def test_what_lies_in_the_bin_keeps_no_code_and_comes_back_only_while_it_is_free(books, admin, at):
    products = nouns()["product"]
    old = books.pks["product"]
    twin = twin_of(products, old)
    delete_record(products, old, actor=admin, at=at)

    new = create_record(products, twin, actor=admin, at=at)

    assert new.code == twin["code"]
    with pytest.raises(RuleBroken) as refused:
        restore_record(products, old, actor=admin, at=at)
    assert set(refused.value.fields) == {"code"}
