"""Saved views on screen: named, shared, arranged, opened first, dropped."""

import pytest

from guanxi.platform.views.keeping import keep_view, open_first
from guanxi.platform.views.models import SavedView
from guanxi.platform.views.state import ViewState

HTMX = {"HX-Request": "true"}
SUZHOU = ViewState(filter={"field": "city", "op": "is", "value": "苏州"})


@pytest.fixture
def suzhou(machine, ana):
    return keep_view(ana, machine, "苏州", SUZHOU, "team")


def page(browser, address="/machine/", **more):
    answer = browser.get(address, **more)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_view_gets_a_name_in_both_languages(anas, suzhou):
    where = f"/machine/views/{suzhou.pk}/"
    assert "Name in English" in page(anas, where, headers=HTMX)
    anas.post(where, {"label_zh": "苏州的", "label_en": "In Suzhou", "reach": "private"})
    suzhou.refresh_from_db()
    assert (suzhou.label_en, suzhou.reach) == ("In Suzhou", "private")


def test_a_view_of_another_is_neither_found_nor_changed(browser_of, ben, cleo, suzhou):
    where = f"/machine/views/{suzhou.pk}/"
    assert browser_of(cleo).get(where).status_code == 404
    assert browser_of(cleo).post(f"{where}drop/").status_code == 404
    assert browser_of(ben).get(where).status_code == 403
    assert browser_of(ben).post(f"{where}drop/").status_code == 403
    assert SavedView.objects.get() == suzhou


def test_tabs_are_put_away_and_stay_found(browser_of, ben, suzhou):
    browser = browser_of(ben)
    browser.post("/machine/views/arrange/", {"state": "/machine/"})
    assert f"?view={suzhou.pk}" not in page(browser)
    assert "苏州" in page(browser, "/machine/views/arrange/?state=/machine/", headers=HTMX)
    assert page(browser, f"/machine/?view={suzhou.pk}")
    browser.post("/machine/views/arrange/", {"state": "/machine/", "shown": suzhou.pk})
    assert f"?view={suzhou.pk}" in page(browser)


def test_the_list_opens_with_the_view_of_the_role(browser_of, machine, admin, ben, press, lathe):
    view = keep_view(admin, machine, "苏州", SUZHOU, "public")
    open_first(admin, machine, None, view)
    browser = browser_of(ben)
    assert "无锡车床" not in page(browser)
    assert "无锡车床" in page(browser, "/machine/?view=0")


def test_an_administrator_says_for_whom_a_view_opens_first(browser_of, machine, admin, seller):
    view = keep_view(admin, machine, "苏州", SUZHOU, "public")
    browser, where = browser_of(admin), f"/machine/views/{view.pk}/"
    given = {"label_zh": "苏州", "reach": "public", "first": str(seller.pk)}
    browser.post(where, given)
    assert f'value="{seller.pk}" checked' in page(browser, where, headers=HTMX)
    browser.post(where, {**given, "first": []})
    assert "checked" not in page(browser, where, headers=HTMX)


def test_what_was_changed_since_is_marked(anas, suzhou):
    assert "edited" not in page(anas, f"/machine/?view={suzhou.pk}")
    assert 'class="edited"' in page(anas, f"/machine/?view={suzhou.pk}&sort=name")
