"""The page of forecasts: over what one may see, within field rights, a way behind each point."""

import re

import pytest

from guanxi.insight.tests.standing import *  # noqa: F403 - the books stand for the module
from guanxi.insight.tests.test_pages import client_of
from guanxi.platform.actors.compiling import rights_changed
from guanxi.platform.actors.models import FieldGrant

pytestmark = [pytest.mark.measures("forecast"), pytest.mark.alike]

ADDRESS = "/insight/forecast/"


@pytest.fixture(scope="module")
def books(customer, sale, ana, cleo, compute):
    """Two years of sales of ana's, one large one of cleo's every month."""
    mine, giant = customer("mine", ana), customer("giant", cleo)
    for days_ago in range(1, 800, 15):
        sale(mine, days_ago, 10_000)
        sale(giant, days_ago, 90_000_000)
    compute(only=("forecast",))


def test_what_is_foretold_is_over_what_one_may_see(books, ana, cleo, person, seller):
    pages = [client_of(actor).get(ADDRESS).content.decode() for actor in (ana, cleo)]
    findings = [re.search(r'class="finding">(.*?)</p>', page)[1] for page in pages]
    assert "about <b>" in findings[0]
    assert findings[0] != findings[1]
    assert " style=" not in pages[0]
    dora = person("dora", None, seller)
    assert "The past is too short" in client_of(dora).get(ADDRESS).content.decode()


def test_every_point_leads_to_the_cube_of_its_step(books, ana):
    page = client_of(ana).get(ADDRESS).content.decode()
    links = re.findall(r'<a href="([^"]+)"><circle', page)
    assert len(links) > 20
    assert client_of(ana).get(links[-1].replace("&amp;", "&")).status_code == 200


@pytest.mark.parametrize("by", ["category", "product", "province", "industry", "nonsense"])
@pytest.mark.parametrize("step", ["week", "month"])
def test_every_division_and_step_has_a_page(books, ana, by, step):
    answer = client_of(ana).get(f"{ADDRESS}?by={by}&step={step}&figure=units")
    assert answer.status_code == 200


def test_who_may_not_read_an_amount_is_told_nothing(books, ana, seller):
    FieldGrant.objects.create(role=seller, noun="order_line", field="amount", mode="hidden")
    rights_changed()
    assert client_of(ana).get(ADDRESS).status_code == 403
