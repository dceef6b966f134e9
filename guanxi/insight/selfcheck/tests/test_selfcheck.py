"""The self-check passes what needs no data, says what lacks its data, and fails what is off."""

import json
import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from guanxi.insight.selfcheck.checks import Check, all_checks

DATA = os.environ.get("GUANXI_SELFCHECK_DATA", "")


def test_what_needs_no_data_passes_and_the_rest_is_said_to_be_missing():
    found = list(all_checks(None))
    assert not [check for check in found if check.passed is False]
    assert sum(check.passed is True for check in found) >= 30
    assert {check.lacks for check in found if check.passed is None} == {
        "cdnow/CDNOW_sample.txt",
        "cdnow/cdnow_customers_summary_with_transactions.csv",
        "ecsi/mobi.csv",
        "retail/online_retail.parquet",
        "basket/groceries.csv",
        "basket/retail.dat",
        "churn/telco_customer_churn.csv",
        "marketing/bank_full.csv",
        "marketing/hillstrom_email.csv",
        "leads/lead_scoring_xeducation.csv",
    }


@pytest.mark.skipif(not DATA, reason="GUANXI_SELFCHECK_DATA names no folder")
def test_every_published_value_comes_out():
    found = list(all_checks(Path(DATA)))
    assert [check for check in found if not check.passed] == []


def test_a_value_outside_its_tolerance_fails():
    assert Check("a", "b", 1.0, 1.002, 0.001, "c").passed is False
    assert Check("a", "b", 1.0, 1.0005, 0.001, "c").passed is True


@pytest.mark.parametrize(("language", "word"), [("en", "passed"), ("zh-hans", "通过")])
def test_the_command_speaks_both_languages(language, word):
    printed = StringIO()
    call_command("selfcheck", "--language", language, stdout=printed)
    assert word in printed.getvalue()
    assert "S(12)" in printed.getvalue()


def test_the_command_answers_programs():
    printed = StringIO()
    call_command("selfcheck", "--json", stdout=printed)
    told = json.loads(printed.getvalue())
    assert told["failed"] == 0
    assert {"published", "found", "tolerance", "source", "passed"} <= set(told["checks"][0])
