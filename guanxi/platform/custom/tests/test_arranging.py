"""Fields of a noun in sections: who may say so, what is refused, who arranges at the same time."""

import pytest
from django.utils.translation import override

from guanxi.platform.custom.arranging import (
    SectionDraft,
    arrange_as_declared,
    arrange_form,
    placeable,
)
from guanxi.platform.custom.models import CustomField, FormArrangement
from guanxi.platform.custom.schema import forget_schema, schema_changed
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.platform.nouns.registry import noun_named

DEAL = SectionDraft("生意", "Business", ("industry", "own_b", "name"))
PLACE = SectionDraft("所在", "Place", ("own_a", "city"))


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


@pytest.fixture
def account(db):
    for position, name in enumerate(["own_a", "own_b", "own_c"]):
        CustomField.objects.create(
            noun="account", name=name, type="text", label_zh=name, position=position
        )
    schema_changed()
    return noun_named("account")


def arranged(noun, actor, at, *sections, quick=(), version=0):
    return arrange_form(noun, sections, quick, version=version, actor=actor, at=at)


def test_fields_stand_in_the_sections_an_administrator_made(account, admin, at):
    arranged(account, admin, at, DEAL, PLACE)
    forget_schema()

    assert [str(one.label) for one in account.sections] == ["Business", "Place"]
    assert [one.names for one in account.sections] == [list(DEAL.fields), list(PLACE.fields)]
    fact = Fact.objects.get(kind="form.arranged")
    assert fact.data == {"key": "account"}
    assert fact.changes["sections"][1][0] == "生意: industry, own_b, name"


def test_quick_create_follows_and_keeps_what_it_cannot_do_without(account, admin, at):
    arranged(account, admin, at, PLACE, DEAL, quick=["city", "own_b"])

    assert account.quick_fields == ["city", "own_b", "name"]


def test_a_section_keeps_its_key_when_it_is_renamed_and_moved(account, admin, at):
    row = arranged(account, admin, at, DEAL, PLACE)
    keys = [one["key"] for one in row.sections]
    renamed = SectionDraft("地点", "Where", PLACE.fields, keys[1])
    again = SectionDraft("生意", "Business", DEAL.fields, keys[0])
    new = SectionDraft("更多", "", ("own_c",))

    row = arranged(account, admin, at, renamed, new, again, version=1)

    assert [one["key"] for one in row.sections] == [keys[1], "s3", keys[0]]


def test_it_can_be_as_declared_again(account, admin, at):
    declared = [one.names for one in account.sections]
    arranged(account, admin, at, DEAL)

    arrange_as_declared(account, actor=admin, at=at)

    assert [one.names for one in account.sections] == declared
    assert account.quick_fields == list(account.quick)
    assert Fact.objects.filter(kind="form.reset").count() == 1


def test_only_an_administrator_arranges(account, ana, at):
    with pytest.raises(Denied):
        arranged(account, ana, at, DEAL)
    with pytest.raises(Denied):
        arrange_as_declared(account, actor=ana, at=at)


def test_who_comes_second_does_not_write_over_the_first(account, admin, at):
    arranged(account, admin, at, DEAL)

    with pytest.raises(RuleBroken, match="meanwhile"):
        arranged(account, admin, at, PLACE)

    assert FormArrangement.objects.get().sections[0]["en"] == "Business"


@pytest.mark.parametrize(
    ("sections", "why"),
    [
        ([], "1 to 40"),
        ([SectionDraft("", "", ("name",))], "Name every"),
        ([SectionDraft("长" * 81, "", ("name",))], "Shorten"),
        ([SectionDraft("甲", "", ("nothing",))], "not on this form"),
        ([SectionDraft("甲", "", ("updated_at",))], "not on this form"),
        ([DEAL, SectionDraft("甲", "", ("name",))], "one section"),
    ],
)
def test_what_makes_no_form_is_refused(account, admin, at, sections, why):
    with pytest.raises(RuleBroken, match=why):
        arranged(account, admin, at, *sections)

    assert not FormArrangement.objects.exists()


def test_fields_of_the_form_and_own_ones_can_be_placed(account):
    names = placeable(account)

    assert {"name", "industry", "own_a", "own_c"} <= set(names)
    assert "updated_at" not in names
