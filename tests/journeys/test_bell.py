"""A notice arrives in every open tab, and goes from all when it is read in one."""

import socket
import threading
import time

import pytest
import uvicorn
from django.utils import timezone

from guanxi.config.asgi import application
from guanxi.platform.messages.models import Notification
from guanxi.platform.messages.notes import write_note
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def address(transactional_db):
    """Where the product is served with its stream; the server of other journeys holds none."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(application, port=port, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://localhost:{port}"
    server.should_exit = server.force_exit = True
    thread.join()


@pytest.fixture
def visits(browser, address):
    context = browser.new_context(base_url=address, locale="en-GB")
    yield context
    context.close()


def test_a_notice_arrives_in_every_open_tab_and_leaves_when_it_is_read(
    page, sign_in, ana, ben, at, check_access
):
    bohen = create_record(noun_named("account"), {"name": "Bohen"}, actor=ana, at=at)
    sign_in(ana)
    page.goto("/account/")
    other = page.context.new_page()
    other.goto("/")
    bells = [tab.locator(".rail [data-unread]") for tab in (page, other)]
    for tab in (page, other):
        tab.locator("gx-live[data-open]").wait_for(state="attached")
        assert not tab.locator(".rail [data-unread]").is_visible()

    write_note(noun_named("account"), bohen.pk, "@Ana look", actor=ben, at=timezone.now())

    for bell in bells:
        bell.wait_for()
        assert bell.text_content() == "1"
    toast = page.locator(".toast", has_text="Ben")
    assert "Bohen" in toast.text_content()
    check_access(page)

    other.goto("/notices/")
    bells[0].wait_for()
    toast.get_by_role("link", name="Open it").click()
    page.wait_for_url(f"/account/{bohen.pk}/")
    other.locator(".rail [data-unread]").wait_for(state="hidden")
    other.get_by_role("heading", name="All read").wait_for()
    assert Notification.objects.get().read_at is not None
