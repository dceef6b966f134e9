"""Every class says why, by what rule, compared with whom, and what to do: in both languages."""

import datetime as dt

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from guanxi.insight.explain import explain, explain_all, reason
from guanxi.insight.models import Profile
from guanxi.insight.panels import classes_of
from guanxi.insight.registry import CUSTOMER_MEASURES, MEASURES, measure_named
from guanxi.insight.tests.standing import *  # noqa: F403 - the books stand for the module
from guanxi.insight.wording import day


@pytest.fixture(scope="module")
def books(customer, sale, ana, compute):
    """A customer who buys every 30 days, beside a small one."""
    found = customer("big", ana)
    for days_ago in range(10, 400, 30):
        sale(found, days_ago, 100_000)
    sale(customer("small", ana), 20, 5_000)
    compute()
    return found


def test_a_class_tells_its_figures_in_a_sentence(books):
    with override("en"):
        told = explain(books.pk, "rfm")
    assert told.class_label == "Important value" or told.class_key.startswith("important")
    assert "on 13 days in the window, for ¥13K" in told.reason
    assert "9 Nov 2026" in told.reason
    assert told.scores == (3, 3, 3)
    assert [line.label for line in told.comparison] == ["Recency 3", "Frequency 3", "Money 3"]


def test_the_explanation_holds_rule_comparison_advice_parameters_and_day(books, at):
    with override("en"):
        told = explain(books.pk, "abc")
    assert told.class_label == "A"
    assert told.rule.startswith("Customers are ranked by contribution")
    assert told.advice
    assert [line.label for line in told.comparison] == ["A", "C"]
    assert told.comparison[0].share == "99.6%"
    assert ("Window", "12 months") in [(one.label, one.text) for one in told.parameters]
    assert told.as_of == at.date()


def test_the_lifecycle_says_which_rhythm_it_measures_against(books):
    with override("en"):
        told = explain(books.pk, "lifecycle")
    assert told.class_label == "Stability"
    assert told.reason.startswith("Buys about every 30 days, last on 9 Nov 2026")


@pytest.mark.parametrize(("measure", "has_borders"), [("abc", True), ("lifecycle", False)])
def test_borders_have_a_column_only_where_classes_have_borders(books, measure, has_borders):
    with override("en"):
        shown = render_to_string("insight/why.html", {"told": explain(books.pk, measure)})

    assert (">From</th>" in shown) is has_borders


def test_figures_that_were_not_written_again_name_the_day_they_are_of(
    books, at, compute, time_machine
):
    time_machine.move_to(at)
    later = at.date() + dt.timedelta(1)
    compute(as_of=later)
    Profile.objects.update(as_of=at.date())

    told = explain(books.pk, "abc")
    with override("en"):
        shown = render_to_string("insight/why.html", {"told": told})

    assert (told.as_of, told.holds_through) == (at.date(), later)
    assert "Figures of Nov 19" in shown and "holds through Nov 20" in shown


def test_figures_that_another_measure_had_written_later_are_no_newer(books, at):
    Profile.objects.update(as_of=at.date() + dt.timedelta(1))
    told = explain(books.pk, "abc")
    assert (told.as_of, told.holds_through) == (at.date(), None)


def test_unknown_says_what_is_missing(books, customer, ana, compute):
    silent = customer("silent", ana)
    compute()
    with override("en"):
        told = {one.measure: one for one in explain_all(silent.pk, MEASURES)}
    assert told["rfm"].class_label == "Unknown"
    assert told["rfm"].reason == "No purchase in the window, so there is nothing to score."
    assert told["lifecycle"].reason == "No purchase and no contact is recorded."
    assert told["abc"].advice == ""


def test_the_customers_page_shows_each_class_with_its_reason(
    books, ana, at, django_assert_max_num_queries
):
    with django_assert_max_num_queries(2):
        shown = classes_of(ana, books, at)
    cards = [card for theme in shown["themes"] for card in theme.cards]
    unknown = {told.measure for told in shown["unknown"]}
    lines = {told.measure for theme in shown["themes"] for told, _tone in theme.lines}
    known = {card.told.measure for card in cards} | lines
    assert known | unknown == {one.key for one in CUSTOMER_MEASURES}
    assert [card.told.measure for card in cards][:3] == ["rfm", "abc", "pyramid"]
    assert len(cards[0].bars) == 3


def test_every_class_has_a_rule_and_advice_and_every_cause_a_reason():
    for measure in MEASURES:
        for one in (*measure.classes, *measure.segments):
            assert one.rule and one.advice and one.label
        assert measure.rule
        # What tells about the firm has no customer to give a reason to.
        assert (measure.missing and measure.reasons) or not measure.is_of_customers


def test_a_day_is_written_as_the_language_writes_it(at):
    with override("zh-hans"):
        assert day(at.date()) == "2026年11月19日"
    with override("en"):
        assert day(at.date()) == "19 Nov 2026"


@pytest.mark.parametrize("cause", ["", "of an earlier version"])
def test_a_cause_that_this_version_does_not_know_says_nothing(cause):
    assert reason(measure_named("movement"), {"class": "rising", "cause": cause}, {}) == ""
