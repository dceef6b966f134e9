"""The page of groups: what each is like, over what one may see, each mark the list it counts."""

import json
import re
from urllib.parse import unquote

import pytest

from guanxi.insight.tests.standing import *  # noqa: F403 - the books stand for the module
from guanxi.insight.tests.test_pages import client_of
from guanxi.platform.actors.compiling import rights_changed
from guanxi.platform.actors.models import FieldGrant
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.rights.visibility import condition

pytestmark = [pytest.mark.measures("clusters"), pytest.mark.alike]

ADDRESS = "/insight/groups/"


@pytest.fixture(scope="module")
def books(customer, sale, ana, cleo, compute):
    """Three plain kinds of ana's customers, and one of cleo's."""
    for number in range(20):
        often, once, large = (customer(f"{kind} {number}", ana) for kind in ("a", "b", "c"))
        for visit in range(12):
            sale(often, 3 + 50 * visit + number % 7, 90_000 + number)
        sale(once, 500 + number, 900 + number)
        sale(large, 250 + number, 9_000_000 + number)
    sale(customer("alone", cleo), 510, 950)
    compute(overrides={"clusters": {"least_customers": "30"}})


def test_every_mark_leads_to_the_customers_it_counts(books, ana):
    page = client_of(ana).get(ADDRESS).content.decode()
    noun, counted = noun_named("account"), 0
    for written, count in re.findall(r'\?filter=([^"]+)">([\d,]+)</a></td><td class="wrap">', page):
        rows = noun.base().filter(condition(ana, noun, json.loads(unquote(written))))
        assert rows.filter(team_id=ana.team_id).count() == int(count) == 20
        counted += 1
    assert counted == 3
    assert "groups are best apart" in page
    assert " style=" not in page


def test_a_group_is_described_by_what_sets_it_apart(books, ana):
    page = client_of(ana).get(ADDRESS).content.decode()
    assert "Buys often, " in page
    assert "for much each time" in page


def test_the_page_is_over_what_one_may_see(books, ana, cleo):
    ours, theirs = (client_of(actor).get(ADDRESS).content.decode() for actor in (ana, cleo))
    finding = re.compile(r'class="finding">(.*?)</p>')
    assert "<b>100%</b>" not in finding.search(ours)[1]
    assert "<b>100%</b>" in finding.search(theirs)[1]


def test_who_may_not_read_the_group_may_not_see_the_page(books, ana, seller):
    FieldGrant.objects.create(
        role=seller, noun="account", field="profile_cluster_class", mode="hidden"
    )
    rights_changed()
    assert client_of(ana).get(ADDRESS).status_code == 403
