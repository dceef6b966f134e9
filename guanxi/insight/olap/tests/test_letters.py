"""Cubes by mail: each on its day, never lost to a server that is out, never twice."""

import datetime as dt
import sys

import pytest
from django.core import mail
from django.utils import timezone

from guanxi.insight.olap.keeping import keep_cube, subscribe_to
from guanxi.insight.olap.letters import ask_for_due, last_due, send_one
from guanxi.insight.olap.models import CubeLetter
from guanxi.insight.olap.tests.standing_books import *  # noqa: F403 - they stand for the module
from guanxi.platform.facts.models import Fact
from guanxi.platform.jobs.models import Job
from guanxi.platform.jobs.running import run_all_now
from guanxi.platform.messages.tests.mail_server import mail_server

pytestmark = [pytest.mark.measures("rfm"), pytest.mark.alike]

CUBE = "measure=revenue&rows=city&period=all&look=table"
DAY = dt.timedelta(1)


@pytest.fixture
def post(settings):
    with mail_server(settings) as box:
        yield box


@pytest.fixture
def kept(state, ana, at):
    return keep_cube("By city", state(CUBE), "private", actor=ana, at=at)


def deliver(at):
    """Ask for what is due and send it, at that moment."""
    ask_for_due(at=at)
    run_all_now(max(at, timezone.now()))


def test_the_letter_brings_the_cube_once_a_day(books, kept, ana, at):
    subscribe_to(kept, "day", actor=ana, at=at)
    [letter] = CubeLetter.objects.all()
    assert send_one(letter.pk, at=at) == 1
    assert send_one(letter.pk, at=at) == 0
    assert ask_for_due(at=at) == 0
    names = [name for name, _content, _kind in mail.outbox[0].attachments]
    assert [name.rpartition(".")[2] for name in names] == ["xlsx", "pdf"]
    assert mail.outbox[0].to == ["ana@example.com"]
    assert Fact.objects.filter(kind="export.made").count() == 1
    subscribe_to(kept, "", actor=ana, at=at)
    assert not CubeLetter.objects.exists()


class WithoutPango:
    """WeasyPrint as it is met on a machine without the library that sets the type."""

    def __getattr__(self, name):
        raise OSError("cannot load library 'libpango-1.0-0'")


def test_a_letter_without_its_pdf_says_what_is_lacking(books, kept, ana, at, monkeypatch):
    subscribe_to(kept, "day", actor=ana, at=at)
    monkeypatch.setitem(sys.modules, "weasyprint", WithoutPango())

    send_one(CubeLetter.objects.get().pk, at=at)

    (name,) = (name for name, _content, _kind in mail.outbox[0].attachments)
    assert name.endswith(".xlsx")
    assert "PDF needs the Pango library" in mail.outbox[0].body


def test_a_letter_that_the_server_refuses_is_sent_later_and_once(books, kept, post, ana, at):
    subscribe_to(kept, "day", actor=ana, at=at)
    post.refuses = True
    deliver(at)
    job = Job.objects.get(kind="insight.letter")
    assert (job.state, job.attempts) == (Job.State.QUEUED, 1)
    assert job.run_after > job.created_at
    assert CubeLetter.objects.get().sent_on is None
    assert not Fact.objects.filter(kind="export.made").exists()

    post.refuses = False
    ask_for_due(at=at)
    Job.objects.update(run_after=at)
    run_all_now(timezone.now())
    deliver(timezone.now())
    assert [to for to, _letter in post.letters] == [["ana@example.com"]]
    assert Fact.objects.filter(kind="export.made").count() == 1


def test_a_letter_that_fails_holds_up_no_other(books, state, kept, post, ana, ben, at, user_of):
    team = keep_cube("Team", state(CUBE), "team", actor=ana, at=at)
    user_of(ana).__class__.objects.filter(pk=ana.user_id).update(email="ana@exa mple\n.com")
    subscribe_to(kept, "day", actor=ana, at=at)
    subscribe_to(team, "day", actor=ben, at=at)
    deliver(at)
    assert [to for to, _letter in post.letters] == [["ben@example.com"]]


@pytest.mark.parametrize(
    ("every", "today", "due"),
    [
        ("day", "2026-11-19", "2026-11-19"),
        ("week", "2026-11-16", "2026-11-16"),
        ("week", "2026-11-19", "2026-11-16"),
        ("month", "2026-11-01", "2026-11-01"),
        ("month", "2026-11-19", "2026-11-01"),
    ],
)
def test_the_last_day_on_which_a_letter_is_due(every, today, due):
    assert last_due(every, dt.date.fromisoformat(today)) == dt.date.fromisoformat(due)


@pytest.mark.parametrize(("every", "later"), [("week", 8), ("month", 32)])
def test_a_day_on_which_nobody_worked_is_made_up_for_once(books, kept, ana, at, every, later):
    subscribe_to(kept, every, actor=ana, at=at)
    asked = timezone.localdate(at)
    after = at + later * DAY
    while last_due(every, timezone.localdate(after)) in (timezone.localdate(after), asked):
        after += DAY
    assert ask_for_due(at=after) == 1
    [letter] = CubeLetter.objects.all()
    assert (send_one(letter.pk, at=after), send_one(letter.pk, at=after + DAY / 24)) == (1, 0)


def test_who_asks_in_the_middle_of_the_week_waits_for_monday(books, kept, ana, at):
    subscribe_to(kept, "week", actor=ana, at=at)
    assert ask_for_due(at=at) == 0
    assert ask_for_due(at=at + 4 * DAY) == 1


def test_asking_again_the_same_day_brings_no_second_letter(books, kept, ana, at):
    subscribe_to(kept, "day", actor=ana, at=at)
    [letter] = CubeLetter.objects.all()
    send_one(letter.pk, at=at)
    subscribe_to(kept, "day", actor=ana, at=at)
    assert ask_for_due(at=at) == 0
