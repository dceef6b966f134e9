"""A statement reaches SQLite as it was meant, the first time and every time after."""

import pytest
from django.db import connection

from guanxi.platform.sqlite.base import LONGEST_KEPT

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL is asked without this"),
]


def said(sql, values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()


def test_signs_of_percent_stay_what_they_are():
    for value in ("50%", "%s", "?"):
        assert said("SELECT %s, '100%%', '?'", [value]) == (value, "100%", "?")


def test_values_may_have_names():
    assert said("SELECT %(one)s || %(two)s", {"one": "a", "two": "b"}) == ("ab",)


def test_a_statement_too_long_to_keep_is_asked_all_the_same():
    assert said(f"SELECT %s /* {'x' * LONGEST_KEPT} */", [7]) == (7,)
