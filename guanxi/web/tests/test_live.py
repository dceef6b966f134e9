"""The live stream at its ASGI door: rights, sign-out, and what a page is told."""

import asyncio
import contextlib
import json

import pytest
from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from guanxi.platform.actors.models import User
from guanxi.platform.messages.centre import mark_read
from guanxi.platform.messages.models import Notification
from guanxi.platform.messages.notes import write_note
from guanxi.platform.messages.unread import Unread, unread_of
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record, update_record
from guanxi.web.live import reading
from guanxi.web.live import stream as streams
from guanxi.web.live.listening import listeners

pytestmark = pytest.mark.django_db(transaction=True)
# How long a busy machine may take for what comes at once on an idle one.
PATIENCE = 60


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(reading, "PAUSE", 0.05)
    monkeypatch.setattr(streams, "BEAT", 0.2)


@pytest.fixture(autouse=True)
def _no_connection_stays():
    """The thread that asks for the pages outlives every test, and would keep the database open."""
    yield
    asyncio.run(sync_to_async(connections.close_all)())


@pytest.fixture
def acme(ana):
    return create_record(noun_named("account"), {"name": "博衡"}, actor=ana, at=timezone.now())


def cookie_of(actor):
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def stream(cookie, watch):
    name = settings.SESSION_COOKIE_NAME
    return ApplicationCommunicator(
        streams.application,
        {
            "type": "http",
            "path": "/live/",
            "query_string": f"watch={watch}".encode(),
            "headers": [(b"cookie", f"{name}={cookie}".encode())],
        },
    )


async def opened(cookie, watch):
    page = stream(cookie, watch)
    await page.send_input({"type": "http.request"})
    status = (await page.receive_output(PATIENCE))["status"]
    await page.receive_output(PATIENCE)
    await asyncio.sleep(0.15)
    return page, status


async def heard(page, seconds=30.0):
    """The next event within the time; empty where there is only the beat."""
    ends = asyncio.get_running_loop().time() + seconds
    while asyncio.get_running_loop().time() < ends:
        body = (await page.receive_output(PATIENCE)).get("body", b"").decode()
        if body.startswith("event:"):
            return body
    return ""


def change(acme, actor):
    update_record(noun_named("account"), acme.pk, {"city": "苏州"}, actor=actor, at=timezone.now())


def change_elsewhere(acme, actor):
    """The change by a thread and a connection of its own."""
    change(acme, actor)
    connection.close()


def lose_connection():
    """What a server that is started anew does to whoever is connected."""
    with contextlib.suppress(connection.Database.Error):
        connection.connection.execute("SELECT pg_terminate_backend(pg_backend_pid())")


def test_an_open_page_hears_what_a_colleague_changed(ana, ben, acme):
    cookie = cookie_of(ana)

    async def story():
        page, status = await opened(cookie, f"account:{acme.pk}")
        await sync_to_async(change)(acme, ben)
        said = await heard(page)
        await page.send_input({"type": "http.disconnect"})
        await page.wait(PATIENCE)
        return status, said

    status, said = asyncio.run(story())
    assert status == 200
    assert '"name": "Ben"' in said


def test_people_on_one_record_know_of_each_other(ana, ben, cleo, acme):
    cookies = [cookie_of(one) for one in (ana, ben, cleo)]

    async def story():
        pages = [(await opened(one, f"account:{acme.pk}"))[0] for one in cookies]
        met = [await heard(pages[0]), await heard(pages[1]), await heard(pages[2], 0.5)]
        await pages[1].send_input({"type": "http.disconnect"})
        await pages[1].wait(PATIENCE)
        alone = await heard(pages[0])
        for page in (pages[0], pages[2]):
            await page.send_input({"type": "http.disconnect"})
            await page.wait(PATIENCE)
        return met, alone

    met, alone = asyncio.run(story())
    assert '"name": "Ben"' in met[0] and "Cleo" not in met[0]
    assert '"name": "Ana"' in met[1]
    assert met[2] == ""
    assert "data: []" in alone


def test_a_stranger_hears_nothing_of_it(ana, cleo, acme):
    cookie = cookie_of(cleo)

    async def story():
        page, _status = await opened(cookie, f"account:{acme.pk}")
        await sync_to_async(change)(acme, ana)
        said = await heard(page, 0.8)
        await page.send_input({"type": "http.disconnect"})
        await page.wait(PATIENCE)
        return said

    assert asyncio.run(story()) == ""


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no server to lose")
def test_an_open_page_outlasts_a_lost_connection(ana, ben, acme):
    cookie = cookie_of(ana)

    async def story():
        page, _status = await opened(cookie, f"account:{acme.pk}")
        await sync_to_async(lose_connection)()
        await asyncio.to_thread(change_elsewhere, acme, ben)
        said = await heard(page)
        await page.send_input({"type": "http.disconnect"})
        await page.wait(PATIENCE)
        return said

    assert '"name": "Ben"' in asyncio.run(story())


def mention(ana, ben, acme):
    """Ben's note that names Ana; the notice of it."""
    write_note(noun_named("account"), acme.pk, "@Ana look", actor=ben, at=timezone.now())
    return Notification.objects.get(user=ana.user_id, read_at=None)


def read_it(ana, notice):
    mark_read(ana, [notice.pk], at=timezone.now())


def test_every_open_page_hears_of_a_notice_and_that_it_was_read_elsewhere(ana, ben, acme):
    cookie = cookie_of(ana)

    async def story():
        pages = [(await opened(cookie, "order"))[0] for _ in range(2)]
        notice = await sync_to_async(mention)(ana, ben, acme)
        come = [await heard(page) for page in pages]
        await sync_to_async(read_it)(ana, notice)
        read = [await heard(page) for page in pages]
        for page in pages:
            await page.send_input({"type": "http.disconnect"})
            await page.wait(PATIENCE)
        return notice, come, read

    notice, come, read = asyncio.run(story())
    for said in come:
        told = json.loads(said.partition("data: ")[2])
        assert said.startswith("event: notices") and told["unread"] == "1"
        [news] = told["news"]
        assert news["text"].startswith("Ben") and "博衡" in news["text"]
        assert news["href"] == f"/notices/{notice.pk}/"
    for said in read:
        assert json.loads(said.partition("data: ")[2]) == {"unread": "", "news": []}


def test_a_page_that_shows_another_number_is_put_right_at_once(ana, ben, acme):
    cookie = cookie_of(ana)
    mention(ana, ben, acme)

    async def story():
        page, _status = await opened(cookie, "order&bell=7")
        said = await heard(page)
        await page.send_input({"type": "http.disconnect"})
        await page.wait(PATIENCE)
        return said

    assert '"unread": "1", "news": []' in asyncio.run(story())


def test_nobody_hears_of_the_notices_of_another(ana, ben, cleo, acme):
    cookie = cookie_of(cleo)

    async def story():
        page, _status = await opened(cookie, "order")
        await sync_to_async(mention)(ana, ben, acme)
        said = await heard(page, 0.8)
        await page.send_input({"type": "http.disconnect"})
        await page.wait(PATIENCE)
        return said

    assert asyncio.run(story()) == ""


def test_what_waits_is_asked_once_for_all_pages(ana, ben, acme, django_assert_num_queries):
    notice = mention(ana, ben, acme)

    with django_assert_num_queries(1):
        found = unread_of({ana.user_id, ben.user_id})

    assert found == {ana.user_id: Unread(1, notice.pk)}


def test_the_stream_ends_when_one_signs_out(ana, acme):
    cookie = cookie_of(ana)

    async def story():
        page, _status = await opened(cookie, f"account:{acme.pk}")
        await sync_to_async(Session.objects.all().delete)()
        await page.wait(PATIENCE)

    asyncio.run(story())
    assert not listeners


def test_a_guest_is_turned_away(db):
    async def story():
        page = stream("nobody", "account")
        await page.send_input({"type": "http.request"})
        return (await page.receive_output(PATIENCE))["status"]

    assert asyncio.run(story()) == 401
