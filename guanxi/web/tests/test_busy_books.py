"""While others write for longer than one waits, nothing is saved, and it is said so."""

import sqlite3

import pytest
from django.db import connection
from django.test import Client

from guanxi.customers.models import Account
from guanxi.platform.actors.models import User

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL lets many write"),
]


@pytest.fixture
def long_change(monkeypatch):
    """Somebody who holds the door of the books for as long as the test lasts."""
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None, uri=True)
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.1)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_page_says_that_a_large_change_is_being_written(ana, headers, request):
    browser = Client(SERVER_NAME="localhost", raise_request_exception=False)
    browser.force_login(User.objects.get(pk=ana.user_id))
    browser.get("/account/")
    request.getfixturevalue("long_change")

    answer = browser.post("/account/new/", {"name": "候门公司"}, headers=headers)

    assert answer.status_code == 503
    assert "try again" in answer.content.decode()
    assert not Account.objects.filter(name="候门公司").exists()
