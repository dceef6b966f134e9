"""Whatever can be done to many rows is done, undone, and everything is as it was before."""

import datetime as dt
from dataclasses import replace

import pytest
from django.utils.translation import override

from guanxi.insight.churn.losses import Loss
from guanxi.platform.actors.compiling import actor_for_user
from guanxi.platform.actors.models import Share, User
from guanxi.platform.custom.models import CustomField
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.errors import RuleBroken
from guanxi.platform.nouns.noun import ACTIONS
from guanxi.platform.nouns.registry import noun_named, nouns
from guanxi.platform.nouns.rows import Owned
from guanxi.platform.records.writing import create_record, update_record
from guanxi.platform.rights.visibility import visible_to
from guanxi.platform.verbs.many import Chosen, act_on_many, outcomes
from guanxi.platform.verbs.undoing import undo_batch
from guanxi.platform.verbs.verb import run_verb, verb_named, verbs, verbs_of
from tests.whole_firm import found_firm

# What each verb asks for; "ben" stands for him, a noun's key for the firm's record of it.
GIVEN = {
    "assign": {"owner": "ben"},
    "share_record": {"person": "ben", "can_edit": True},
    "unshare_record": {"person": "ben"},
    "add_tag": {"tag": "new"},
    "remove_tag": {"tag": "old"},
    "delete": {},
    "restore": {},
    "confirm_order": {},
    "deliver_order": {},
    "close_order": {},
    "cancel_order": {"reason": "too late"},
    "set_next_step": {"step": "call them", "by": "2026-11-25T02:00:00Z"},
    "complete_next_step": {"outcome": "called", "then": "visit them"},
    "record_consent": {"purpose": "marketing", "evidence": "on paper"},
    "withdraw_consent": {"purpose": "marketing"},
    "record_consent_of_person": {"purpose": "marketing", "evidence": "on paper"},
    "withdraw_consent_of_person": {"purpose": "marketing"},
    "complete_activity": {"outcome": "agreed"},
    "reopen_activity": {},
    "cancel_activity": {"reason": "ill"},
    "snooze_activity": {"until": "2099-11-20T02:00:00Z"},
    "reschedule_activity": {"due_at": "2099-11-20T02:00:00Z"},
    "add_task": {"subject": "call them"},
    "record_loss": {"kind": "natural", "note": "moved away"},
    "put_into_experiment": {"experiment": "experiment"},
    "judge_customer": {"factor": "credit", "score": "4"},
}
# What must have been done to the record before, each with what it asks for.
FIRST = {
    "unshare_record": [("share_record", {"person": "ben", "can_edit": True})],
    "restore": [("delete", {})],
    "deliver_order": [("confirm_order", {})],
    "close_order": [
        ("confirm_order", {}),
        ("record_payment", {"amount": "10"}),
        ("deliver_order", {"delivered_on": "2026-11-19"}),
    ],
    "cancel_order": [("confirm_order", {})],
    "complete_next_step": [("set_next_step", {"step": "write to them"})],
    "reopen_activity": [("complete_activity", {"outcome": "nobody there"})],
}
KEPT_BY_ITSELF = {"version", "updated_at", "updated_by_id", "name_key", "search_key"}


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


@pytest.fixture
def books(admin, ana, seller, grant, at):
    """A firm with a record of every noun, those that have an owner being ana's."""
    books = found_firm(admin, at)
    CustomField.objects.create(
        noun="machine", name="tags", type="multi", label_zh="标签", label_en="Tags"
    )
    schema_changed()
    for noun in nouns().values():
        if isinstance(noun.rows, Owned) and "owner" in noun.own_fields:
            noun.base().update(owner=ana.user_id, team=ana.team_id)
    own = {one.permission for one in verbs() if one.action not in ACTIONS}
    grant(seller, only=(*own, *(f"machine.{one}" for one in ACTIONS)))
    return books


@pytest.fixture
def cast(ana, books):
    """Ana with the grants of the whole firm: an actor is compiled once."""
    return actor_for_user(User.objects.get(pk=ana.user_id))


def everything():
    """Each living row of each noun, and what else the verbs of the house write."""
    rows = {}
    for key, noun in nouns().items():
        for row in noun.base().values():
            if not row.get("deleted_at"):
                kept = {name: held for name, held in row.items() if name not in KEPT_BY_ITSELF}
                rows[key, row["id"] if "id" in row else row[noun.model._meta.pk.attname]] = kept
    shares = Share.objects.values("noun", "record_id", "user", "team", "can_edit")
    return rows, sorted(map(str, shares)), sorted(map(str, Loss.objects.values()))


def bulk_verbs():
    for key, noun in nouns().items():
        own = [one for one in verbs_of(noun) if one.is_bulk]
        basic = [one.on(noun) for one in verbs() if one.is_basic and one.serves(noun)]
        yield from ((key, one) for one in [*own, *basic])


def test_every_verb_that_acts_on_many_is_tried_here(db):
    assert {one.name for _key, one in bulk_verbs()} <= GIVEN.keys()


def test_whatever_many_rows_were_done_to_is_as_before_once_it_is_undone(books, cast, ben, at):
    wrong = {}
    for key, one in bulk_verbs():
        pk = arranged(books, key, one.name, cast, ben, at)
        before = everything()
        chosen, given = Chosen(ids=(pk,)), meant(books, GIVEN[one.name], ben)
        batch = act_on_many(one.name, noun_named(key), chosen, given, actor=cast, at=at)
        done = batch.rows.get()
        if done.outcome != "done" or (everything() == before and not one.stays):
            wrong[key, one.name] = f"not done: {done.message}"
        elif one.stays:
            with pytest.raises(RuleBroken, match=str(one.stays)):
                undo_batch(batch, actor=cast, at=at)
        else:
            undo_batch(batch, actor=cast, at=at)
            if outcomes(batch)["undone"] != 1 or everything() != before:
                wrong[key, one.name] = difference(before, everything(), batch)
        if one.in_bin:
            run_verb(one, pk, {}, actor=cast, at=at)

    assert not wrong


def test_a_field_changed_in_many_rows_is_as_before_once_it_is_undone(books, cast, at):
    wrong = {}
    for key, noun in nouns().items():
        fields = noun.fields.items()
        names = [name for name, one in fields if one.type in {"text", "long"} and one.editable]
        names = [name for name in names if (noun.field(name).max_length or 99) > len("changed")]
        if not noun.can_edit or key not in books.pks or not names:
            continue
        pk = books.pks[key] if key != "order" else draft(books, cast, at)
        before, given = everything(), {names[-1]: "changed"}
        batch = act_on_many("edit", noun, Chosen(ids=(pk,)), given, actor=cast, at=at)
        if batch.rows.get().outcome == "done":
            undo_batch(batch, actor=cast, at=at)
            if outcomes(batch)["undone"] != 1 or everything() != before:
                wrong[key, names[-1]] = difference(before, everything(), batch)

    assert not wrong


def test_records_given_away_come_back_to_whoever_gave_them(books, cast, ben, cleo, at):
    account, pk = noun_named("account"), books.pks["account"]
    given = {"owner": cleo.user_id}
    batch = act_on_many("assign", account, Chosen(ids=(pk,)), given, actor=cast, at=at)
    assert not visible_to(cast, account).filter(pk=pk).exists()

    undo_batch(batch, actor=cast, at=at)

    assert outcomes(batch)["undone"] == 1
    assert visible_to(cast, account).filter(pk=pk).exists()


def test_rights_that_were_lost_since_are_not_won_back_by_undoing(books, cast, ben, cleo, at):
    account, pk = noun_named("account"), books.pks["account"]
    update_record(account, pk, {"owner": ben.user_id}, actor=cast, at=at)
    given = {"owner": cleo.user_id}
    batch = act_on_many("assign", account, Chosen(ids=(pk,)), given, actor=cast, at=at)
    moved = replace(cast, team_id=cleo.team_id, teams=cleo.teams, tree=cleo.tree)
    before = everything()

    undo_batch(batch, actor=moved, at=at)

    assert outcomes(batch)["kept"] == 1
    assert everything() == before


def test_records_of_a_leaver_go_back_to_the_leaver(books, cast, ben, at):
    account, pk = noun_named("account"), books.pks["account"]
    update_record(account, pk, {"owner": ben.user_id}, actor=cast, at=at)
    User.objects.filter(pk=ben.user_id).update(is_active=False)
    given = {"owner": cast.user_id}
    batch = act_on_many("assign", account, Chosen(ids=(pk,)), given, actor=cast, at=at)

    undo_batch(batch, actor=cast, at=at)

    assert outcomes(batch)["undone"] == 1
    assert account.base().get(pk=pk).owner_id == ben.user_id


def test_a_task_that_was_done_meanwhile_stays(books, cast, at):
    account, pk = noun_named("account"), books.pks["account"]
    given = {"subject": "call them"}
    batch = act_on_many("add_task", account, Chosen(ids=(pk,)), given, actor=cast, at=at)
    task = noun_named("activity").base().get(name="call them")
    run_verb(verb_named("complete_activity"), task.pk, {}, actor=cast, at=at)

    undo_batch(batch, actor=cast, at=at)

    assert outcomes(batch)["kept"] == 1
    assert "changed since" in batch.rows.get().message


def test_what_changed_nothing_is_said_to_be_left(books, cast, at):
    account, pk = noun_named("account"), books.pks["account"]
    update_record(account, pk, {"tags": ["new"]}, actor=cast, at=at)
    batch = act_on_many("add_tag", account, Chosen(ids=(pk,)), {"tag": "new"}, actor=cast, at=at)

    undo_batch(batch, actor=cast, at=at)

    assert outcomes(batch)["kept"] == 1
    assert batch.rows.get().message == "Nothing was changed here."


def test_a_screen_says_beforehand_what_stays_and_offers_no_undo_of_it(books, cast, client):
    client.force_login(User.objects.get(pk=cast.user_id))
    given = {"id": [books.pks["account"]], "factor": "credit", "score": "4"}
    stays = "A judgement stays on record"

    asked = client.post("/account/bulk/judge_customer/", given).content.decode()
    answer = client.post("/account/bulk/judge_customer/", given | {"go": "1"}, follow=True)

    assert stays in asked
    assert "can be undone" not in asked
    assert stays in answer.content.decode()
    assert "data-undo" not in answer.content.decode()


def arranged(books, key, name, actor, ben, at):
    """The number of a record to which the verb can be done."""
    noun = noun_named(key)
    if key == "order":
        pk = draft(books, actor, at)
    elif key == "activity" and name not in {"delete", "restore"}:
        values = {"kind": "meeting", "name": "meet", "account": books.pks["account"]}
        times = {"due_at": "2026-11-19T06:00:00Z", "remind_at": "2026-11-19T05:00:00Z"}
        pk = create_record(noun, values | times, actor=actor, at=at).pk
    else:
        pk = books.pks[key]
    if name == "remove_tag":
        update_record(noun, pk, {"tags": ["old", "older"]}, actor=actor, at=at)
    for first, given in FIRST.get(name, ()):
        run_verb(verb_named(first, noun), pk, meant(books, given, ben), actor=actor, at=at)
    return pk


def draft(books, actor, at):
    values = {"account": books.pks["account"], "ordered_on": dt.date(2026, 11, 10)}
    order = create_record(noun_named("order"), values, actor=actor, at=at)
    line = {"product": books.pks["product"], "quantity": "2", "unit_price": "5"}
    run_verb(verb_named("add_order_line"), order.pk, line, actor=actor, at=at)
    return order.pk


def meant(books, given, ben):
    named = {"ben": ben.user_id, "experiment": books.pks.get("experiment")}
    return {name: named.get(value, value) for name, value in given.items()}


def difference(before, after, batch):
    rows = {
        row: {
            name: (held, after[0].get(row, {}).get(name))
            for name, held in before[0].get(row, {}).items()
            if after[0].get(row, {}).get(name) != held
        }
        for row in before[0].keys() | after[0].keys()
        if before[0].get(row) != after[0].get(row)
    }
    return batch.rows.get().message, rows, before[1:] == after[1:]
