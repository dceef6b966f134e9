"""The page of movement: over what one may see, and every cell leads to those it counts."""

import json
import re
from urllib.parse import unquote

import pytest

from guanxi.insight.configuring import keep_settings
from guanxi.insight.movement.measure import MOVEMENT
from guanxi.insight.preview import preview
from guanxi.insight.records import latest_runs
from guanxi.insight.rfm.measure import RFM
from guanxi.insight.run import effective_parameters
from guanxi.insight.tests.standing import *  # noqa: F403 - the books stand for the module
from guanxi.insight.tests.test_pages import client_of
from guanxi.platform.actors.compiling import rights_changed
from guanxi.platform.actors.models import FieldGrant
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.rights.visibility import condition

pytestmark = pytest.mark.alike

ADDRESS = "/insight/movement/"


@pytest.fixture(scope="module")
def books(customer, sale, ana, cleo, compute):
    """Twelve customers of ana's who come, stay and go, one of cleo's."""
    for number in range(1, 13):
        account = customer(f"ana {number}", ana)
        for days_ago in range(20 * number, 700, 15 + number):
            sale(account, days_ago, 1_000 * number)
    sale(customer("giant", cleo), 5, 9_000_000)
    compute()


def test_every_cell_leads_to_exactly_the_customers_it_counts(books, ana):
    page = client_of(ana).get(ADDRESS).content.decode()
    cells = re.findall(r'<a href="/account/\?filter=([^"]+)" title="[^"]+">([\d,]+)</a>', page)
    noun = noun_named("account")
    assert len(cells) > 8
    for written, count in cells:
        rows = noun.base().filter(condition(ana, noun, json.loads(unquote(written))))
        assert rows.filter(team_id=ana.team_id).count() == int(count)


def test_the_page_is_over_what_one_may_see(books, ana, cleo, person, seller):
    pages = [client_of(actor).get(ADDRESS).content.decode() for actor in (ana, cleo)]
    findings = [re.search(r'class="finding">(.*?)</p>', page)[1] for page in pages]
    assert findings[0] != findings[1]
    assert " style=" not in pages[0]
    dora = person("dora", None, seller)
    assert "nobody can have moved" in client_of(dora).get(ADDRESS).content.decode()


def test_who_may_not_read_a_class_may_not_see_how_it_moved(books, ana, seller):
    FieldGrant.objects.create(
        role=seller, noun="account", field="profile_movement_abc_was", mode="hidden"
    )
    rights_changed()
    assert client_of(ana).get(ADDRESS).status_code == 403


def test_a_preview_compares_by_the_rules_that_the_firm_has_set(books, compute, admin, at):
    keep_settings(RFM, RFM.parameters(window="2"), actor=admin, at=at)
    compute()

    trial = preview(MOVEMENT, MOVEMENT.parameters(), latest_runs(), effective_parameters({}))
    found = trial.previews[0]

    assert found.customers == 13
    assert found.moved == 0
