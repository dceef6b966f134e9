"""What is read at a glance: a few of many changes, addresses that break between their parts."""

import datetime as dt

import pytest

from guanxi.platform.nouns.timeline import Event
from guanxi.platform.records.writing import update_record
from guanxi.web.lists.cells import WRITERS

AT = dt.datetime(2026, 11, 20, 10, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(("all_of_them", "first"), [(1, 1), (5, 5), (6, 4), (26, 4)])
def test_of_many_changes_a_few_are_told_and_the_others_one_press_away(all_of_them, first):
    changes = [(f"Class {number}", "A", "B") for number in range(all_of_them)]

    event = Event(AT, "change", 1, "classed it anew", changes=changes)

    assert (len(event.first_changes), len(event.further_changes)) == (first, all_of_them - first)


def test_the_others_stand_behind_how_many_they_are(anas, machine, press, ana, at):
    values = {"name": "铣床", "city": "上海", "bought": "9", "tier": "", "touched": "2026-11-05"}
    update_record(machine, press.pk, values | {"owner": None}, actor=ana, at=at)
    html = anas.get(f"/machine/{press.pk}/").content.decode()
    assert "more changes</summary>" in html


@pytest.mark.parametrize(
    ("kind", "given", "shown"),
    [
        ("email", "info@a.example.com", "info@<wbr>a<wbr>.example<wbr>.com</a>"),
        ("url", "https://a.example.com/x/", ">a<wbr>.example<wbr>.com/<wbr>x</a>"),
        ("url", "https://a.cn/<b>", ">a<wbr>.cn/<wbr>&lt;b&gt;</a>"),
    ],
)
def test_an_address_breaks_between_its_parts(kind, given, shown):
    assert shown in WRITERS[kind](given)
