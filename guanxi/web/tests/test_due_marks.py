"""What is open beyond its day or hour says so: in a list, among the facts, and after a change."""

import datetime as dt

import pytest
from django.utils import timezone
from django.utils.translation import override

from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record
from guanxi.web.lists.marks import due

AT = dt.datetime(2026, 11, 29, 10, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(1)
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
