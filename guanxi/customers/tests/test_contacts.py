"""Contacts in the log, and what is to be done next."""

import datetime as dt

import pytest

from guanxi.customers.models import Account, Interaction
from guanxi.customers.tests.conftest import create
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import delete_record
from guanxi.platform.verbs.verb import run_verb, verb_named, verbs_for

HOUR = dt.timedelta(hours=1)


def run(name, record, actor, at, **given):
    return run_verb(verb_named(name), record.pk, given, actor=actor, at=at)


def log(account, actor, at, **given):
    return run(
        "log_interaction", account, actor, at, **{"channel": "phone", "subject": "交期", **given}
    )


def test_a_contact_is_logged_on_customer_and_person(acme, shen, ana, at):
    made = log(acme, ana, at, person=shen.pk, direction="out", content="答应周五前给第二版")
    acme.refresh_from_db()
    shen.refresh_from_db()
    assert (made.staff_id, made.happened_at) == (ana.user_id, at)
    assert acme.last_contact_at == shen.last_contact_at == at
    assert Fact.objects.filter(kind="interaction.created", record_id=made.pk).exists()


def test_an_earlier_contact_and_a_note_leave_the_last_contact(acme, ana, at):
    log(acme, ana, at)
    log(acme, ana, at + HOUR, happened_at=at - HOUR)
    log(acme, ana, at + HOUR, channel="note")
    acme.refresh_from_db()
    assert acme.last_contact_at == at


def test_deleting_a_contact_brings_the_one_before_back(acme, ana, at):
    log(acme, ana, at - HOUR)
    latest = log(acme, ana, at)
    delete_record(noun_named("interaction"), latest.pk, actor=ana, at=at)
    acme.refresh_from_db()
    assert acme.last_contact_at == at - HOUR


def test_the_first_line_is_the_subject_where_none_is_given(acme, ana, at):
    made = log(acme, ana, at, subject="", content="价格可以接受\n请寄样品")
    assert made.subject == "价格可以接受"


@pytest.mark.parametrize(
    ("given", "field"),
    [({"happened_at": dt.datetime(2030, 1, 1, tzinfo=dt.UTC)}, "happened_at"),
     ({"subject": ""}, "content"), ({"channel": ""}, "channel")],
)  # fmt: skip
def test_a_contact_that_makes_no_sense_is_refused(acme, ana, at, given, field):
    with pytest.raises(RuleBroken) as refused:
        log(acme, ana, at, **given)
    assert set(refused.value.fields) == {field}
    assert not Interaction.objects.exists()


def test_a_strangers_contact_is_not_found_and_a_readers_denied(acme, cleo, person, east, grant, at):
    from guanxi.platform.actors.models import Role

    with pytest.raises(Account.DoesNotExist):
        log(acme, cleo, at)
    role = Role.objects.create(code="reader", label_zh="读者", label_en="Reader")
    grant(role, only=("account.read",))
    with pytest.raises(Denied):
        log(acme, person("dan", east, role), at)


def test_the_person_of_a_contact_must_be_seen(acme, ana, cleo, at):
    theirs = create(cleo, at, "person", name="别人")
    with pytest.raises(RuleBroken):
        log(acme, ana, at, person=theirs.pk)


def test_a_next_step_is_set_done_and_followed(acme, ana, at):
    run("set_next_step", acme, ana, at, step="发报价", by=at + HOUR)
    acme.refresh_from_db()
    assert (acme.next_step, acme.next_step_at) == ("发报价", at + HOUR)

    run("complete_next_step", acme, ana, at, outcome="已发", then="约拜访")

    acme.refresh_from_db()
    assert (acme.next_step, acme.next_step_at) == ("约拜访", None)
    done = Fact.objects.get(kind="account.next_step_completed")
    assert done.data == {"step": "发报价", "outcome": "已发"}


def test_completing_is_offered_only_where_a_step_is_set(acme, ana, at):
    noun = noun_named("account")
    assert "complete_next_step" not in [one.name for one in verbs_for(noun, ana, acme)]
    with pytest.raises(RuleBroken):
        run("complete_next_step", acme, ana, at)
