"""What is open beyond its day or hour says so: in a list, among the facts, and after a change."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from django.utils.translation import override

from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record
from guanxi.web.lists.marks import due

AT = dt.datetime(2026, 11, 29, 10, 0, tzinfo=dt.UTC)
DAY, HOUR = dt.timedelta(1), dt.timedelta(hours=1)
# In Shanghai, where it is six in the evening.
MIDNIGHT = dt.datetime(2026, 11, 28, 16, 0, tzinfo=dt.UTC)
LATE = 'class="age late"'


@pytest.mark.parametrize(
    ("when", "state", "tone"),
    [
        (AT.date() - DAY, "open", "late"),
        (AT.date(), "open", "soon"),
        (AT.date() + DAY, "open", ""),
        (AT.date() - DAY, "closed", ""),
        (AT - dt.timedelta(minutes=1), "open", "late"),
        (AT + dt.timedelta(hours=8), "open", "soon"),
        (AT + dt.timedelta(hours=9), "open", ""),
        (AT - DAY, "done", ""),
        (MIDNIGHT, "open", "soon"),
        (MIDNIGHT - DAY, "open", "late"),
    ],
)
def test_only_what_is_open_is_late_or_due_soon(when, state, tone):
    with override("en"):
        said = due({"when": when, "state": state}, "when", AT)

    assert (f'class="age {tone}"' in said) if tone else ("age" not in said)
    assert ("late</span>" in said) == (tone == "late")


def test_what_has_no_day_is_never_late():
    assert due({"when": None, "state": "open"}, "when", AT) == '<span class="quiet">—</span>'


@pytest.fixture
def finding(ana):
    today = timezone.localdate()
    values = {"name": "Deliveries come late", "gap": "delivery", "due_on": today - 9 * DAY}
    return create_record(noun_named("quality_gap"), values, actor=ana, at=timezone.now())


def test_a_finding_that_is_late_says_so_in_its_list_and_on_its_page(finding, anas):
    client = anas
    assert LATE in client.get("/quality_gap/").content.decode()
    assert LATE in client.get(f"/quality_gap/{finding.pk}/").content.decode()


def test_a_finding_that_gets_a_later_day_is_late_no_more(finding, anas):
    client, address = anas, f"/quality_gap/{finding.pk}/cell/due_on/"
    assert LATE in client.get(f"{address}?read=1").content.decode()

    given = {"due_on": str(timezone.localdate() + 20 * DAY), "version": finding.version}
    answer = client.post(address, given)

    assert answer.status_code == 200
    assert LATE not in answer.content.decode()
    assert LATE not in client.get("/quality_gap/").content.decode()


def test_a_finding_that_is_done_is_late_no_more(finding, anas):
    client = anas
    for name, value in (("remedy", "A second van"), ("state", "closed")):
        finding.refresh_from_db()
        address = f"/quality_gap/{finding.pk}/cell/{name}/"
        client.post(address, {name: value, "version": finding.version})

    assert LATE not in client.get(f"/quality_gap/{finding.pk}/").content.decode()


@pytest.fixture
def of_the_day(ana):
    """A task due on this day and a meeting that lasts all of it."""
    begins = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    task = {"kind": "task", "name": "Send the offer", "due_at": begins}
    meeting = {"kind": "meeting", "name": "Fair", "due_at": begins + 9 * HOUR, "is_all_day": True}
    for values in (task, meeting):
        create_record(noun_named("activity"), values, actor=ana, at=timezone.now())


@pytest.mark.parametrize(
    "address",
    ["calendar/?span=week", "calendar/?span=day", "calendar/", "", "board/"],
)
def test_what_is_due_on_a_day_shows_no_hour(of_the_day, anas, address):
    page = anas.get(f"/activity/{address}").content.decode()
    # The hours at the side of a week are those of the clock, not of what is due.
    page = re.sub(r'<div class="hours-side".*?</div>', "", page, flags=re.DOTALL)

    assert "Send the offer" in page
    assert "Fair" in page
    assert not re.search(r">[^<]*(00:00|09:00)", page)


def test_my_day_tells_what_lasts_all_of_it(of_the_day, anas):
    page = anas.get("/").content.decode()

    assert "<time>All day</time>" in page
    assert "00:00" not in page
