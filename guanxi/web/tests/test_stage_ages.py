"""A card says how long it has stood in its stage, and warns beyond the days of that stage."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from guanxi.platform.boards.ages import age_limit, ages_of, set_ages
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record
from guanxi.sales.models import Order

DAY = dt.timedelta(days=1)


@pytest.fixture
def standing(ana, at):
    bohen = create_record(noun_named("account"), {"name": "博衡传感"}, actor=ana, at=at)

    def make(number, days):
        values = {"number": number, "account": bohen.pk, "ordered_on": dt.date(2026, 11, 18)}
        made = create_record(noun_named("order"), values, actor=ana, at=at)
        since = timezone.now() - days * DAY
        Order.objects.filter(pk=made.pk).update(stage_since=since)

    return make


def ages(html):
    """Of each card its tone and what it says, by its title."""
    found = {}
    for card in re.findall(r'<a class="deal".*?</a>', html, re.S):
        title = re.search(r'deal-name">([^<]*)<', card)
        age = re.search(r'class="age (\w+)" title="([^"]*)">(?:<svg.*?</svg>)?([^<]*)<', card, re.S)
        found[title[1]] = (age[1], age[3], "svg" in card[age.start() : age.end()], age[2])
    return found


def test_a_card_says_how_long_it_has_stood_and_warns_by_sign_and_word(anas, standing):
    standing("A1", 3)
    standing("B2", 12)
    standing("C3", 40)

    found = ages(anas.get("/order/board/").content.decode())

    assert {name: one[:3] for name, one in found.items()} == {
        "A1": ("fresh", "3 days in stage", False),
        "B2": ("soon", "12 days in stage", True),
        "C3": ("late", "40 days in stage", True),
    }
    assert found["C3"][3].endswith(", longer than 14 days there")


def test_where_work_is_over_a_card_says_nothing(anas, standing):
    standing("A1", 40)
    Order.objects.update(status="closed")

    assert 'class="age' not in anas.get("/order/board/").content.decode()


def test_it_is_said_in_swim_lanes_and_in_a_column_too(anas, standing):
    standing("C3", 40)

    for where in ("/order/board/?group=owner", "/order/?columns=number,stage_since"):
        assert 'class="age late"' in anas.get(where).content.decode()


def test_more_cards_ask_the_database_no_more(anas, standing):
    def asked():
        with CaptureQueriesContext(connection) as found:
            anas.get("/order/board/")
        return len(found)

    standing("A1", 3)
    anas.get("/order/board/")
    few = asked()
    for number in range(8):
        standing(f"B{number}", 40)

    assert asked() == few


def test_no_days_are_asked_for_where_work_is_over(browser_of, admin, standing):
    standing("C3", 40)
    browser = browser_of(admin)
    page = browser.get("/settings/boards/").content.decode()
    form = page[page.index('id="limits-order"') :]
    form = form[: form.index("</section>")]
    stages = dict(re.findall(r'name="stage_(\d+)" value="(\w+)"', form))
    places = {value: place for place, value in stages.items()}

    assert [f'name="days_{places[one]}"' in form for one in ("draft", "delivered")] == [True, True]
    assert [f'name="days_{places[one]}"' in form for one in ("closed", "cancelled")] == [
        *(False, False)
    ]

    values = {"noun": "order", **{f"stage_{place}": one for place, one in stages.items()}}
    browser.post("/settings/boards/", values | {f"days_{places['closed']}": "9"})
    assert ages_of(noun_named("order")) == {}


def test_days_set_before_work_was_over_there_warn_of_nothing(admin, at):
    set_ages(noun_named("order"), {"closed": 3}, actor=admin, at=at)

    assert age_limit(noun_named("order"), "closed") == 0


def test_an_administrator_sets_the_days_of_a_stage(browser_of, admin, standing):
    standing("C3", 40)
    browser = browser_of(admin)
    page = browser.get("/settings/boards/").content.decode()
    form = page[page.index('id="limits-order"') :]
    stages = dict(re.findall(r'name="stage_(\d+)" value="(\w+)"', form[: form.index("</section>")]))
    values = {"noun": "order", **{f"stage_{place}": one for place, one in stages.items()}}

    refused = browser.post("/settings/boards/", values | {"days_0": "soon"})
    kept = browser.post("/settings/boards/", values | {"days_0": "60"})

    assert (refused.status_code, kept.status_code) == (422, 302)
    assert 'value="soon"' in refused.content.decode()
    assert ages_of(noun_named("order")) == {"draft": 60}
    assert 'class="age fresh"' in browser.get("/order/board/").content.decode()
