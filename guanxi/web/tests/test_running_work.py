"""Long work is followed, called off and taken back from any page, by whoever began it."""

import asyncio
import datetime as dt
import json

import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone

from guanxi.platform.jobs.models import Job
from guanxi.platform.jobs.queue import enqueue
from guanxi.platform.jobs.running import run_all_now
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record
from guanxi.web.live import stream
from guanxi.web.tests.test_live import (
    PATIENCE,
    _no_connection_stays,
    cookie_of,
    opened,
    quick,
)
from guanxi.web.work.course import work_of

__all__ = ["_no_connection_stays", "quick"]
pytestmark = pytest.mark.django_db


def begun(actor, at, kind="export.list", **more):
    job = enqueue(kind, {}, actor=actor, at=at, title="客户")
    Job.objects.filter(pk=job.pk).update(**more)
    return job


def test_the_course_of_each_persons_work_is_told_by_one_query(
    ana, ben, at, django_assert_num_queries
):
    first = begun(ana, at, state="running", done_count=30, total_count=100)
    second = begun(ana, at, state="running", done_count=5, total_count=50)
    begun(ana, at, kind="custom.recompute", state="running")
    old = at - dt.timedelta(hours=1)
    begun(ana, at, state="done", finished_at=old)
    late = begun(ben, at, state="done", finished_at=at)

    with django_assert_num_queries(1):
        found = work_of({ana.user_id, ben.user_id}, at)

    mine, bens = found[ana.user_id], found[ben.user_id]
    assert (mine.running, mine.done, mine.total) == ([first.pk, second.pk], 35, 150)
    assert (mine.ended, bens.running, bens.ended) == ([], [], [late.pk])


def test_every_page_has_the_mark_and_a_stream(anas):
    page = anas.get("/").content.decode()

    assert "<gx-work" in page and 'hx-get="/work/"' in page
    assert '<gx-live src="/live/"' in page


def test_the_list_shows_ones_own_work_alone(anas, ana, ben, at):
    mine, bens = begun(ana, at, state="running", done_count=30, total_count=100), begun(ben, at)

    page = anas.get("/work/").content.decode()

    assert "gx-popover" in page and "30 / 100" in page
    assert f"/work/{mine.pk}/call-off/" in page and f"/work/{bens.pk}/" not in page


def test_work_is_called_off_from_anywhere(anas, ana, at):
    job = begun(ana, at)

    answer = anas.post(f"/work/{job.pk}/call-off/", headers={"HX-Target": "work-list"})

    job.refresh_from_db()
    assert (answer.status_code, job.state) == (200, "cancelled")
    assert "gx-popover" not in answer.content.decode()


def test_nobody_calls_off_the_work_of_another(anas, ben, at):
    job = begun(ben, at)

    assert anas.post(f"/work/{job.pk}/call-off/").status_code == 404
    assert anas.get(f"/work/{job.pk}/call-off/").status_code == 404
    job.refresh_from_db()
    assert job.state == "queued"


def test_an_act_on_many_rows_leads_to_its_rows_and_is_taken_back(anas, ana, at):
    noun = noun_named("machine")
    for number in range(60):
        create_record(noun, {"name": f"m{number}"}, actor=ana, at=at)
    given = {"everything": "1", "state": "/machine/", "field": "city", "city": "无锡", "go": "1"}
    anas.post("/machine/bulk/edit/", given, headers={"HX-Request": "true"})
    assert "/call-off/" in anas.get("/work/").content.decode()
    run_all_now(timezone.now() + dt.timedelta(seconds=1))

    page = anas.get("/work/").content.decode()

    assert "60 rows done" in page and "/undo/" in page and "/call-off/" not in page


@pytest.mark.django_db(transaction=True)
def test_an_open_page_hears_how_it_goes_and_others_do_not(ana, ben):
    mine, bens = cookie_of(ana), cookie_of(ben)

    async def listening():
        page, _status = await opened(mine, "nothing")
        other, _status = await opened(bens, "nothing")
        job = await sync_to_async(begun)(ana, timezone.now(), state="running")
        told = await heard(page)
        await sync_to_async(Job.objects.filter(pk=job.pk).update)(
            state="done", finished_at=timezone.now()
        )
        over = await heard(page)
        silent = await silence(other)
        return job.pk, told, over, silent

    pk, told, over, silent = asyncio.run(listening())

    assert (told["running"], told["ended"]) == ([pk], [])
    assert (over["running"], over["ended"]) == ([], [pk])
    assert silent


async def heard(page):
    while True:
        body = (await page.receive_output(PATIENCE))["body"].decode()
        if body.startswith("event: work"):
            return json.loads(body.partition("data: ")[2])


async def silence(page):
    for _turn in range(3):
        body = (await page.receive_output(PATIENCE))["body"].decode()
        if "event: work" in body:
            return False
    return stream.BEAT > 0
