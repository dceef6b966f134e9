"""The rail and the page that stands for it where there is no room."""

import pytest

from guanxi.platform.actors.models import Role
from guanxi.web.navigation import rooms_for

pytestmark = pytest.mark.django_db


def insight(actor, path="/insight/"):
    return next(room for room in rooms_for(actor, path) if room.name == "insight")


def test_insight_opens_with_its_dashboard(admin):
    assert insight(admin).href == "/insight/dashboard/"


def test_pages_of_one_shelf_stand_together_once(admin):
    labels = [shelf.label for shelf in insight(admin).shelves]

    assert len(labels) == len(set(labels))
    assert labels[0] == ""


def test_only_the_shelf_of_the_open_page_is_open(admin):
    opened = [one for one in insight(admin, "/insight/churn/").shelves if one.is_open]

    assert [item.href for item in opened[0].items if item.is_current] == ["/insight/churn/"]
    assert len(opened) == 1


def test_all_pages_lists_what_one_may_open_and_nothing_else(
    browser_of, admin, machine, person, east, grant
):
    reader = Role.objects.create(code="reader", label_zh="读", label_en="Reader")
    grant(reader, only=("machine.read",))

    everything = browser_of(admin).get("/rooms/").content.decode()
    little = browser_of(person("dora", east, reader)).get("/rooms/").content.decode()

    assert 'href="/insight/warehouse/"' in everything
    assert 'href="/machine/"' in little
    assert 'href="/settings/"' in little
    assert 'href="/account/"' not in little
    assert 'href="/insight/' not in little


def test_a_phone_has_a_tab_for_everything_else(anas, machine):
    tabs = anas.get("/settings/").content.decode().split('<nav class="tabbar"')[1]

    assert '<a href="/rooms/" aria-current="page">' in tabs
