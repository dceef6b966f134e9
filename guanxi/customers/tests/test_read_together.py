"""What belongs to one record is read in one exchange, and is what each list says by itself."""

import pytest
from django.db import connection

from guanxi.customers.tests.conftest import create
from guanxi.platform.actors.compiling import actor_for_user, rights_changed
from guanxi.platform.actors.models import FieldGrant, User
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.reading import ListQuery, read_list
from guanxi.platform.records.together import bare_lists, read_together

LISTS = {"person": ["name", "title", "mobile"], "relation": ["other", "kind"]}


@pytest.fixture
def two(acme, ana, at):
    """Two customers with people and a relation each."""
    other = create(ana, at, "account", name="宁波远景机电有限公司", city="宁波")
    for number, account in enumerate((acme, other, acme)):
        mobile = f"1390000000{number}"
        create(ana, at, "person", name=f"人{number}", account=account.pk, mobile=mobile)
    create(ana, at, "relation", account=acme.pk, other=other.pk, kind="partner")
    return acme, other


def wanted(account, by="account"):
    return [
        (noun_named(noun), ListQuery({"field": by, "value": account.pk}, columns=columns))
        for noun, columns in LISTS.items()
    ]


def test_each_customer_gets_what_its_lists_say_by_themselves(two, ana):
    for account in (*two, two[0]):
        pages = read_together(ana, wanted(account))
        alone = [read_list(ana, noun, query) for noun, query in wanted(account)]
        assert [one.rows for one in pages] == [one.rows for one in alone]
        for page, single in zip(pages, alone, strict=True):
            assert all(page.titles[noun] == named for noun, named in single.titles.items())
    assert [len(one.rows) for one in read_together(ana, wanted(two[0]))] == [2, 1]


def test_a_list_that_can_hold_nothing_leaves_the_others_as_they_are(two, ana):
    nobody = (noun_named("person"), ListQuery({"field": "name", "op": "in", "value": []}))
    pages = read_together(ana, [nobody, *wanted(two[0])])
    assert [len(one.rows) for one in pages] == [0, 2, 1]


def test_a_stranger_reads_nothing_of_them(two, cleo):
    assert [one.rows for one in read_together(cleo, wanted(two[0]))] == [[], []]


def test_masked_fields_stay_masked(two, ana, seller):
    FieldGrant.objects.create(role=seller, noun="person", field="mobile", mode="masked")
    rights_changed()
    ana = actor_for_user(User.objects.get(pk=ana.user_id))
    rows = read_together(ana, wanted(two[0]))[0].rows
    assert {row["mobile"] for row in rows} == {"139****0000", "139****0002"}


def test_postgresql_is_asked_once_for_all_lists(two, ana, django_assert_num_queries):
    read_together(ana, wanted(two[0]))
    lists = 1 if connection.vendor == "postgresql" else len(LISTS)
    with django_assert_num_queries(lists + 1):
        # The last one is for the name of the customer that the relation leads to.
        read_together(ana, wanted(two[0]))


def everything_of(account):
    return [
        (noun_named(one.noun), ListQuery({"field": one.by, "value": account.pk}))
        for one in noun_named("account").related_lists
    ]


def test_lists_without_a_row_are_not_asked_for_on_postgresql(two, ana):
    for account in two:
        asked = everything_of(account)
        pages = read_together(ana, asked)
        alone = [read_list(ana, noun, query) for noun, query in asked]
        assert [one.rows for one in pages] == [one.rows for one in alone]
        assert [one.columns for one in pages] == [one.columns for one in alone]
        without = {place for place, one in enumerate(alone) if not one.rows}
        assert 0 < len(without) < len(asked)
        assert bare_lists(asked) == (without if connection.vendor == "postgresql" else set())


def test_a_row_that_one_may_not_read_is_looked_for_within_rights(two, cleo):
    pages = read_together(cleo, everything_of(two[0]))
    assert not any(one.rows for one in pages)
