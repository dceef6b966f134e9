"""What is to come is told only where the chances foretold a quarter no worse than no change."""

import datetime as dt

import pytest
from django.utils import translation

from guanxi.insight.movement.chain import STAGES, Chain
from guanxi.insight.movement.figures import Moved
from guanxi.insight.movement.findings import value_finding
from guanxi.insight.movement.holdout import HeldOut
from guanxi.insight.movement.views import told_stage

CHAIN = Chain({("growth", "growth"): 3, ("growth", "ended"): 1}, {"growth": 10_000.0}, {})


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def held_out(foretold: float, before: float) -> HeldOut:
    """A quarter after which four of ten grew; the others had ended."""

    def placed(growing: float) -> dict[str, float]:
        return dict.fromkeys(STAGES, 0.0) | {"growth": growing, "ended": 10 - growing}

    return HeldOut(
        dt.date(2026, 6, 30), dt.date(2026, 9, 30), placed(4), placed(foretold), placed(before)
    )


def test_chances_that_foretold_worse_than_no_change_tell_no_quarters_and_no_value():
    held = held_out(foretold=8, before=5)

    row = told_stage(Moved({}, None, {}, CHAIN, held), "growth")

    assert (row["left"], row["value"]) == (None, None)
    assert row["seen"] == 4
    assert "cannot be foretold" in value_finding(CHAIN, held)


def test_chances_that_foretold_as_well_as_no_change_tell_both():
    held = held_out(foretold=5, before=5)

    row = told_stage(Moved({}, None, {}, CHAIN, held), "growth")

    assert row["left"] == 4
    assert row["value"] > 0
    assert "still brings" in value_finding(CHAIN, held)


def test_chances_that_nothing_can_check_yet_are_told():
    assert told_stage(Moved({}, None, {}, CHAIN, None), "growth")["left"] == 4
