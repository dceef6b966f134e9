"""Whom a treatment moves: found where it is so, and told part by part with intervals."""

import datetime as dt
import json
import re
from urllib.parse import unquote

import numpy as np
import pytest
from django.utils.translation import override

from guanxi.insight.experiments.learning import learn_uplift
from guanxi.insight.experiments.models import ExperimentMember
from guanxi.insight.experiments.results import Valued
from guanxi.insight.experiments.rules import Lift
from guanxi.insight.experiments.showing import finding
from guanxi.insight.experiments.tenths import Part, Ranked, ranked, working
from guanxi.insight.tests.test_pages import client_of
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record
from guanxi.platform.rights.visibility import condition, visible_to

pytestmark = pytest.mark.alike


def valued(size: int = 2_000, seed: int = 7) -> Valued:
    """Half are moved by half a chance and half not at all, and the order knows it."""
    chance = np.random.default_rng(seed)
    treated, moved = chance.random(size) < 0.5, np.arange(size) < size // 2
    bought = chance.random(size) < 0.2 + 0.5 * (treated & moved)
    uplift = np.where(moved, 0.5, 0.0) + np.linspace(0.01, 0, size)
    return Valued(np.arange(size), treated, uplift, bought.astype(float))


def test_each_part_has_the_effect_of_those_in_it():
    found = ranked(valued(), is_share=True, seed=1)
    assert [one.customers for one in found.parts] == [200] * 10
    assert working(found.parts) == 5
    for place, part in enumerate(found.parts):
        assert part.lift.low < (0.5 if place < 5 else 0.0) < part.lift.high
    assert found.qini_low > 0.1
    assert found.qini_low < found.qini < found.qini_high


def test_an_order_without_meaning_has_a_qini_about_nought():
    one = valued()
    chance = np.random.default_rng(1)
    shuffled = Valued(one.accounts, one.treated, chance.permutation(one.uplift), one.values)
    found = ranked(shuffled, is_share=True, seed=1)
    assert found.qini_low < 0 < found.qini_high


def test_who_has_the_same_score_stands_in_the_same_part():
    one = valued(600)
    same = Valued(one.accounts, one.treated, np.repeat([0.2, 0.1], 300), one.values)
    found = ranked(same, is_share=True, seed=1)
    assert [(part.low, part.customers) for part in found.parts] == [(0.2, 300), (0.1, 300)]


def test_too_few_are_not_cut_into_parts():
    assert ranked(valued(100), is_share=True, seed=1) is None
    unknown = valued(600)
    unscored = Valued(unknown.accounts, unknown.treated, np.full(600, np.nan), unknown.values)
    assert ranked(unscored, is_share=True, seed=1) is None


def test_the_finding_says_how_far_it_works():
    good, none = Lift(0.2, 0.1, 0.3), Lift(0.0, -0.1, 0.1)
    parts = tuple(Part(0.1, 0.2, 100, one) for one in (good, good, none, good))
    with override("en"):
        told = finding(Ranked(parts, ((0, 0), (1, 1)), 1, None, None, None), True)
        assert told == (
            "It works on the 50% of customers of whom most is expected: +10.0 points or more each; "
            "further down not every part shows it."
        )
        nothing = Ranked((Part(0, 1, 100, none),) * 2, ((0, 0), (1, 1)), 1, None, None, None)
        assert "in no part is an effect proven" in finding(nothing, True)
        later = tuple(Part(0.1, 0.2, 100, one) for one in (none, good, none, good))
        told = finding(Ranked(later, ((0, 0), (1, 1)), 1, None, None, None), True)
        assert told == (
            "Whom it moves most cannot be told: where most is expected no effect is proven, though "
            "it is in part 2, 4."
        )


@pytest.fixture
def held(customer, sale, compute, ana, at):
    """Regular buyers buy again when treated, old ones do not care."""
    started = at.date() - dt.timedelta(40)
    values = {"name": "Call", "starts_on": started, "control_percent": 50}
    experiment = create_record(noun_named("experiment"), values, actor=ana, at=at)
    chance = np.random.default_rng(3)
    for number in range(260):
        account, is_regular = customer(f"c{number}", ana), number % 2 == 0
        for days_ago in range(60, 400, 40) if is_regular else (380,):
            sale(account, days_ago, 10_000)
        treated = number % 4 < 2
        if chance.random() < (0.85 if treated and is_regular else 0.3):
            sale(account, 10, 10_000)
        ExperimentMember.objects.create(
            experiment=experiment, account=account, arm="treatment" if treated else "control",
            joined_on=started, created_at=at, updated_at=at,
        )  # fmt: skip
    compute()
    return experiment


def test_the_model_finds_whom_it_moves_and_the_page_leads_to_them(held, ana, cleo, at):
    assert learn_uplift(at=at, today=at.date()) == {str(held.pk): 260}
    scores = dict(ExperimentMember.objects.values_list("account__name", "uplift"))
    regular = [scores[f"c{number}"] for number in range(0, 260, 2)]
    others = [scores[f"c{number}"] for number in range(1, 260, 2)]
    assert np.mean(regular) > np.mean(others) + 0.2

    page = client_of(ana).get(f"/experiment/{held.pk}/").content.decode()
    links = re.findall(r'<a href="/experiment_member/\?filter=([^"]+)">', page)
    marks = re.findall(r'<a href="/experiment_member/\?filter=([^"]+)" aria-label', page)
    noun = noun_named("experiment_member")
    counts = [
        visible_to(ana, noun).filter(condition(ana, noun, json.loads(unquote(one)))).count()
        for one in links
    ]
    assert sum(counts) == 260
    assert len(counts) == 4
    down_to = [
        visible_to(ana, noun).filter(condition(ana, noun, json.loads(unquote(one)))).count()
        for one in marks
    ]
    assert down_to == [sum(counts[: place + 1]) for place in range(4)]
    assert page.count("<caption>Qini coefficient") == 1
    assert "Qini coefficient" in page
    assert " style=" not in page


def test_an_arm_without_outcomes_teaches_nothing(held, at):
    ExperimentMember.objects.filter(arm="control").delete()
    assert learn_uplift(at=at, today=at.date()) == {str(held.pk): 0}
    assert not ExperimentMember.objects.filter(uplift__isnull=False).exists()
