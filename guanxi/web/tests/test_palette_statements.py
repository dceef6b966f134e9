"""The palette asks as often in a firm with many record types of its own as in one with few."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guanxi.platform.custom.models import CustomField, CustomNoun
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record
from guanxi.platform.views.models import SavedView
from guanxi.web.palette.finding import recent_records

OWN = [f"thing{number}" for number in range(15)]
MOST = 15


@pytest.fixture
def ana(seller, grant, machine, person, east):
    """Ana, with grants on a firm's many record types: an actor is compiled once."""
    for key in OWN:
        CustomNoun.objects.create(key=key, label_zh="物", label_en="Thing")
        CustomField.objects.create(
            noun=key, name="serial", type="text", label_zh="号", label_en="No.", is_searchable=True
        )
    schema_changed()
    grant(seller, only=[f"{key}.{may}" for key in OWN for may in ("read", "create")])
    return person("ana", east, seller)


def asked(browser, path):
    browser.get(path)
    with CaptureQueriesContext(connection) as captured:
        page = browser.get(path)
    assert page.status_code == 200
    return page.content.decode(), len(captured)


def test_the_palette_asks_as_often_of_many_record_types(press, ana, at, browser_of):
    browser = browser_of(ana)
    for key in OWN:
        create_record(noun_named(key), {"name": "昆山"}, actor=ana, at=at)
        SavedView.objects.create(noun=key, label_en="Kunshan", reach="public", position=1)

    many, of_many = asked(browser, "/palette/?q=昆山")
    one, of_one = asked(browser, "/palette/?q=苏州")
    assert (many.count('href="/thing'), one.count("苏州冲床")) == (8, 1)
    assert of_many == of_one <= MOST


def test_what_was_opened_last_is_named_by_one_question(press, ana, at, browser_of):
    browser = browser_of(ana)
    for key in OWN[:5]:
        record = create_record(noun_named(key), {"name": key.title()}, actor=ana, at=at)
        browser.get(f"/{key}/{record.pk}/")

    with CaptureQueriesContext(connection) as captured:
        titles = [one.title for one in recent_records(ana)]
    assert titles == ["Thing4", "Thing3", "Thing2", "Thing1", "Thing0"]
    assert len(captured) == 2
