"""The ledger of consents of another system is added to ours."""

import pytest

from guanxi.customers.models import Consent
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.running import run_import
from guanxi.platform.imports.starting import agree, draft_import
from guanxi.platform.imports.undo import undo_import
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record
from tests.cast import hire

HEAD = "account,person,channel,purpose,state,at,evidence\n"
GIVEN = "K1,,email,marketing,granted,2026-01-02 10:00:00,web form\n"
TAKEN_BACK = "K1,,email,marketing,withdrawn,2026-03-02 10:00:00,by phone\n"


@pytest.fixture(autouse=True)
def _files_here(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def customer(ana, at):
    return create_record(noun_named("account"), {"name": "甲", "code": "K1"}, actor=ana, at=at)


@pytest.fixture
def imported(ana, at):
    def make(*rows, actor=ana, **options):
        blocks = [(HEAD + "".join(rows)).encode()]
        run = draft_import("consent", blocks, "consents.csv", actor=actor, at=at)
        agree(run, Options(**options), run.mapping, actor=actor, at=at)
        return run_import(run, actor=actor, at=at)

    return make


def told(run):
    return [row.problems[0][:2] for row in run.rejected_rows.order_by("number")]


def test_statements_come_with_their_own_time_and_evidence(customer, imported):
    run = imported(GIVEN, TAKEN_BACK)

    rows = Consent.objects.order_by("at").values_list("account", "state", "evidence")
    assert (run.created, told(run)) == (2, [])
    assert list(rows) == [
        (customer.pk, "granted", "web form"),
        (customer.pk, "withdrawn", "by phone"),
    ]
    facts = Fact.objects.filter(noun="account", record_id=customer.pk, batch=run.batch)
    assert sorted(facts.values_list("kind", flat=True)) == [
        "account.consent_recorded",
        "account.consent_withdrawn",
    ]


def test_a_statement_that_is_there_is_not_made_again(customer, imported):
    imported(GIVEN)

    again = imported(GIVEN, GIVEN)

    assert (again.created, again.skipped, Consent.objects.count()) == (0, 2, 1)


def test_a_trial_leaves_the_ledger_as_it_was(customer, imported):
    run = imported(GIVEN, dry_run=True)

    assert (run.created, Consent.objects.exists()) == (1, False)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("K9,,email,marketing,granted,2026-01-02,x\n", ["account", "no_such_record"]),
        (",,email,marketing,granted,2026-01-02,x\n", ["account", "missing"]),
        ("K1,,email,,granted,2026-01-02,x\n", ["purpose", "missing"]),
        ("K1,,email,marketing,perhaps,2026-01-02,x\n", ["state", "unknown_choice"]),
        ("K1,,email,marketing,granted,2099-01-02,x\n", ["at", "rule"]),
    ],
)
def test_a_statement_that_says_too_little_or_too_much_is_refused(customer, imported, row, problem):
    run = imported(row)

    assert told(run) == [problem]
    assert not Consent.objects.exists()


def test_of_a_stranger_s_customer_nothing_is_said(customer, imported, cleo):
    assert told(imported(GIVEN, actor=cleo)) == [["account", "no_such_record"]]


def test_whoever_may_not_import_customers_may_not_bring_consents(customer, imported):
    with pytest.raises(Denied):
        imported(GIVEN, actor=hire("newcomer", None))


def test_the_ledger_is_not_changed_by_files_nor_undone(customer, imported, ana, at):
    run = imported(GIVEN)

    with pytest.raises(RuleBroken):
        undo_import(run, actor=ana, at=at)
    with pytest.raises(RuleBroken):
        imported(GIVEN, mode="update")
    assert Consent.objects.count() == 1


@pytest.mark.parametrize("noun", ["payment", "order_line", "judgement"])
def test_what_only_acts_make_is_refused_in_words(admin, at, noun):
    with pytest.raises(RuleBroken):
        draft_import(noun, [b"a\n1\n"], "x.csv", actor=admin, at=at)
