"""Gaps inside the firm are findings with an owner; the fifth is what surveys say."""

import datetime as dt
import json
import re
from urllib.parse import unquote

import numpy as np
import pytest
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
    written = re.search(r"filter=(.*)$", rows["delivery"]["open_href"])[1]
    noun = noun_named("quality_gap")
    listed = visible_to(ana, noun).filter(condition(ana, noun, json.loads(unquote(written))))
    assert listed.count() == 2


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
