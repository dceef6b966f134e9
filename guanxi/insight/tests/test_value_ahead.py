"""The page of the value ahead: over what one may see, marks that lead to lists, doubts said."""

import json
import random
import re
from urllib.parse import unquote

import pytest

from guanxi.customers.models import Account
from guanxi.insight.models import MeasureRun
from guanxi.insight.summary import summary
from guanxi.insight.tests.standing import *  # noqa: F403 - the books stand for the module
from guanxi.insight.tests.test_pages import client_of
from guanxi.platform.actors.compiling import rights_changed
from guanxi.platform.actors.models import FieldGrant
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.rights.visibility import condition
from guanxi.surveys.models import SurveyAnswer

pytestmark = [pytest.mark.measures("clv", "contract"), pytest.mark.alike]

ADDRESS = "/insight/value-ahead/"


@pytest.fixture(scope="module")
def books(customer, sale, ana, cleo, compute):
    """Forty customers of ana's who buy and stop as chance has it, one large one of cleo's."""
    chance = random.Random(11)
    for number in range(1, 41):
        account, days_ago = customer(f"ana {number}", ana), chance.uniform(150, 700)
        gap = 40 / chance.gammavariate(0.8, 1)
        while days_ago >= 1:
            sale(account, int(days_ago), int(chance.lognormvariate(9, 1)))
            if chance.random() < 0.3 * chance.random():
                break
            days_ago -= 5 + chance.expovariate(1 / gap)
    giant = customer("giant", cleo)
    for days_ago in range(10, 600, 90):
        sale(giant, days_ago, 90_000_000)
    compute(overrides={"clv": {"least_repeaters": "10"}})
    return giant


def test_the_value_is_over_what_one_may_see(books, ana, cleo, admin):
    pages = [client_of(actor).get(ADDRESS).content.decode() for actor in (ana, cleo, admin)]
    assert all("Value ahead" in page for page in pages)
    assert len({re.search(r'class="finding">(.*?)</p>', page)[1] for page in pages}) == 3
    assert "Customer equity" in pages[2]
    assert "Customer equity" not in pages[0]


def test_every_column_leads_to_the_customers_it_counts(books, ana):
    page = client_of(ana).get(ADDRESS).content.decode()
    noun, counted = noun_named("account"), 0
    marks = re.findall(
        r'filter=([^"]+)"><rect class="bar [^>]*><text class="mid say"[^>]*>([\d,]+)<', page
    )
    for written, count in marks[:10]:
        rows = noun.base().filter(condition(ana, noun, json.loads(unquote(written))))
        assert rows.filter(team_id=ana.team_id).count() == int(count)
        counted += int(count)
    assert counted == 40


def test_the_page_keeps_to_the_policy_and_to_few_queries(books, ana, django_assert_max_num_queries):
    client = client_of(ana)
    client.get(ADDRESS)
    with django_assert_max_num_queries(12):
        page = client.get(ADDRESS).content.decode()
    assert " style=" not in page
    assert page.count("<table") >= 5


def test_who_may_not_read_a_value_may_not_see_the_page(books, ana, seller):
    FieldGrant.objects.create(role=seller, noun="account", field="profile_clv_value", mode="masked")
    rights_changed()
    assert client_of(ana).get(ADDRESS).status_code == 403


def test_a_stranger_without_customers_sees_none_of_the_value(books, person, seller):
    dora = person("dora", None, seller)
    assert "No value ahead can be told yet" in client_of(dora).get(ADDRESS).content.decode()


def test_the_summary_tells_what_the_model_has_learned(books, at):
    told = summary(at)["measures"]["clv"]["fit"]
    assert told["buying"]["unit"] == "weeks"
    assert told["buying"]["n"] == 41
    assert all("standard_error" in one for one in told["buying"]["parameters"].values())
    assert told["holdout"]["weeks"] == 26


def test_a_model_that_serves_on_is_said_to_be_old(books, ana):
    run = MeasureRun.objects.filter(measure="clv").latest("id")
    run.fit["buying"] |= {"status": "kept", "why": "not_converged"}
    run.save()
    page = client_of(ana).get(ADDRESS).content.decode()
    assert "The model did not settle on these purchases." in page
    assert "still serves" in page


def test_where_too_few_are_under_contract_the_page_says_so(books, cleo):
    page = client_of(cleo).get(ADDRESS).content.decode()
    assert "No value under contract can be told yet." in page
    assert "Too few contracts have ended, or too few last, to learn from." in page


def test_who_may_not_read_values_under_contract_sees_the_rest(books, ana, seller):
    shown = "Share of customers under contract"
    assert shown in client_of(ana).get(ADDRESS).content.decode()
    FieldGrant.objects.create(
        role=seller, noun="account", field="profile_contract_value", mode="hidden"
    )
    rights_changed()
    assert shown not in client_of(ana).get(ADDRESS).content.decode()


def test_drivers_of_equity_stand_beside_the_value(books, ana, admin, at, compute):
    account = Account.objects.filter(team_id=ana.team_id).first()
    for number in range(120):
        # Who is pleased with quality intends to buy again, price says nothing.
        for kind, item, value in (
            ("driver", "V1", 9 if number % 2 else 2),
            ("driver", "B1", number % 7),
            ("intent", "", 8 if number * 7 % 10 < (7 if number % 2 else 3) else 2),
        ):
            SurveyAnswer.objects.create(
                account=account, kind=kind, item=item, value=value, scale_low=0, scale_high=10,
                answered_on=at.date(), sheet=f"s{number}", created_at=at, updated_at=at,
            )  # fmt: skip
    compute()
    for actor in (ana, admin):
        page = client_of(actor).get(ADDRESS).content.decode()
        assert re.search(r'<th scope="row">V1</th>', page)
        assert "Customer equity rises most by" in page
