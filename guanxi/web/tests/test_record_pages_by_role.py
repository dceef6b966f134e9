"""Tabs and blocks of a record by role: arranged with a preview, found so by those of the role."""

import re

import pytest

from guanxi.platform.actors.models import Grant
from guanxi.platform.custom.changing import create_field
from guanxi.platform.custom.definitions import FieldDraft
from guanxi.platform.custom.models import PageArrangement
from guanxi.platform.custom.page_arranging import arrange_page
from guanxi.platform.nouns.page import PageOrder
from guanxi.platform.records.writing import create_record

PAGE = "/settings/fields/machine/page/"
PARTS = "list:machine_by_part_of"


@pytest.fixture
def spindle(machine, press, ana, admin, at):
    part_of = FieldDraft("part_of", "relation", "上级", settings={"target": "machine"})
    create_field("machine", part_of, actor=admin, at=at)
    return create_record(machine, {"name": "主轴", "part_of": press.pk}, actor=ana, at=at)


def tabs_in(answer):
    nav = re.search(r'<nav class="tabs".*?</nav>', answer.content.decode(), re.DOTALL)
    links = re.findall(r'href="([^"]+)"', nav[0])
    return [one.rstrip("/").rpartition("/")[2] for one in links]


def arranged(noun, role, admin, at, *shown, away=()):
    order = PageOrder(shown, frozenset(away))
    return arrange_page(noun, role, order, version=0, actor=admin, at=at)


def test_tabs_stand_as_arranged_for_the_role_of_who_looks(
    browser_of, machine, press, spindle, seller, ana, admin, at
):
    arranged(machine, seller, admin, at, "history", PARTS, away=["files"])

    page = f"/machine/{press.pk}/"
    assert tabs_in(browser_of(ana).get(page)) == [str(press.pk), "history", "machine_by_part_of"]
    assert tabs_in(browser_of(admin).get(page))[1:] == ["machine_by_part_of", "files", "history"]


def test_a_list_put_away_leaves_the_page_and_is_still_read(
    browser_of, machine, press, spindle, seller, ana, admin, at
):
    browser = browser_of(ana)
    assert "主轴" in browser.get(f"/machine/{press.pk}/").content.decode()
    arranged(machine, seller, admin, at, away=[PARTS])

    overview = browser.get(f"/machine/{press.pk}/").content.decode()
    assert "主轴" not in overview
    assert "machine_by_part_of" not in overview
    by_address = browser.get(f"/machine/{press.pk}/related/machine_by_part_of/")
    assert "主轴" in by_address.content.decode()
    assert tabs_in(by_address)[-1] == "machine_by_part_of"


def test_a_section_put_away_takes_its_facts_along(
    browser_of, machine, press, seller, ana, admin, at
):
    arranged(machine, seller, admin, at, away=["section:d0"])

    facts = browser_of(ana).get(f"/machine/{press.pk}/").context["facts"]
    assert [one for group in facts.groups for one in group.names] == []


def test_an_administrator_arranges_a_page_and_takes_it_back(browser_of, machine, seller, admin):
    browser = browser_of(admin)
    names = re.findall(r'name="part" value="([^"]+)"', browser.get(PAGE).content.decode())
    given = {"role": seller.pk, "version": 0, "part": names[::-1], "shown": names[1:]}

    kept = browser.post(PAGE, given)

    assert kept.url == f"{PAGE}?kept=1&role={seller.pk}"
    row = PageArrangement.objects.get()
    assert (row.noun, row.role) == ("machine", seller)
    assert (row.shown, row.away) == (names[:0:-1], names[:1])
    browser.post(PAGE, {"role": seller.pk, "act": "declared"})
    assert not PageArrangement.objects.exists()


def test_the_preview_shows_a_record_as_the_form_stands(
    browser_of, machine, press, spindle, seller, admin
):
    given = {"role": seller.pk, "record": press.pk, "part": ["history", PARTS, "files"]}
    told = browser_of(admin).post(f"{PAGE}preview/", given | {"shown": ["history", PARTS]})

    assert [one.name for one in told.context["tabs"]] == ["history", "machine_by_part_of"]
    assert not PageArrangement.objects.exists()


def test_what_the_role_may_not_read_is_marked_and_not_in_its_preview(
    browser_of, machine, press, spindle, seller, admin
):
    Grant.objects.filter(role=seller, permission="machine.read").update(scope="none")
    browser = browser_of(admin)

    page = browser.get(PAGE, {"role": seller.pk})
    told = browser.post(f"{PAGE}preview/", {"role": seller.pk, "record": press.pk})

    lines = [line for _place, _label, group in page.context["groups"] for line in group]
    assert [one.part.name for one in lines if not one.is_readable] == [PARTS]
    assert [one.name for one in told.context["tabs"]] == ["files", "history"]


def test_an_administrator_looks_at_a_page_as_a_role_has_it(
    browser_of, machine, press, spindle, seller, ana, admin, at
):
    arranged(machine, seller, admin, at, away=["files"])

    looked = browser_of(admin).get(f"/machine/{press.pk}/", {"page-of": seller.pk})
    assert "files" not in tabs_in(looked)
    (administers,) = admin.roles
    others = browser_of(ana).get(f"/machine/{press.pk}/", {"page-of": administers})
    assert "files" not in tabs_in(others)


def test_only_an_administrator_finds_the_page_and_its_way(browser_of, machine, press, ana, admin):
    assert browser_of(ana).get(PAGE).status_code == 403
    assert PAGE not in browser_of(ana).get(f"/machine/{press.pk}/").content.decode()
    assert PAGE in browser_of(admin).get(f"/machine/{press.pk}/").content.decode()
