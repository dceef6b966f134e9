"""Two people erased at the same moment: neither erasure brings the other's name back."""

import time
from threading import Event, Thread

import pytest
from django.db import connection, transaction

from guanxi.customers.personal.passing import forget_in_passing
from guanxi.platform.records.naming import KnownBy
from guanxi.platform.views.models import SavedView

pytestmark = pytest.mark.django_db(transaction=True)
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


def test_a_view_that_names_both_names_neither_afterwards():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one write after the other")
    filter = {"any": [{"field": "name", "value": "王小明"}, {"field": "name", "value": "李大同"}]}
    view = SavedView.objects.create(noun="account", label_zh="两位", filter=filter)
    begun = Event()
    other = Thread(target=forget_apart, args=(begun, "李大同"))

    with transaction.atomic():
        forget_in_passing(KnownBy(["王小明"]))
        other.start()
        begun.wait(60)
        until_somebody_waits()
    other.join()

    view.refresh_from_db()
    assert [one["value"] for one in view.filter["any"]] == ["", ""]


def forget_apart(begun, name):
    try:
        with transaction.atomic():
            begun.set()
            forget_in_passing(KnownBy([name]))
    finally:
        connection.close()


def until_somebody_waits():
    until = time.monotonic() + 60
    with connection.cursor() as cursor:
        while time.monotonic() < until:
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
    raise AssertionError("nobody waited")
