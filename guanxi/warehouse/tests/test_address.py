"""Where the build of the warehouse finds the books, told as libpq reads it."""

import pytest

from guanxi.warehouse.refresh import postgresql_url

LOGIN = {"USER": "gu", "PASSWORD": "a/b", "NAME": "firm 1", "PORT": "", "OPTIONS": {}}


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ({"HOST": "db.example"}, "postgresql://gu:a/b@db.example:5432/firm%201"),
        ({"HOST": "", "USER": "", "PORT": "6"}, "postgresql://localhost:6/firm%201"),
        (
            {"HOST": "/run/pg"},
            "postgresql://gu:a/b@/firm%201?host=%2Frun%2Fpg&port=5432",
        ),
        (
            {"HOST": "db.example", "OPTIONS": {"sslmode": "verify-full", "sslrootcert": "/c.pem"}},
            "postgresql://gu:a/b@db.example:5432/firm%201?sslmode=verify-full&sslrootcert=%2Fc.pem",
        ),
    ],
)
def test_the_books_are_read_as_the_product_reads_them(given, url):
    assert postgresql_url({**LOGIN, **given}) == url.replace("a/b", "a%2Fb")
