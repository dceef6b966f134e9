"""Gaps inside the firm are findings with an owner; the fifth is what surveys say."""

import datetime as dt
import json
import re
from urllib.parse import unquote

import numpy as np
import pytest
from django.utils import timezone
from django.utils.translation import override

from guanxi.insight.gaps.figures import felt, gap_rows
from guanxi.insight.satisfaction.servqual import quality_of
from guanxi.insight.tests.test_pages import client_of
from guanxi.platform.errors import RuleBroken
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record, update_record
from guanxi.platform.rights.visibility import condition, visible_to


def found(actor, at, gap="delivery", **more):
    values = {"name": f"Late {gap}", "gap": gap, **more}
    return create_record(noun_named("quality_gap"), values, actor=actor, at=at)


def test_a_finding_is_closed_only_when_something_was_done(ana, at):
    one, noun = found(ana, at), noun_named("quality_gap")
    with pytest.raises(RuleBroken):
        update_record(noun, one.pk, {"state": "closed"}, actor=ana, at=at)

    changed = {"state": "closed", "remedy": "A second van"}
    closed = update_record(noun, one.pk, changed, actor=ana, at=at)
    assert closed.closed_on is not None
    opened = update_record(noun, one.pk, {"state": "open"}, actor=ana, at=at)
    assert opened.closed_on is None


def test_each_gap_counts_what_is_open_late_and_closed(ana, cleo, at):
    found(ana, at, due_on=at.date() - dt.timedelta(1))
    found(ana, at)
    found(ana, at, remedy="Done", state="closed")
    found(cleo, at, gap="standards")

    rows = {row["key"]: row for row in gap_rows(ana, at.date())}

    counts = [(rows[key]["open"], rows[key]["late"], rows[key]["closed"]) for key in rows]
    assert counts == [(0, 0, 0), (0, 0, 0), (2, 1, 1), (0, 0, 0)]
    assert behind(rows["delivery"]["open_href"], ana).count() == 2


def behind(href, actor):
    """The findings that an address of their list leads to."""
    noun, written = noun_named("quality_gap"), re.search(r"filter=(.*)$", href)[1]
    return visible_to(actor, noun).filter(condition(actor, noun, json.loads(unquote(written))))


def test_what_is_late_is_counted_and_leads_to_its_list(ana):
    today = timezone.localdate()
    late = found(ana, timezone.now(), due_on=today - dt.timedelta(1))
    found(ana, timezone.now(), due_on=today)
    found(ana, timezone.now(), due_on=today - dt.timedelta(9), remedy="Done", state="closed")

    row = next(one for one in gap_rows(ana, today) if one["key"] == "delivery")

    assert row["late"] == 1
    assert [one.pk for one in behind(row["late_href"], ana)] == [late.pk]


def test_the_fifth_gap_is_perception_less_expectation():
    expected, perceived = np.full((4, 22), 6.0), np.full((4, 22), 5.5)
    perceived[:, 4:9] = 4.0
    with override("en"):
        # Four dimensions fall short by a half, reliability by two.
        assert felt(quality_of(expected, perceived)) == (
            "−0.80 on the scale of the answers; worst: Reliability, −2.00"
        )
        assert felt(quality_of(None, perceived)).startswith("Not known")
        assert felt(None).startswith("Not known")


def test_the_page_shows_all_five(customer, sale, ana, at, compute):
    sale(customer("one", ana), 5, 100)
    compute()
    found(ana, at)
    page = client_of(ana).get("/insight/satisfaction/").content.decode()
    assert "The five gaps of service quality" in page
    assert "3 Delivery" in page
    assert "5 Experience" in page
