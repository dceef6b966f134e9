"""Every figure of insight that leads to a list leads to exactly what it counts."""

import datetime as dt
import html
import json
import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest

from guanxi.demo import making
from guanxi.demo.making import make_demo
from guanxi.insight.concerns.tasks import read_what_customers_wrote
from guanxi.insight.registry import MEASURES
from guanxi.insight.summary import summary
from guanxi.insight.tests.standing import *  # noqa: F403 - the demo stands for the module
from guanxi.insight.tests.test_pages import client_of
from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.compiling import actor_for_user
from guanxi.platform.actors.models import User
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.rights.visibility import condition, visible_to

NOW = dt.datetime(2026, 11, 19, 2, 0, tzinfo=dt.UTC)
CUSTOMERS = 120
PAGES = (
    *("", "value-ahead/", "portfolio/", "churn/", "together/", "groups/", "attention/"),
    *("movement/", "satisfaction/", "network/", "cohorts/", "attribution/", "scorecard/"),
    *("forecast/?figure=units", "forecast/?figure=units&step=week"),
)
# Lists by a filter, the lists and cubes of insight itself.
LISTS = (
    r"/\w+/\?filter=|/insight/cohorts/[\w/]+|/insight/attribution/orders/"
    r"|/insight/cube/(?:rows/)?\?"
)
LINK = re.compile(rf'<a\b[^>]*href="((?:{LISTS})[^"]*)"([^>]*)>(.*?)</a>', re.DOTALL)
# What no count of rows looks like: money, points, shares, quarters, years, spans.
OTHER = re.compile(
    r"[¥+−-]\s*\d[\d,.]*[KMB]?|\d[\d,.]*\s?%|\d+\.\d+|\d{2}Q\d|Q\d \d{4}|\d+年\d季度|20\d\d|\d+–\d+"
    r"|\d+ (?:days?|天)"
)


Link = tuple[str, set[int]]
MOST_PAGES = 12


def said(attributes: str, inside: str) -> set[int]:
    """The numbers that a link says in its words, its title or its name."""
    words = re.findall(r'(?:aria-label|title)="([^"]*)"', attributes)
    text = " ".join([*words, re.sub(r"<[^>]+>", " ", inside)])
    plain = OTHER.sub(" ", html.unescape(text))
    return {int(one.replace(",", "")) for one in re.findall(r"\d[\d,]*", plain)}


def counted(page: str) -> Iterator[Link]:
    """Each link to a list with the numbers it says; those that say none are left out."""
    main = page[page.index("<main") :]
    for address, attributes, inside in LINK.findall(main):
        if numbers := said(attributes, inside):
            yield html.unescape(address), numbers


def followed(links: list[Link]) -> list[Link]:
    """Every list by a filter, and so many of the pages of insight, which take longer to draw."""
    own = [link for link in links if link[0].startswith("/insight/")]
    lists = [link for link in links if not link[0].startswith("/insight/")]
    return lists + own[:: len(own) // MOST_PAGES + 1]


def total_of(actor: Actor, address: str) -> int:
    """How many the list at the address has for the actor, or what the cube there adds up to."""
    parts = urlsplit(address)
    if parts.path.startswith("/insight/"):
        shown = client_of(actor).get(address).context
        return int(shown["count"] if "count" in shown else shown["answer"].total)
    noun = noun_named(parts.path.strip("/"))
    wanted = condition(actor, noun, json.loads(parse_qs(parts.query)["filter"][0]))
    return visible_to(actor, noun).filter(wanted).distinct().count()


@pytest.fixture(scope="module")
def books(compute):
    """A demo company of a few customers, every measure computed, and what they wrote read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making, "_compute", lambda tell: None)
        make_demo(CUSTOMERS, 7, "demo-password", NOW, lambda line: None)
    compute(as_of=NOW.date())
    read_what_customers_wrote(NOW)


@pytest.mark.parametrize("who", ["admin", "ruoxi.lin"])
@pytest.mark.parametrize("page", PAGES)
def test_a_figure_and_the_list_behind_it_are_one_set(books, page, who, time_machine):
    time_machine.move_to(NOW)
    actor = actor_for_user(User.objects.get(username=who))

    links = list(counted(client_of(actor).get(f"/insight/{page}").content.decode()))

    assert links, "a page of figures that lead nowhere"
    apart = [
        (address, numbers)
        for address, numbers in followed(links)
        if total_of(actor, address) not in numbers
    ]
    assert apart == []


PLATES = re.compile(r'(?=<section class="plate)')
CHART = re.compile(r'<svg class="chart[^"]*"([^>]*)>(.*?)</svg>', re.DOTALL)
# Of a model's own check there is no row; the page says so where it stands.
NO_LIST = re.compile("lead to no list|没有名单|不通向名单|点不开明细")


@pytest.mark.parametrize("page", PAGES)
def test_a_drawing_has_a_name_a_table_and_a_way_to_what_it_draws(books, page):
    actor = actor_for_user(User.objects.get(username="admin"))

    whole = client_of(actor).get(f"/insight/{page}").content.decode()

    plates = PLATES.split(whole[whole.index("<main") :])
    for plate, following in zip(plates, [*plates[1:], ""], strict=True):
        for attributes, inside in CHART.findall(plate):
            if 'aria-hidden="true"' in attributes:
                # The names of a drawing once more, for a narrow screen.
                continue
            near = plate + following
            assert "aria-label" in attributes
            assert "<table" in near
            tables = re.findall(r"<table.*?</table>", near, re.DOTALL)
            leads = "<a " in inside or any("<a " in one for one in tables)
            assert leads or NO_LIST.search(plate) or 'class="link"' in near


# Whatever was fitted by likelihood says of what, in which unit, how sure, and how it was checked.
FITTED = {"clv", "contract", "churn", "movement"}


def fits_in(told, above=()):
    """Each record with a likelihood, beside the records that it stands in."""
    if isinstance(told, dict):
        if "log_likelihood" in told:
            yield told, above
        for one in told.values():
            yield from fits_in(one, (*above, told))


def test_the_summary_covers_every_measure_and_all_that_was_fitted(books):
    told = summary(NOW)["measures"]

    assert set(told) == {measure.key for measure in MEASURES}
    assert all(told.values())
    for measure in MEASURES:
        one = told[measure.key]
        assert {"as_of", "parameters", "classes"} <= set(one)
        if measure.step:
            assert one["fit"], measure.key
    for key in FITTED:
        for record, above in fits_in(told[key]["fit"]):
            assert {"n", "unit"} <= set(record), key
            assert "standard_errors" in record or all(
                {"value", "standard_error"} <= set(one) for one in record["parameters"].values()
            ), key
            assert any("holdout" in one for one in (record, *above)), key
    assert any(True for _ in fits_in(told["clv"]["fit"]))
