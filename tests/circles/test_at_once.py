"""Two changes, each sound alone, close no circle together on a server that takes both at once."""

import threading

import pytest
from django.db import connection, transaction

from guanxi.customers.models import Account
from guanxi.platform.errors import RuleBroken
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record, update_record
from tests.harness.elsewhere import until

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer"),
]


def waits_for_a_lock():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        return cursor.fetchone()[0]


@pytest.mark.parametrize("field", ["parent", "referrer"])
def test_two_are_not_placed_below_each_other_at_once(ana, at, field):
    noun = noun_named("account")
    one, other = (create_record(noun, {"name": name}, actor=ana, at=at) for name in "AB")
    said = []

    def place():
        try:
            update_record(noun, other.pk, {field: one.pk}, actor=ana, at=at)
        except RuleBroken as refused:
            said.append(set(refused.fields))
        finally:
            connection.close()

    second = threading.Thread(target=place)
    with transaction.atomic():
        update_record(noun, one.pk, {field: other.pk}, actor=ana, at=at)
        second.start()
        until(lambda: waits_for_a_lock() or not second.is_alive())
    second.join()

    assert said == [{field}]
    assert Account.objects.values_list(f"{field}_id", flat=True).get(pk=other.pk) is None
