"""One person's data, handed over and erased."""

import orjson
import pytest
from django.apps import apps
from django.db import connection

from guanxi.customers.models import (
    Account,
    Consent,
    DuplicateCandidate,
    Erasure,
    Interaction,
    Person,
)
from guanxi.customers.personal.erasing import is_intact
from guanxi.customers.tests.conftest import create
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.platform.messages.models import Note
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.reading import ListQuery, read_list
from guanxi.platform.records.writing import update_record
from guanxi.platform.verbs.verb import run_verb, verb_named

SECRETS = ("沈知远", "shenzhiyuan", "13800138000", "shen@example.com", "女儿上大学", "采购总监")


def run(name, record, actor, at, **given):
    return run_verb(verb_named(name), record.pk, given, actor=actor, at=at)


@pytest.fixture
def known(shen, acme, ana, at):
    """Someone of whom every part of the room keeps something."""
    update_record(noun_named("person"), shen.pk, {"email": "shen@example.com"}, actor=ana, at=at)
    run(
        "log_interaction", acme, ana, at, channel="phone", person=shen.pk,
        content="沈知远说女儿上大学", outcome="13800138000",
    )  # fmt: skip
    run(
        "record_consent_of_person", shen, ana, at, purpose="marketing", channel="email",
        evidence="shen@example.com 回信",
    )  # fmt: skip
    twin = create(ana, at, "person", name="沈知远 先生", mobile="13800138000", account=acme.pk)
    run("merge_people", shen, ana, at, other=twin.pk)
    DuplicateCandidate.objects.create(
        noun="person", left_id=shen.pk, right_id=shen.pk + 1000, score=1, found_at=at,
        evidence=["沈知远"],
    )  # fmt: skip
    Note.objects.create(
        noun="person",
        record_id=shen.pk,
        text="沈知远的女儿上大学",
        author_name="Ana",
        created_at=at,
    )
    return shen


def whole_database():
    """Every value of every row, as one text."""
    said = []
    tables = {model._meta.db_table for model in apps.get_models()}
    with connection.cursor() as cursor:
        found = set(connection.introspection.table_names(cursor))
        for table in sorted(tables & found):
            cursor.execute(f'SELECT * FROM "{table}"')
            said += [f"{table}: {row}" for row in cursor.fetchall()]
    return "\n".join(said)


def test_an_export_holds_everything_known_of_the_person(known, ana, at):
    data = run("export_personal_data", known, ana, at)
    said = orjson.dumps(data).decode()
    for secret in ("沈知远", "+8613800138000", "shen@example.com", "女儿上大学", "回信"):
        assert secret in said
    assert set(data["connected"]) >= {"customers.interaction", "customers.consent"}
    assert Fact.objects.filter(kind="person.data_exported").exists()


def test_after_erasing_no_row_of_the_database_names_the_person(known, ana, at):
    before = whole_database()
    assert all(secret in before for secret in SECRETS if secret != "女儿上大学")

    run("erase_person", known, ana, at, reason="Demand of 2026-11-18")

    left = [line for line in whole_database().splitlines() if any(one in line for one in SECRETS)]
    assert left == []


def test_contacts_and_consents_stay_countable(known, ana, at):
    run("erase_person", known, ana, at, reason="x")
    contact = Interaction.objects.get()
    assert (contact.person_id, contact.channel, contact.happened_at) == (known.pk, "phone", at)
    assert Consent.objects.get().purpose == "marketing"


def test_the_proof_counts_what_was_erased_and_is_sealed(known, acme, ana, at):
    proof = run("erase_person", known, ana, at, reason="x")
    assert proof.counts["records"] == 2
    assert proof.counts["contacts"] == 1
    assert Fact.objects.filter(kind="person.erased", record_id=known.pk).exists()
    other = create(ana, at, "person", name="另一位")
    run("erase_person", other, ana, at, reason="y")
    assert is_intact()
    Erasure.objects.filter(pk=proof.pk).update(counts={})
    assert not is_intact()


def test_an_erased_person_is_found_nowhere_and_cannot_be_erased_twice(known, ana, at):
    run("erase_person", known, ana, at, reason="x")
    assert read_list(ana, noun_named("person"), ListQuery()).rows == []
    assert read_list(ana, noun_named("person"), ListQuery(text="沈知远")).rows == []
    with pytest.raises(Person.DoesNotExist):
        run("erase_person", known, ana, at, reason="x")


def test_a_consumer_is_erased_and_a_firm_is_not(acme, ana, at):
    values = {"name": "张三丰", "kind": "person", "phone": "13911112222", "city": "苏州"}
    consumer = create(ana, at, "account", **values)
    run("erase_consumer", consumer, ana, at, reason="x")
    consumer.refresh_from_db()
    assert (consumer.phone, consumer.city) == ("", "苏州")
    assert "张三丰" not in whole_database()
    with pytest.raises(RuleBroken):
        run("erase_consumer", acme, ana, at, reason="x")


def test_erasing_needs_a_reason_and_the_right_to_delete(known, ana, cleo, person, east, grant, at):
    from guanxi.platform.actors.models import Role

    with pytest.raises(RuleBroken):
        run("erase_person", known, ana, at)
    with pytest.raises(Person.DoesNotExist):
        run("erase_person", known, cleo, at, reason="x")
    role = Role.objects.create(code="reader", label_zh="读者", label_en="Reader")
    grant(role, only=("person.read",))
    dan = person("dan", east, role)
    for verb, given in (("erase_person", {"reason": "x"}), ("export_personal_data", {})):
        with pytest.raises(Denied):
            run(verb, known, dan, at, **given)
    assert not Account.objects.filter(name__startswith="Erased").exists()
