"""Records by a statement that is kept ready are those of the query it was made of."""

import datetime as dt

from django.db.models import Count

from guanxi.customers.models import Account, Interaction
from guanxi.customers.tests.conftest import create
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.prepared import OF_ONE
from guanxi.platform.records.ready import LARGEST_ID, records_of, rows_around

COLUMNS = [one.attname for one in Interaction._meta.concrete_fields]


def contacts(pk):
    rows = Interaction.objects.filter(account=pk).select_related("person", "staff", "account")
    return rows.annotate(accounts=Count("account")).order_by("happened_at")


def log(acme, at, **values):
    return Interaction.objects.create(
        account=acme, channel="phone", direction="out", created_at=at, updated_at=at, **values
    )


def told(rows):
    return [
        (
            [getattr(one, name) for name in COLUMNS],
            one.accounts,
            one.account,
            one.person,
            one.staff,
        )
        for one in rows
    ]


def test_they_come_with_all_columns_joins_and_annotations(
    acme, shen, ana, at, django_assert_num_queries
):
    log(acme, at, subject="一", happened_at=at, person=shen, staff_id=ana.user_id)
    log(acme, at, subject="二", happened_at=at + dt.timedelta(1), custom={"cf_1": [1, "二"]})
    expected = told(contacts(acme.pk))

    for _once_made_and_once_kept in range(2):
        with django_assert_num_queries(1):
            found = told(records_of(ana, noun_named("account"), ("test",), acme.pk, contacts))
        assert found == expected
    assert [one[3] for one in expected] == [shen, None]


def test_one_statement_serves_every_record(acme, ana, at):
    other = create(ana, at, "account", name="无锡车床厂")
    log(acme, at, subject="一", happened_at=at)
    mine = log(other, at, subject="二", happened_at=at)
    noun = noun_named("account")

    assert [one.subject for one in records_of(ana, noun, ("each",), acme.pk, contacts)] == ["一"]
    assert records_of(ana, noun, ("each",), other.pk, contacts) == [mine]


def test_a_number_that_no_column_holds_finds_nothing(acme, ana):
    noun = noun_named("account")

    def names(pk):
        return Account.objects.filter(pk=pk).values_list("name")

    assert rows_around(ana, noun, ("names",), acme.pk, names) == [(acme.name,)]
    for pk in (-1, 0, OF_ONE, LARGEST_ID, LARGEST_ID + 1, 10**30):
        assert records_of(ana, noun, ("none",), pk, contacts) == []
        assert rows_around(ana, noun, ("names",), pk, names) == []


def test_a_query_that_can_match_nothing_gives_nothing(acme, ana):
    def none(pk):
        return Account.objects.filter(pk=pk, name__in=[])

    assert records_of(ana, noun_named("account"), ("empty",), acme.pk, none) == []
