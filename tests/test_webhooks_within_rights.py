"""A webhook hears of the records that its role sees, and of them the fields that it reads."""

import datetime as dt

import orjson
import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given

from guanxi.platform.actors.compiling import forget_actors, rights_changed
from guanxi.platform.actors.models import FieldGrant, Role, User
from guanxi.platform.errors import RuleBroken
from guanxi.platform.facts.deliveries import Withheld, run_due
from guanxi.platform.facts.models import Delivery, Fact
from guanxi.platform.facts.webhooks.administering import Wish, create_webhook, replay_webhook
from guanxi.platform.facts.webhooks.models import Webhook
from guanxi.platform.facts.webhooks.telling import forget_webhooks
from guanxi.platform.facts.webhooks.tests.listening import Listener, listening
from guanxi.platform.facts.webhooks.within import within
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record, update_record
from guanxi.platform.rights.people import deactivate_person
from guanxi.platform.rights.roles import give_role, remove_role
from guanxi.platform.rights.tests.worlds import found, plainly_visible, worlds
from guanxi.platform.verbs.verb import run_verb, verb_named
from tests.test_parity import QUIETLY, firms_of

SECRETS = {"name": "秘密公司", "phone": "13800001234", "email": "quiet@secret.example"}


@pytest.fixture
def narrow(seller):
    """The role of the listener: it never sees the e-mail, and of the phone its ends."""
    FieldGrant.objects.bulk_create(
        FieldGrant(role=seller, noun="account", field=name, mode=mode)
        for name, mode in (("email", "hidden"), ("phone", "masked"))
    )
    rights_changed()
    return seller


@pytest.fixture
def hook(settings, admin, ana, narrow, at):
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    with listening() as address:
        wish = Wish("Shop", address, ["*"], narrow, User.objects.get(pk=ana.user_id))
        yield create_webhook(wish, actor=admin, at=at)


def heard():
    """What the listener was told of customers, the latest last."""
    run_due()
    told = [orjson.loads(body) for _path, _headers, body in Listener.heard]
    return [one for one in told if one["noun"] == "account"]


def made(actor, at, **more):
    return create_record(noun_named("account"), {**SECRETS, **more}, actor=actor, at=at)


def test_closed_fields_are_left_out_and_masked_ones_masked(hook, admin, ana, at):
    made(admin, at, owner=ana.user_id)

    [told] = heard()
    assert told["changes"]["name"] == [None, SECRETS["name"]]
    assert told["changes"]["phone"] == [None, "138****1234"]
    assert "email" not in told["changes"]
    assert b"secret.example" not in b"".join(body for *_rest, body in Listener.heard)


def test_records_that_its_role_does_not_see_are_not_told(hook, admin, cleo, west, at):
    made(admin, at, owner=cleo.user_id, team=west.pk)

    assert heard() == []
    assert set(Delivery.objects.values_list("state", flat=True)) <= {"withheld"}


def test_told_again_it_hears_no_more_than_its_role_reads_by_then(hook, admin, ana, seller, at):
    firm = made(admin, at, owner=ana.user_id)
    heard()
    Listener.heard.clear()
    FieldGrant.objects.create(role=seller, noun="account", field="name", mode="hidden")
    rights_changed()

    replay_webhook(hook, at - dt.timedelta(days=1), actor=admin, at=timezone.now())

    [told] = heard()
    assert (told["record_id"], told["changes"].get("name")) == (firm.pk, None)
    assert SECRETS["name"].encode() not in Listener.heard[-1][2]


def test_a_record_given_to_a_stranger_is_not_told_again(hook, admin, ana, cleo, west, at):
    firm = made(admin, at, owner=ana.user_id)
    assert len(heard()) == 1
    given_away = {"owner": cleo.user_id, "team": west.pk}
    update_record(noun_named("account"), firm.pk, given_away, actor=admin, at=at)
    Listener.heard.clear()

    replay_webhook(hook, at - dt.timedelta(days=1), actor=admin, at=timezone.now())

    assert heard() == []


def test_what_a_fact_says_beside_its_changes_is_an_administrators(hook, admin, ana, at):
    firm = made(admin, at, owner=ana.user_id, next_step="Offer")
    done = {"outcome": SECRETS["email"]}
    run_verb(verb_named("complete_next_step"), firm.pk, done, actor=ana, at=at)

    assert [one["data"] for one in heard() if "outcome" in one["data"]] == []

    Webhook.objects.update(role=Role.objects.get(code="test-admin"))
    Listener.heard.clear()
    replay_webhook(hook, at - dt.timedelta(days=1), actor=admin, at=timezone.now())
    assert [one["data"]["outcome"] for one in heard() if "outcome" in one["data"]] == [
        SECRETS["email"]
    ]


def test_changes_of_rights_are_told_to_an_administrators_hook_only(hook, admin, ben, seller, at):
    role = Role.objects.create(code="more", label_zh="更多", label_en="More")
    give_role(User.objects.get(pk=ben.user_id), role, actor=admin, at=at)

    run_due()

    assert Listener.heard == []


def test_a_hook_whose_person_has_left_hears_nothing(hook, admin, ana, at):
    made(admin, at, owner=ana.user_id)
    deactivate_person(User.objects.get(pk=ana.user_id), actor=admin, at=at)

    assert heard() == []


def test_a_role_under_which_a_hook_hears_stays(hook, admin, at):
    role = Role.objects.create(code="shop", label_zh="店", label_en="Shop")
    Webhook.objects.update(role=role)

    with pytest.raises(RuleBroken, match="(?i)webhook"):
        remove_role(role, actor=admin, at=at)


def is_told(hook, fact):
    try:
        within(hook, fact)
    except Withheld:
        return False
    return True


@given(world=worlds())
@QUIETLY
def test_a_hook_hears_of_the_rows_that_its_person_sees(db, at, world):
    noun = noun_named("account")
    with transaction.atomic():
        forget_actors()
        forget_webhooks()
        found(world, "account", firms_of(at))
        for user in world.users:
            for role in user.roles.all()[:1]:
                user.roles.set([role])
                rights_changed()
                hook = Webhook(name="x", role=role, user=user)
                told = {
                    row.pk
                    for row in world.rows
                    if row.deleted_at is None
                    and is_told(hook, Fact(noun="account", record_id=row.pk, kind="account.x"))
                }
                assert told == plainly_visible(world, user, noun)
        transaction.set_rollback(True)
