"""The page of a record asks the database little, and never tells what was."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guanxi.platform.custom.models import CustomField, CustomNoun
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.nouns.registry import noun_named, nouns
from guanxi.platform.records.writing import create_record, delete_record, update_record
from guanxi.platform.rights.visibility import reached_alike, visible_to
from guanxi.platform.verbs.verb import verbs_of

MOST = 25


@pytest.fixture
def plants(machine):
    """Made before Ana is: another record type of machines, with relations to them."""
    CustomNoun.objects.create(key="plant", label_zh="工厂", label_en="Plant")
    for number in range(12):
        CustomField.objects.create(
            noun="plant",
            name=f"machine{number}",
            type="relation",
            label_zh=f"设备{number}",
            label_en=f"Machine {number}",
            settings={"target": "machine"},
        )
    schema_changed()
    return noun_named("plant")


@pytest.fixture
def plants_of_hers(plants, seller, grant):
    grant(seller, only=("plant.read", "plant.create", "plant.edit", "plant.delete"))
    return plants


def asked(browser, path):
    with CaptureQueriesContext(connection) as captured:
        page = browser.get(path)
    assert page.status_code == 200
    told = {"SELECT", "INSERT", "UPDATE", "(SELECT", "WITH"}
    return page.content.decode(), sum(one["sql"].split()[0] in told for one in captured)


def test_own_relations_add_no_question(plants_of_hers, press, lathe, ana, at, browser_of):
    browser = browser_of(ana)
    values = {f"machine{number}": press.pk for number in range(12)}
    create_record(plants_of_hers, {"name": "苏州一厂"} | values, actor=ana, at=at)
    for one in (press, lathe):
        browser.get(f"/machine/{one.pk}/")

    related, of_one = asked(browser, f"/machine/{press.pk}/")
    bare, of_none = asked(browser, f"/machine/{lathe.pk}/")
    assert (related.count("苏州一厂"), bare.count("苏州一厂")) == (12, 0)
    # SQLite is asked for each list in turn, within the process.
    if connection.vendor == "postgresql":
        assert of_none < of_one <= MOST
    assert of_none <= MOST


def test_the_page_tells_what_has_happened_since_the_last(press, ana, ben, at, browser_of):
    browser, path = browser_of(ana), f"/machine/{press.pk}/"
    first, _ = asked(browser, path)
    again, _ = asked(browser, path)
    assert "昆山" not in first + again

    update_record(noun_named("machine"), press.pk, {"city": "昆山"}, actor=ben, at=at)

    later, _ = asked(browser, path)
    assert "昆山" in later


def test_another_record_is_not_told_what_is_of_the_last(press, lathe, ana, browser_of):
    browser = browser_of(ana)
    asked(browser, f"/machine/{press.pk}/")

    other, _ = asked(browser, f"/machine/{lathe.pk}/")
    assert "<h1" in other
    assert "无锡车床" in other
    assert "128,000" not in other


def test_a_record_that_is_gone_is_not_read_ahead(press, ana, at, browser_of):
    browser, path = browser_of(ana), f"/machine/{press.pk}/"
    asked(browser, path)
    delete_record(noun_named("machine"), press.pk, actor=ana, at=at)

    assert browser.get(path).status_code == 404


def test_acts_that_are_reached_alike_reach_the_same_rows(machine, ana, admin):
    for actor in (ana, admin):
        for noun in nouns().values():
            ways = {}
            actions = {"read", "edit", "delete", *(one.action for one in verbs_of(noun))}
            for action in (one for one in actions if actor.may(noun.permission(one))):
                sql = str(visible_to(actor, noun, action).query)
                assert ways.setdefault(reached_alike(actor, noun, action), sql) == sql
