"""What customers allowed and forbade, and whether we may contact them."""

import datetime as dt

import pytest

from guanxi.customers.choices import Channel, Purpose
from guanxi.customers.consents import may_contact
from guanxi.customers.models import Account, Consent
from guanxi.customers.tests.conftest import create
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.platform.verbs.verb import run_verb, verb_named

DAY = dt.timedelta(days=1)
GRANT = {"purpose": "marketing", "channel": "email", "evidence": "Ticked on the web form"}


def run(name, record, actor, at, **given):
    return run_verb(verb_named(name), record.pk, given, actor=actor, at=at)


def test_without_a_word_service_is_allowed_and_marketing_is_not(acme, at):
    assert may_contact(acme, Channel.EMAIL, Purpose.SERVICE, at)
    answer = may_contact(acme, Channel.EMAIL, Purpose.MARKETING, at)
    assert not answer
    assert "asked" in str(answer.reason)


def test_consent_opens_one_channel_for_one_purpose(acme, ana, at):
    given = run("record_consent", acme, ana, at, **GRANT)
    answer = may_contact(acme, Channel.EMAIL, Purpose.MARKETING, at)
    assert answer
    assert answer.consent == given
    assert not may_contact(acme, Channel.SMS, Purpose.MARKETING, at)
    assert not may_contact(acme, Channel.EMAIL, Purpose.SURVEY, at)


def test_withdrawing_works_at_once_and_on_every_channel(acme, ana, at):
    run("record_consent", acme, ana, at, **GRANT)
    run("withdraw_consent", acme, ana, at, purpose="marketing")
    answer = may_contact(acme, Channel.EMAIL, Purpose.MARKETING, at)
    assert not answer
    assert "withdrawn" in str(answer.reason)


def test_a_withdrawal_forbids_service_too_where_it_names_it(acme, ana, at):
    run("withdraw_consent", acme, ana, at, purpose="service", channel="phone")
    assert not may_contact(acme, Channel.PHONE, Purpose.SERVICE, at)
    assert may_contact(acme, Channel.EMAIL, Purpose.SERVICE, at)


def test_a_later_consent_counts_again_and_the_past_is_answered_as_it_was(acme, ana, at):
    run("record_consent", acme, ana, at, **GRANT)
    run("withdraw_consent", acme, ana, at + DAY, purpose="marketing")
    run("record_consent", acme, ana, at + 2 * DAY, **GRANT)
    told = [bool(may_contact(acme, "email", "marketing", at + n * DAY)) for n in (0, 1, 2)]
    assert told == [True, False, True]
    assert Consent.objects.count() == 3


def test_a_person_decides_for_themselves_but_their_firm_can_forbid(acme, shen, ana, at):
    run("record_consent_of_person", shen, ana, at, **GRANT)
    assert may_contact(shen, "email", "marketing", at)
    assert not may_contact(acme, "email", "marketing", at)
    run("withdraw_consent", acme, ana, at + DAY, purpose="marketing")
    answer = may_contact(shen, "email", "marketing", at + DAY)
    assert not answer
    assert "firm" in str(answer.reason)


@pytest.mark.parametrize("change", [{"erased_at": True}, {"left_at": True}])
def test_nobody_contacts_who_is_gone(shen, at, change):
    for name in change:
        setattr(shen, name, at if name == "erased_at" else at.date())
    assert not may_contact(shen, "phone", "service", at)


def test_consent_needs_its_evidence_and_is_never_of_the_future(acme, ana, at):
    for wrong in ({"evidence": ""}, {"given_at": at + DAY}):
        with pytest.raises(RuleBroken) as refused:
            run("record_consent", acme, ana, at, **(GRANT | wrong))
        assert set(refused.value.fields) == set(wrong)
    assert not Consent.objects.exists()


def test_the_fact_names_the_line_of_the_ledger(acme, ana, at):
    given = run("record_consent", acme, ana, at, **GRANT)
    fact = Fact.objects.get(kind="account.consent_recorded")
    assert (fact.record_id, fact.data["consent"]) == (acme.pk, given.pk)
    run("withdraw_consent", acme, ana, at, purpose="marketing")
    assert Fact.objects.filter(kind="account.consent_withdrawn").exists()


def test_a_stranger_finds_no_customer_and_a_reader_is_denied(acme, cleo, person, east, grant, at):
    from guanxi.platform.actors.models import Role

    with pytest.raises(Account.DoesNotExist):
        run("record_consent", acme, cleo, at, **GRANT)
    role = Role.objects.create(code="reader", label_zh="读者", label_en="Reader")
    grant(role, only=("account.read",))
    with pytest.raises(Denied):
        run("record_consent", acme, person("dan", east, role), at, **GRANT)


def test_many_are_answered_in_few_queries(ana, at, django_assert_max_num_queries, acme):
    from guanxi.customers.consents import may_contact_people

    people = [create(ana, at, "person", name=f"p{n}", account=acme.pk) for n in range(20)]
    run("record_consent_of_person", people[3], ana, at, **GRANT)
    with django_assert_max_num_queries(2):
        answers = may_contact_people(people, "email", "marketing", at)
    assert [pk for pk, answer in answers.items() if answer] == [people[3].pk]
