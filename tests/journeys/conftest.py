"""A browser, a served product, and people who sign in to it."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import User

# Playwright runs a loop of its own in this thread, which Django takes for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RULES = {"runOnly": LEVELS, "rules": {"heading-order": {"enabled": True}}, "preload": False}
WHAT_A_VISITOR_KEEPS = "cookies,local_storage,indexeddb,service_workers,cache_storage"
REFUSALS = ("409 (Conflict)", "422 (Unprocessable")
# What is on its way from one colour to another has none yet; what turns for ever is left turning.
SETTLED = """() => document.getAnimations().every(
    one => one.playState !== "running" || one.effect.getComputedTiming().iterations === Infinity)"""
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"], "preload": False}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium, as bin/test found it."""
    program = os.environ.get("GUANXI_BROWSER") or shutil.which("chromium")
    if not program:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield chromium
        chromium.close()


def _refuse_barriers(page: Page, rules: dict[str, Any]) -> None:
    page.wait_for_function(SETTLED)
    found = Axe().run(page, options=rules)
    assert found.violations_count == 0, found.generate_report()


def _complain(said: ConsoleMessage, complaints: list[str]) -> None:
    """Keep an error, unless Chromium only reports an answer that the journey asked for."""
    if said.type == "error" and not any(one in said.text for one in REFUSALS):
        complaints.append(said.text)


@pytest.fixture(scope="session")
def address(live_server: Any) -> str:
    """Where the product is served."""
    return str(live_server.url.replace("127.0.0.1", "localhost"))


@pytest.fixture(scope="session")
def visits(browser: Browser, address: str) -> BrowserContext:
    """One visitor after the other, who find in store what may be kept for good: styles, scripts.

    To fetch a hundred of them anew took a quarter of a short journey.
    """
    return browser.new_context(base_url=address, locale="en-GB")


@pytest.fixture
def page(visits: BrowserContext, address: str) -> Iterator[Page]:
    """An empty tab of somebody new; anything the page complains of fails the journey."""
    complaints: list[str] = []
    tab = visits.new_page()
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("console", lambda said: _complain(said, complaints))
    yield tab
    _forget(tab, address)
    assert complaints == []


def _forget(tab: Page, address: str) -> None:
    """Leave nothing of a visitor to the next, whatever the journey gave or took away."""
    tab.context.set_offline(False)
    tab.context.clear_permissions()
    tab.context.set_geolocation(None)
    kept = {"origin": address, "storageTypes": WHAT_A_VISITOR_KEEPS}
    tab.context.new_cdp_session(tab).send("Storage.clearDataForOrigin", kept)
    for one in tab.context.pages:
        one.close()
    tab.context.clear_cookies()


@pytest.fixture
def sign_in(page: Page, address: str) -> Callable[[Actor], None]:
    """Let a person in, who goes where they like; those who come by the door prove who they are."""

    def enter(actor: Actor) -> None:
        visit = Client()
        visit.force_login(User.objects.get(pk=actor.user_id or 0))
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies(
            [{"name": name, "value": visit.cookies[name].value, "url": address, "httpOnly": True}]
        )

    return enter


@pytest.fixture
def check_access() -> Callable[[Page], None]:
    """Refuse a page that people with a keyboard or a screen reader could not use, day or night."""

    def check(page: Page) -> None:
        _refuse_barriers(page, RULES)
        # Night changes nothing but colours; those that are on their way would be no answer.
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        _refuse_barriers(page, COLOURS)
        page.emulate_media(color_scheme="light", reduced_motion="no-preference")

    return check
