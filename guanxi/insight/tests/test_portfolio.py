"""The pages of portfolio and network: over what one may see, each mark a list, nothing inline."""

import datetime as dt
import json
import re
from urllib.parse import unquote

import pytest
from django.utils.translation import override

from guanxi.customers.models import AccountRelation, Interaction, Person
from guanxi.insight.panels import classes_of
from guanxi.insight.portfolio.credit.measure import CREDIT
from guanxi.insight.portfolio.page.drawing import credit_table
from guanxi.insight.portfolio.page.figures import CreditUse, Held, Portfolio
from guanxi.insight.portfolio.page.findings import credit_finding
from guanxi.insight.structure.figures import Structure, Totals
from guanxi.insight.tests.standing import *  # noqa: F403 - the books stand for the module
from guanxi.insight.tests.test_pages import client_of
from guanxi.platform.actors.compiling import rights_changed
from guanxi.platform.actors.models import FieldGrant
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.rights.visibility import condition

pytestmark = pytest.mark.alike

PORTFOLIO, NETWORK = "/insight/portfolio/", "/insight/network/"


@pytest.fixture(scope="module")
def books(customer, sale, ana, cleo, at, compute):
    """Ana's customers who pay, just pay and do not, related to each other; a giant of cleo's."""
    stamps = {"created_at": at, "updated_at": at}
    found = [customer(f"firm {number}", ana) for number in range(6)]
    for number, account in enumerate(found):
        sale(account, 20, 10_000 * (number + 1))
        sale(account, 400, 10_000)
        for days in range(3):
            Interaction.objects.create(
                account=account, channel="visit", happened_at=at - dt.timedelta(days + 1), **stamps
            )
        Person.objects.create(name=f"person {number}", account=account, **stamps)
    for account in found[1:5]:
        account.parent = found[0]
        account.save()
    giant = customer("giant", cleo)
    sale(giant, 10, 90_000_000)
    AccountRelation.objects.create(account=found[0], other=giant, kind="partner", **stamps)
    compute(overrides={"potential": {"least_known": "10"}})
    return found


def test_the_portfolio_is_over_what_one_may_see(books, ana, cleo, admin):
    pages = [client_of(one).get(PORTFOLIO).content.decode() for one in (ana, cleo, admin)]
    findings = [re.search(r'class="finding">(.*?)</p>', page)[1] for page in pages]
    assert len(set(findings)) == 3
    assert "nobody is served at a loss" in findings[1]
    assert "<b>6</b> of them cost more than they bring" in findings[0]


def test_components_of_value_stand_apart_and_unknown_says_what_is_missing(books, ana):
    page = client_of(ana).get(PORTFOLIO).content.decode()
    table = re.sub(
        "<[^>]+>", " ", page.partition("Components of value")[2].partition("</table>")[0]
    )
    assert "1 of 7 are known of anybody" in table
    assert table.count("nobody has judged it") == 5
    assert "No referral of any customer is recorded" in table


def test_the_table_of_credit_says_how_many_stand_over_the_limit_and_leads_to_them():
    use = CreditUse({"within": Held(57), "over": Held(3), "unknown": Held(9)}, 120_000)
    whale = Structure(Totals(0, 0, 0, 0, 0, 0, 0), (), {}, (), (), {}, None)
    portfolio = Portfolio(whale, {}, {"credit": {"sound": Held(60)}}, {}, (), use)

    with override("en"):
        said, nobody = credit_finding(use), credit_finding(CreditUse({}, 0))
        table = credit_table(portfolio, CREDIT.parameters().values(), said)
        rows = [(str(row.label), row.customers, row.bar) for row in table.more]

    assert said == "Credit: 3 customers (5.0%) stand over their limits, by ¥1,200"
    assert nobody == "Credit: nobody stands over the limit"
    assert rows == [("Within its limit", 57, 95), ("Over its limit", 3, 5)]
    assert "credit_use" in unquote(table.more[1].href)


def test_every_field_of_a_matrix_leads_to_the_customers_it_counts(books, ana):
    page, noun, counted = client_of(ana).get(PORTFOLIO).content.decode(), noun_named("account"), 0
    marks = re.findall(r'<a href="[^"]*filter=([^"]+)"><b>[^<]*</b>([\d,]+)<', page)
    for written, number in marks:
        rows = noun.base().filter(condition(ana, noun, json.loads(unquote(written))))
        assert rows.filter(team_id=ana.team_id).count() == int(number)
        counted += int(number)
    assert counted >= 6


def test_the_pages_keep_to_the_policy_and_to_few_queries(books, ana, django_assert_max_num_queries):
    client = client_of(ana)
    client.get(PORTFOLIO)
    for address in (PORTFOLIO, NETWORK, f"{NETWORK}{books[0].pk}/"):
        with django_assert_max_num_queries(18):
            page = client.get(address).content.decode()
        assert " style=" not in page
        assert "<table" in page


def test_who_may_not_read_a_class_may_not_see_the_page(books, ana, seller):
    FieldGrant.objects.create(
        role=seller, noun="account", field="profile_serve_profit", mode="hidden"
    )
    rights_changed()
    assert client_of(ana).get(PORTFOLIO).status_code == 403


def test_the_network_names_centres_and_what_hangs_on_one_person(books, ana):
    page = client_of(ana).get(NETWORK).content.decode()
    assert re.search(r'/insight/network/\d+/">firm 0</a>', page)
    assert "<b>6</b> customers hang on a single person" in page
    assert "giant" not in page


def test_relations_are_drawn_and_strangers_only_counted(books, ana, cleo):
    page = client_of(ana).get(f"{NETWORK}{books[0].pk}/").content.decode()
    assert page.count("Subsidiary") == 12
    assert "giant" not in page
    assert "1 more is not yours to see" in page
    assert client_of(cleo).get(f"{NETWORK}{books[0].pk}/").status_code == 404


def test_one_without_relations_is_told_so(books, ana):
    page = client_of(ana).get(f"{NETWORK}{books[5].pk}/").content.decode()
    assert "No relation to another customer that you may see" in page


def test_the_customers_page_draws_the_months_and_keeps_matrices_to_lines(books, ana, at):
    with override("en"):
        shown = classes_of(ana, books[0], at)
    cards = {card.told.measure: card for theme in shown["themes"] for card in theme.cards}
    lines = {told.measure for theme in shown["themes"] for told, _tone in theme.lines}
    assert len(cards["serve"].bars) == 12
    assert cards["serve"].told.reason.startswith("It brought ¥100 before discounts and returns")
    assert {"potential", "payback", "cost_ratio"} <= lines
    assert "potential" not in cards
