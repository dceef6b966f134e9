"""Whoever is erased is named by no row of the database, whatever was written of them and where."""

import io
import json

import pytest
from django.apps import apps
from django.db import connection

from guanxi.platform.actors.models import SharingRule, User
from guanxi.platform.custom.models import CustomField
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.exports.lists import Wanted
from guanxi.platform.exports.starting import start_export
from guanxi.platform.facts.models import Fact
from guanxi.platform.files.storing import attach_file
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.running import run_import
from guanxi.platform.imports.starting import agree, draft_import
from guanxi.platform.jobs.models import Job
from guanxi.platform.messages.notes import write_note
from guanxi.platform.nouns.registry import noun_named, nouns
from guanxi.platform.records.reading import ListQuery
from guanxi.platform.records.writing import create_record
from guanxi.platform.rest.models import KeptAnswer
from guanxi.platform.verbs.many import Chosen, act_on_many
from guanxi.platform.verbs.verb import run_verb, verb_named
from guanxi.platform.views.models import SavedView
from guanxi.sales.models import Order, Payment
from tests import whole_firm

NAME, PHONE, MAIL = "沈知远", "13800138000", "shen@example.com"
NEEDLES = (NAME, "女儿上大学", "沈之远", "shenzhiyuan", PHONE, MAIL)


def needle(noun, name, type="text", turn=1):
    """A text that names the person; what names nobody stays as it was."""
    if noun not in reaching():
        return PLAIN(noun, name, type, turn)
    if (noun, name) in {("account", "name"), ("person", "name")}:
        return {1: "沈之远", 2: NAME, 3: NAME}[turn]
    told = {"phone": f"+86{PHONE}", "email": MAIL, "url": f"https://{MAIL.replace('@', '.')}/"}
    return told.get(type, f"{NAME} {noun}{name}{turn}")


PLAIN = whole_firm.word_of


def reaching():
    """Nouns whose records name a customer or a person."""
    named = {"account", "person"}
    found = {
        key for key, noun in nouns().items() if {one.target for one in noun.fields.values()} & named
    }
    return found | named | {"order_line"}


@pytest.fixture
def firm(admin, at, settings, tmp_path, monkeypatch):
    """A firm in which every text of every record names the same person."""
    settings.MEDIA_ROOT, settings.DATA = tmp_path / "files", tmp_path
    monkeypatch.setattr(whole_firm, "word_of", needle)
    monkeypatch.setitem(
        whole_firm.FIXED, "account", whole_firm.FIXED["account"] | {"kind": "person"}
    )
    make_noun = whole_firm._make_noun

    def make_noun_naming():
        make_noun()
        for name, target in (("of", "account"), ("keeper", "person")):
            CustomField.objects.create(
                noun="machine", name=name, type="relation", label_zh=name, label_en=name,
                settings={"target": target},
            )  # fmt: skip
            CustomField.objects.create(
                noun=target, name="memo", type="long", label_zh="memo", label_en="memo"
            )
        schema_changed()

    monkeypatch.setattr(whole_firm, "_make_noun", make_noun_naming)
    return whole_firm.found_firm(admin, at)


@pytest.fixture
def told(firm, admin, at, client):
    """What people and machines do with such records, by every other door."""
    for key in sorted(reaching() & set(firm.pks)):
        noun, pk = noun_named(key), firm.pks[key]
        write_note(noun, pk, f"{NAME} {PHONE}", actor=admin, at=at)
        attach_file(noun, pk, f"{NAME}.pdf", io.BytesIO(b"%PDF-1.7"), actor=admin, at=at)
    where = {"field": "name", "op": "contains", "value": NAME}
    account = noun_named("account")
    pks = (firm.pks["account"],)
    act_on_many(
        "edit", account, Chosen(pks, where, NAME), {"description": NAME}, actor=admin, at=at
    )
    rows = f"姓名,手机,邮箱\n{NAME},{PHONE},x\n{NAME},12,{MAIL}\n{NAME},12,\n"
    run = draft_import("person", [rows.encode()], f"{NAME}.csv", actor=admin, at=at)
    run_import(agree(run, Options(), run.mapping, actor=admin, at=at), actor=admin, at=at)
    _call(client, admin, "activity/", {"name": f"{NAME} {PHONE}", "account": pks[0]})
    order = {"account": pks[0], "currency": "CNY", "note": "女儿上大学前送到"}
    _call(client, admin, "order/", order | {"ordered_on": "2026-11-10"})
    start_export(account, Wanted(ListQuery(filter=where, columns=["name"])), actor=admin, at=at)
    Job.objects.update(state=Job.State.DONE)
    SavedView.objects.create(noun="account", label_zh="一位", filter=where, text=NAME)
    SharingRule.objects.create(label="x", noun="account", filter=where)
    return firm


def _call(client, actor, path, body):
    client.force_login(User.objects.get(pk=actor.user_id))
    headers = {"Idempotency-Key": path}
    return client.post(f"/api/v1/{path}", body, content_type="application/json", headers=headers)


def left():
    """Every row that names the person, under its table."""
    said = []
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    with connection.cursor() as cursor:
        for table in sorted(tables & set(connection.introspection.table_names(cursor))):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = [" ".join(map(_text, row)) for row in cursor.fetchall()]
            said += [f"{table}: {row}" for row in rows if any(one in row for one in NEEDLES)]
    return said


def _text(value):
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "replace")
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
    return text.encode().decode("unicode_escape") if "\\u" in text else text


def erase(firm, actor, at):
    run_verb(verb_named("erase_person"), firm.pks["person"], {"reason": "x"}, actor=actor, at=at)
    run_verb(verb_named("erase_consumer"), firm.pks["account"], {"reason": "x"}, actor=actor, at=at)


def test_no_row_names_who_was_erased(told, admin, at):
    tables = {line.partition(":")[0] for line in left()}
    assert {"customers_account", "activities_activity", "sales_order", "platform_fact"} <= tables

    assert KeptAnswer.objects.filter(status=201).count() == 2

    erase(told, admin, at)

    assert left() == []


def test_a_request_sent_again_is_told_that_it_was_carried_out(told, admin, at, client):
    order = Order.objects.latest("pk")
    erase(told, admin, at)
    again = {"account": order.account_id, "currency": "CNY", "note": "女儿上大学前送到"}

    answer = _call(client, admin, "order/", again | {"ordered_on": "2026-11-10"})

    assert (answer.status_code, Order.objects.latest("pk").pk) == (410, order.pk)


def test_what_the_books_need_stays(told, admin, at):
    order, payment = Order.objects.get(pk=told.pks["order"]), Payment.objects.get()
    erase(told, admin, at)

    again, paid = Order.objects.get(pk=order.pk), Payment.objects.get()
    assert (again.number, again.total_amount, again.account_id) == (
        order.number, order.total_amount, order.account_id,
    )  # fmt: skip
    assert (paid.amount, paid.paid_on) == (payment.amount, payment.paid_on)
    facts = Fact.objects.filter(noun="order", record_id=order.pk, changes__has_key="total_amount")
    assert facts.exists()


def test_what_is_said_of_others_stays(told, admin, at):
    other = create_record(noun_named("account"), {"name": "苏州博衡"}, actor=admin, at=at)
    words = {"name": "给苏州博衡打电话", "account": other.pk}
    call = create_record(noun_named("activity"), words, actor=admin, at=at)
    press = create_record(noun_named("machine"), {"name": "冲床 12"}, actor=admin, at=at)
    mine = {"name": "车床 7", "of": told.pks["account"], "memo": f"找{NAME}"}
    lathe = create_record(noun_named("machine"), mine, actor=admin, at=at)

    erase(told, admin, at)

    for one in (call, press, lathe):
        one.refresh_from_db()
    assert (call.name, press.name, lathe.name) == ("给苏州博衡打电话", "冲床 12", "车床 7")
    memo = noun_named("machine").field("memo")
    assert memo.value_of(lathe) == ""
