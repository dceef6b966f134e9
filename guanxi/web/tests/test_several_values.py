"""Fields that hold several values, in forms, cells and the choice between two versions."""

import html
import re

import pytest

from guanxi.customers.models import Account
from guanxi.platform.facts.models import Fact
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record, update_record

TAGS = ["年框客户", "转介绍多"]


@pytest.fixture
def acme(ana, at):
    given = {"name": "博衡", "tags": TAGS, "chain_roles": ["final", "dealer"]}
    return create_record(noun_named("account"), given, actor=ana, at=at)


def filled(page):
    """What a browser would send of this form, as it stands."""
    boxes = re.findall(
        r'<input class="check" type="checkbox" name="(\w+)" value="(\w+)" checked', page
    )
    given = {"chain_roles": [value for name, value in boxes if name == "chain_roles"]}
    [tags] = re.findall(r'name="tags" value="([^"]*)"', page)
    return given | {"name": "博衡", "tags": html.unescape(tags)}


def test_a_form_leaves_several_tags_several(anas, acme):
    form = anas.get(f"/account/{acme.pk}/edit/").content.decode()

    anas.post(f"/account/{acme.pk}/edit/", {"version": "1", **filled(form), "city": "苏州"})

    kept = Account.objects.get(pk=acme.pk)
    assert (kept.city, kept.tags, kept.chain_roles) == ("苏州", TAGS, ["final", "dealer"])
    assert Fact.objects.get(kind="account.updated").changes == {"city": ["", "苏州"]}


def test_tags_are_typed_into_one_line(anas, acme):
    form = anas.get(f"/account/{acme.pk}/edit/").content.decode()
    given = {"version": "1", **filled(form), "tags": "甲，乙、 丙, 甲"}

    anas.post(f"/account/{acme.pk}/edit/", given)

    assert Account.objects.get(pk=acme.pk).tags == ["甲", "乙", "丙"]


def test_a_refused_form_keeps_the_tags_that_were_typed(anas, acme):
    given = {"version": "1", "name": "", "tags": "甲，乙", "chain_roles": ["dealer"]}

    answer = anas.post(f"/account/{acme.pk}/edit/", given)

    assert answer.status_code == 422
    assert 'name="tags" value="甲，乙"' in answer.content.decode()


@pytest.mark.parametrize("theirs", [True, False])
def test_one_of_two_versions_of_several_values_is_chosen_whole(anas, acme, ben, at, theirs):
    changes = {"tags": ["甲", "乙"], "chain_roles": ["dealer", "agent"]}
    update_record(noun_named("account"), acme.pk, changes, actor=ben, at=at)
    mine = {"name": "博衡", "tags": "丙，丁", "chain_roles": ["final"]}

    page = anas.post(f"/account/{acme.pk}/edit/", {"version": "1", **mine})

    assert page.status_code == 409
    choices = re.findall(r'type="radio" name="(\w+)" value="([^"]*)"', page.content.decode())
    chosen = dict(choices[0 if theirs else 1 :: 2])
    anas.post(f"/account/{acme.pk}/edit/", {"version": "2", "name": "博衡", **chosen})
    kept = Account.objects.get(pk=acme.pk)
    expected = (["甲", "乙"], ["dealer", "agent"]) if theirs else (["丙", "丁"], ["final"])
    assert (kept.tags, kept.chain_roles) == expected


def test_a_tag_holds_nothing_that_stands_between_two(acme, ana, at):
    update_record(noun_named("account"), acme.pk, {"tags": ["甲, 乙", "丙"]}, actor=ana, at=at)

    assert Account.objects.get(pk=acme.pk).tags == ["甲", "乙", "丙"]
