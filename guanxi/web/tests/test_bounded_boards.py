"""Large boards read no more than a list counts; where work is over, the newest comes first."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from guanxi.platform.custom.models import CustomNoun
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.nouns.noun import Board
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records import reading
from guanxi.platform.records.walking import forget_counts
from guanxi.platform.records.writing import create_record
from guanxi.web.board import newest

DAY = dt.timedelta(days=1)


@pytest.fixture
def capped(machine, monkeypatch):
    for place in (reading, newest):
        monkeypatch.setattr(place, "TOTAL_CAP", 3)
    forget_counts()
    return machine


@pytest.fixture
def by_owner(capped, ana, ben, at):
    """One old record of ben's, four newer of ana's, where no more than three are counted."""
    CustomNoun.objects.filter(key="machine").update(settings={"board": {"by": "owner"}})
    schema_changed()
    noun = noun_named("machine")
    create_record(noun, {"name": "oldest", "owner": ben.user_id}, actor=ana, at=at)
    for number in range(4):
        create_record(noun, {"name": f"m{number}"}, actor=ana, at=at)
    return "/machine/board/"


def lanes_in(html):
    return dict(re.findall(r'<section class="lane" data-value="(\w*)" aria-label="([^"]*)"', html))


def test_a_board_by_people_is_made_of_the_newest_rows(anas, by_owner, ana, ben):
    with CaptureQueriesContext(connection) as asked:
        html = anas.get(by_owner).content.decode()

    assert "10,000+" in html and "m3" in html and str(ana.user_id) in lanes_in(html)
    grouped = [one["sql"] for one in asked if "GROUP BY" in one["sql"] and "machine" in one["sql"]]
    assert grouped
    assert all("LIMIT 3" in one for one in grouped)


def test_it_is_counted_as_a_whole_on_demand(anas, by_owner, ana, ben):
    html = anas.get(f"{by_owner}?counted=exactly").content.decode()

    assert "10,000+" not in html and "oldest" in html
    assert lanes_in(html)[str(ben.user_id)] == "Ben"


@pytest.fixture
def banded(capped, ana, at):
    CustomNoun.objects.filter(key="machine").update(
        settings={"board": {"by": "tier", "total": "bought"}}
    )
    schema_changed()
    noun = noun_named("machine")
    for number, city in enumerate(["无锡", "苏州", "苏州", "苏州", "苏州"]):
        values = {"name": f"m{number}", "tier": "key", "city": city, "bought": "100"}
        create_record(noun, values, actor=ana, at=at)
    return "/machine/board/?group=city"


def test_swim_lanes_are_made_of_the_newest_rows(anas, banded):
    with CaptureQueriesContext(connection) as asked:
        html = anas.get(banded).content.decode()

    assert "苏州" in html and "无锡" not in html
    assert "Made of the newest 10,000" in html and "counted=exactly" in html
    grouped = [one["sql"] for one in asked if "GROUP BY" in one["sql"] and "machine" in one["sql"]]
    assert grouped
    assert all("LIMIT 3" in one for one in grouped)


def test_swim_lanes_are_counted_as_a_whole_on_demand(anas, banded):
    html = anas.get(f"{banded}&counted=exactly").content.decode()

    assert "苏州" in html and "无锡" in html
    assert "Made of the newest" not in html


@pytest.fixture
def done(ana, anas, machine):
    """Three tasks done one day after the other, in the order of their names."""
    at, noun = timezone.now() - 9 * DAY, noun_named("activity")
    for number in range(3):
        due = f"2026-11-2{number}T09:30"
        values = {"name": f"Task {number}", "kind": "task", "due_at": due}
        made = create_record(noun, values, actor=ana, at=at)
        made.state, made.done_at = "done", at + number * DAY
        made.save()
    for number in range(2):
        values = {
            "name": f"Open {number}",
            "kind": "task",
            "due_at": f"2026-12-0{number + 1}T09:30",
        }
        create_record(noun, values, actor=ana, at=at)


def order(html, *names):
    return sorted(names, key=html.index)


def test_what_is_done_shows_the_newest_first(anas, done):
    html = anas.get("/activity/board/").content.decode()

    assert order(html, "Task 0", "Task 1", "Task 2") == ["Task 2", "Task 1", "Task 0"]
    assert order(html, "Open 0", "Open 1") == ["Open 0", "Open 1"]


def test_a_chosen_order_holds_for_every_lane(anas, done):
    html = anas.get("/activity/board/?sort=name").content.decode()

    assert order(html, "Task 0", "Task 1", "Task 2") == ["Task 0", "Task 1", "Task 2"]


def test_the_same_in_swim_lanes(anas, done):
    html = anas.get("/activity/board/?group=kind").content.decode()

    assert order(html, "Task 0", "Task 1", "Task 2") == ["Task 2", "Task 1", "Task 0"]
    assert order(html, "Open 0", "Open 1") == ["Open 0", "Open 1"]


def test_more_of_what_is_done_goes_on_in_the_same_order(anas, done, monkeypatch):
    monkeypatch.setattr("guanxi.web.board.lanes.CARDS", 2)
    monkeypatch.setattr("guanxi.web.board.lanes.lane_cards.__defaults__", (2,))
    html = anas.get("/activity/board/").content.decode()
    assert "Task 0" not in html

    way = re.search(r'hx-get="(/activity/board/more/[^"]*lane=done[^"]*)"', html)
    assert way
    more = anas.get(way[1].replace("&amp;", "&")).content.decode()

    assert "Task 0" in more and "Task 2" not in more


def test_an_administrator_says_which_stages_are_over(machine, admin, browser_of):
    html = browser_of(admin).get("/settings/fields/machine/about/").content.decode()
    assert 'name="board_closed"' not in html
    client = browser_of(admin)
    said = {"label_zh": "设备", "board_by": "tier", "column": ["name"]}
    assert client.post("/settings/fields/machine/about/", said).status_code == 302
    html = client.get("/settings/fields/machine/about/").content.decode()
    assert 'name="board_closed" value="key"' in html
    client.post("/settings/fields/machine/about/", {**said, "board_closed": ["key", "nothing"]})

    assert noun_named("machine").board == Board("tier", closed=("key",))
