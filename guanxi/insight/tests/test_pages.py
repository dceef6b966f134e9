"""The pages: figures over what one may see, marks that lead to lists, changes looked at first."""

import json
import re
from urllib.parse import unquote

import pytest
from django.test import Client

from guanxi.insight.models import MeasureSetting
from guanxi.insight.panels import classes_of
from guanxi.insight.structure.flow import draw_flow
from guanxi.insight.tests.standing import *  # noqa: F403 - the books stand for the module
from guanxi.platform.actors.compiling import rights_changed
from guanxi.platform.actors.models import FieldGrant, User
from guanxi.platform.jobs.models import Job
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.rights.visibility import condition

pytestmark = [pytest.mark.measures("rfm", "abc", "pyramid", "lifecycle"), pytest.mark.alike]


def client_of(actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


@pytest.fixture(scope="module")
def books(customer, sale, ana, cleo, compute):
    """Ten customers of ana's, one of cleo's that outweighs them all."""
    for number in range(1, 11):
        account = customer(f"ana {number}", ana)
        for days_ago in range(4 + number, 400, 25 * number):
            sale(account, days_ago, 10_000 * number)
    giant = customer("giant", cleo)
    sale(giant, 40, 99_000_000)
    compute()
    return giant


def test_the_finding_is_over_what_one_may_see(books, ana, cleo, admin):
    texts = {
        actor.name: client_of(actor).get("/insight/").content.decode()
        for actor in (ana, cleo, admin)
    }
    assert "11 customers" not in texts["Ana"]
    assert len(set(texts.values())) == 3
    assert re.search(r"bring <b>9\d\.\d%", texts["Admin"])
    assert not re.search(r"bring <b>9\d\.\d%", texts["Ana"])


def test_a_stranger_without_customers_sees_an_empty_structure(books, person, west, seller):
    dora = person("dora", None, seller)
    page = client_of(dora).get("/insight/").content.decode()
    assert "Nothing was earned" in page


def test_every_mark_leads_to_exactly_the_customers_it_counts(books, ana):
    page = client_of(ana).get("/insight/").content.decode()
    cells = re.findall(r'<td class="h\d"><a href="/account/\?filter=([^"]+)">([\d,]+)', page)
    assert sum(int(count) for _, count in cells) == 10
    noun = noun_named("account")
    for written, count in cells:
        rows = noun.base().filter(condition(ana, noun, json.loads(unquote(written))))
        assert rows.filter(team_id=ana.team_id).count() == int(count)


def test_every_band_of_the_flow_leads_to_those_who_moved(books, ana):
    page = client_of(ana).get("/insight/").content.decode()
    bands = re.findall(
        r'<a href="/account/\?filter=([^"]+)"><path class="flow[^>]*><title>[^<]*: ([\d,]+)<', page
    )
    noun = noun_named("account")
    assert bands
    for written, count in bands:
        rows = noun.base().filter(condition(ana, noun, json.loads(unquote(written))))
        assert rows.filter(team_id=ana.team_id).count() == int(count)


def test_every_stage_of_the_flow_leads_to_those_it_counts(books, ana):
    page = client_of(ana).get("/insight/").content.decode()
    stages = re.findall(
        r'<a href="/account/\?filter=([^"]+)"><rect class="stock"[^>]*/><text[^>]*>[^<]*</text>'
        r"<text[^>]*>([\d,]+)",
        page,
    )
    noun = noun_named("account")
    assert stages
    for written, count in stages:
        rows = noun.base().filter(condition(ana, noun, json.loads(unquote(written))))
        assert rows.filter(team_id=ana.team_id).count() == int(count)


def test_who_had_ended_before_is_not_in_the_list_behind_the_ended_stage_either():
    drawn = draw_flow({("ended", "ended"): 5, ("growth", "ended"): 2})

    [ended] = drawn.now
    assert ended.customers == 2
    assert json.loads(unquote(ended.href.partition("filter=")[2])) == {
        "all": [
            {"field": "profile_lifecycle_class", "op": "is", "value": "ended"},
            {"field": "profile_lifecycle_was", "op": "is_not", "value": "ended"},
        ]
    }


def test_the_page_keeps_to_the_security_policy(books, ana):
    page = client_of(ana).get("/insight/").content.decode()
    assert " style=" not in page
    assert "onclick" not in page
    assert page.count("<table") >= 3


def test_who_may_not_read_a_figure_does_not_learn_it_here(books, ana, seller):
    FieldGrant.objects.create(
        role=seller, noun="account", field="profile_abc_contribution", mode="hidden"
    )
    rights_changed()
    assert client_of(ana).get("/insight/").status_code == 403


def test_a_setting_is_found_by_a_word_of_it_and_stands_under_its_theme(books, ana):
    client = client_of(ana)

    everything = client.get("/insight/parameters/").content.decode()
    found = client.get("/insight/parameters/", {"q": "vip"}).content.decode()
    nothing = client.get("/insight/parameters/", {"q": "weather"}).content.decode()

    assert [one in everything for one in ("theme-value", "theme-risk", "theme-firm")] == [True] * 3
    assert 'id="pyramid"' in found and 'id="rfm"' not in found and 'measure" open' in found
    assert "Nothing is called “weather”" in nothing


def test_only_who_may_can_have_it_computed_again(books, ana, admin):
    assert client_of(ana).post("/insight/run/").status_code == 403
    assert client_of(admin).post("/insight/run/").status_code == 302
    assert Job.objects.filter(kind="insight.run").count() == 1


def test_a_change_can_be_looked_at_before_it_is_made(books, admin):
    answer = client_of(admin).post("/insight/parameters/abc/preview/", {"a_share": "99"})
    assert answer.status_code == 422
    answer = client_of(admin).post(
        "/insight/parameters/abc/preview/", {"a_share": "98", "b_share": "1"}
    )
    assert re.search(r"\d+ of 11 customers would move", answer.content.decode())
    assert not MeasureSetting.objects.exists()


def test_values_at_odds_are_refused_with_both_named(books, admin):
    asked = {"ended_percent": "40", "alive_percent": "30"}
    for address in ("/insight/parameters/lifecycle/", "/insight/parameters/lifecycle/preview/"):
        answer = client_of(admin).post(address, asked)
        assert answer.status_code == 422
        assert "must not be above" in answer.content.decode()
    assert not MeasureSetting.objects.exists()


def test_kept_parameters_hold_and_are_computed(books, admin):
    client_of(admin).post("/insight/parameters/abc/", {"window": "all", "a_share": "80"})
    kept = MeasureSetting.objects.values_list("measure", "name", "value")
    assert list(kept) == [("abc", "window", "all")]
    assert Job.objects.filter(kind="insight.run").exists()


def test_a_seller_reads_the_rules_but_cannot_change_them(books, ana):
    page = client_of(ana).get("/insight/parameters/").content.decode()
    assert "readonly" in page
    assert client_of(ana).post("/insight/parameters/abc/", {"window": "all"}).status_code == 403


def test_a_hidden_class_is_not_on_the_customers_page(books, ana, seller, at):
    FieldGrant.objects.create(role=seller, noun="account", field="profile_abc_class", mode="hidden")
    rights_changed()
    from guanxi.platform.actors.compiling import actor_for_user

    ana = actor_for_user(User.objects.get(pk=ana.user_id))
    shown = classes_of(ana, books, at)
    assert "abc" not in [card.told.measure for card in cards_of(shown)]
    assert "abc" not in [told.measure for told in shown["unknown"]]


def cards_of(shown):
    return [card for theme in shown["themes"] for card in theme.cards]


def test_the_warehouse_tells_where_figures_come_from_and_that_they_agree(books, admin):
    page = client_of(admin).get("/insight/warehouse/").content.decode()
    assert "sales_orderline" in page
    assert "sums as in the books" in page
    assert "fails" not in page and "rows fail" not in page
    assert " style=" not in page


def test_the_warehouse_is_for_those_who_may_compute(books, person, west):
    dora = person("dora", west)
    assert client_of(dora).get("/insight/warehouse/").status_code == 403
