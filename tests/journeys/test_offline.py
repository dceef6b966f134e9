"""Without a connection a page says so, and the page that was asked for comes back with it."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_what_cannot_be_reached_is_told_and_nothing_else_is_kept(page, sign_in, ana, check_access):
    sign_in(ana)
    page.goto("/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.goto("/account/", wait_until="networkidle")

    page.context.set_offline(True)
    page.goto("/person/")
    page.get_by_role("heading", name="No connection").wait_for()
    assert page.evaluate("getComputedStyle(document.body).margin") == "0px"
    kept = "caches.open('guanxi-offline').then(c => c.keys()).then(k => k.map(r => r.url))"
    assert all("/offline/" in one or "/style/" in one for one in page.evaluate(kept))

    page.context.set_offline(False)
    page.get_by_role("link", name="Try again").click()
    page.get_by_role("heading", name="People", exact=True).wait_for()
    assert page.url.endswith("/person/")
    check_access(page)
