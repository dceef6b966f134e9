"""A record beside its list: what it tells, to whom, and what it costs."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from guanxi.web.models import Visit


def test_a_record_is_told_in_short(anas, press):
    html = anas.get(f"/machine/{press.pk}/peek/").content.decode()

    assert press.name in html
    assert f'href="/machine/{press.pk}/"' in html
    assert "What happened" in html
    assert "<html" not in html


def test_looking_beside_the_list_is_no_visit(anas, press):
    anas.get(f"/machine/{press.pk}/peek/")

    assert not Visit.objects.exists()


def test_a_stranger_finds_no_record_beside_the_list(browser_of, cleo, press):
    assert browser_of(cleo).get(f"/machine/{press.pk}/peek/").status_code == 404


def test_a_look_beside_the_list_is_cheap(anas, press):
    anas.get(f"/machine/{press.pk}/peek/")

    with CaptureQueriesContext(connection) as asked:
        anas.get(f"/machine/{press.pk}/peek/")

    assert len(asked) <= 22
