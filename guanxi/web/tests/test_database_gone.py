"""A database that is empty, or is none: a page says so in the language of who reads it."""

import pytest
from django.db import connection
from django.test import Client
from django.utils.translation import override

from guanxi.platform.custom.schema import forget_schema

pytestmark = pytest.mark.django_db(transaction=True)
LANGUAGES = pytest.mark.parametrize(
    ("language", "told"), [("en", "start it again"), ("zh-CN", "重新启动")]
)


@pytest.fixture
def emptied():
    """The table that is asked first is away, as in a database that was put in this one's place."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE platform_version RENAME TO platform_version_away")
        yield
        cursor.execute("ALTER TABLE platform_version_away RENAME TO platform_version")


@pytest.fixture
def reader(emptied, monkeypatch):
    forget_schema()
    browser = Client(SERVER_NAME="localhost", raise_request_exception=False)
    browser.cookies["guanxi_session"] = "a" * 32
    # What the process speaks is not what the reader does.
    with override("zh-hans"):
        yield browser
    forget_schema()


@LANGUAGES
@pytest.mark.parametrize("path", ["/", "/account/", "/sign-in/", "/api/v1/account/"])
def test_an_emptied_database_is_told_in_the_readers_language(reader, path, language, told):
    answer = reader.get(path, headers={"Accept-Language": language})

    assert answer.status_code == 503
    assert told in answer.content.decode()
