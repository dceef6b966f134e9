"""Cohorts, attribution and scorecard: over what one may see, with a way behind what they count."""

import datetime as dt
import re

import pytest
from django.http import QueryDict

from guanxi.customers.models import Interaction
from guanxi.insight.dashboards.standard import STANDARD
from guanxi.insight.models import MeasureRun
from guanxi.insight.olap.addresses import cube_address
from guanxi.insight.olap.answering import answer
from guanxi.insight.olap.state import state_from
from guanxi.insight.tests.standing import *  # noqa: F403 - the books stand for the module
from guanxi.insight.tests.test_pages import client_of
from guanxi.platform.actors.compiling import rights_changed
from guanxi.platform.actors.models import FieldGrant, Grant
from guanxi.platform.errors import RuleBroken

pytestmark = pytest.mark.alike

PAGES = ("/insight/cohorts/", "/insight/attribution/", "/insight/scorecard/")


@pytest.fixture(scope="module")
def books(customer, sale, ana, cleo, compute, at):
    """Eight customers of ana's with calls before their orders, a large one of cleo's."""
    for number in range(1, 9):
        account = customer(f"ana {number}", ana)
        for days_ago in range(4 + number, 800, 60 + number):
            sale(account, days_ago, 1_000 * number, owner_id=ana.user_id, team_id=ana.team_id)
            Interaction.objects.create(
                account=account,
                channel="phone" if number % 2 else "email",
                direction="out",
                happened_at=at - dt.timedelta(days_ago + 3),
                created_at=at,
                updated_at=at,
            )
    giant = customer("giant", cleo)
    sale(giant, 30, 90_000_000)
    sale(giant, 500, 90_000_000)
    compute(only=("cohorts", "attribution", "scorecard"))


def test_settings_of_an_older_version_are_no_obstacle_until_the_next_run(books, admin):
    run = MeasureRun.objects.filter(measure="scorecard").latest("pk")
    run.parameters = {**run.parameters, "no_more": "7"}
    run.save()

    assert client_of(admin).get("/insight/scorecard/").status_code == 200


def test_every_page_is_over_what_one_may_see(books, ana, admin):
    for address in PAGES:
        mine, all_of_it = (client_of(one).get(address).content.decode() for one in (ana, admin))
        finding = re.compile(r'class="finding">(.*?)</p>')
        assert finding.search(mine)[1] != finding.search(all_of_it)[1], address
        assert " style=" not in mine


def test_the_orders_behind_a_channel_are_listed(books, ana):
    page = client_of(ana).get(PAGES[1]).content.decode()
    links = re.findall(r'href="(/insight/attribution/orders/[^"]+)"', page)
    assert len(links) >= 10
    answer = client_of(ana).get(links[0].replace("&amp;", "&")).content.decode()
    assert answer.count('href="/order/') > 3
    assert client_of(ana).get("/insight/attribution/orders/?model=x").status_code == 404


def test_the_customers_behind_a_cell_are_as_many_as_its_share_says(books, ana):
    page = client_of(ana).get(PAGES[0]).content.decode()
    links = re.findall(r'href="(/insight/cohorts/\d+/0/)"', page)
    answer = client_of(ana).get(links[0]).content.decode()
    assert answer.count('href="/account/') >= 1
    assert "giant" not in answer


def test_every_stage_and_band_of_days_leads_to_as_many_as_it_says(books, ana, admin):
    counts = []
    for actor in (ana, admin):
        page = client_of(actor).get(PAGES[0]).content.decode()
        links = re.findall(r'href="(/insight/cohorts/(?:stage|took)/[^"]+)">([\d,]+)</a>', page)
        assert len(links) >= 6
        for link, number in links:
            answer = client_of(actor).get(link)
            assert answer.context["count"] == int(number.replace(",", "")), link
            assert len(re.findall(r'class="link" href="/account/', answer.content.decode()))
            assert ("giant" in answer.content.decode()) <= (actor is admin)
        counts.append(sum(int(number) for _link, number in links))
    assert counts[0] < counts[1]


def test_a_stage_or_band_that_there_is_not_is_not_found(books, ana, seller):
    client = client_of(ana)
    for wrong in ("stage/nothing/", "took/nothing/0/", "took/paid/6/"):
        assert client.get(f"/insight/cohorts/{wrong}").status_code == 404
    assert client.get("/insight/cohorts/took/paid/0/?page=999").status_code == 200
    Grant.objects.filter(role=seller, permission="interaction.read").update(scope="none")
    rights_changed()
    for address in ("stage/first/", "took/paid/0/"):
        assert client_of(ana).get(f"/insight/cohorts/{address}").status_code == 403


def test_who_may_not_read_amounts_sees_none_of_it(books, ana, seller):
    FieldGrant.objects.create(role=seller, noun="order_line", field="amount", mode="hidden")
    rights_changed()
    assert client_of(ana).get(PAGES[1]).status_code == 403
    assert client_of(ana).get(PAGES[2]).status_code == 403
    FieldGrant.objects.create(
        role=seller, noun="account", field="profile_revenue_total", mode="hidden"
    )
    rights_changed()
    assert client_of(ana).get(PAGES[0]).status_code == 403


def test_every_cube_that_a_page_leads_to_is_there(books, compute, admin):
    compute(only=("cohorts", "attribution", "scorecard", "forecast", "rfm", "lifecycle"))
    client = client_of(admin)
    found = set()
    for address in ("/insight/", "/insight/scorecard/", "/insight/forecast/", *PAGES):
        page = client.get(address).content.decode()
        found |= set(re.findall(r'href="(/insight/cube/\?[^"]+)"', page))
    found |= {f"/insight/cube/?{one.query}" for one in STANDARD}
    assert any("measure=interactions" in one for one in found)
    assert len(found) > 15
    for one in sorted(found)[:60]:
        assert client.get(one.replace("&amp;", "&")).status_code == 200, one


def test_the_contacts_of_the_scorecard_are_those_of_its_cube(books, admin, at):
    client = client_of(admin)
    page = client.get("/insight/scorecard/").content.decode()
    [link] = re.findall(r'href="(/insight/cube/\?measure=interactions[^"]+)"', page)
    state = state_from(QueryDict(link.replace("&amp;", "&").partition("?")[2]))
    said = client.get("/insight/scorecard/").context["groups"][0][1][0].figure
    assert said == str(answer(admin, state, as_of=at.date()).total) != "0"


def test_a_cube_that_there_is_not_has_no_address():
    for wrong in (("contacts", "channel"), ("interactions", "category"), ("revenue", "weather")):
        with pytest.raises(RuleBroken):
            cube_address(*wrong)
