"""What comes to people and systems by itself tells no field that is closed to them."""

import datetime as dt
import json

import orjson
import pytest
from django.test import Client
from django.utils import timezone

from guanxi.activities.models import Activity
from guanxi.activities.reminding import send_due_reminders
from guanxi.platform.actors.models import User
from guanxi.platform.facts.deliveries import run_due
from guanxi.platform.facts.webhooks.administering import Wish, create_webhook
from guanxi.platform.facts.webhooks.tests.listening import Listener, listening
from guanxi.platform.messages.centre import notifications_of
from guanxi.platform.messages.mailing import mail_to
from guanxi.platform.messages.models import Notification
from guanxi.platform.messages.tests.hearing import heard_by
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record, update_record
from tests.closed.press import NAME, PRICE, TWICE, again, modes, page, tells


@modes
def test_a_reminder_says_no_closed_name_and_no_closed_time(ana, close, at, mode):
    values = {"name": NAME, "kind": "meeting", "due_at": at + dt.timedelta(hours=1)}
    made = create_record(noun_named("activity"), values, actor=ana, at=at)
    Activity.objects.filter(pk=made.pk).update(remind_at=at)
    close(mode, "activity.name", "activity.due_at")

    assert send_due_reminders(at) == 1

    text = f"{heard_by(again(ana))} {Notification.objects.values()}"
    assert NAME not in text
    assert "11:00" not in heard_by(again(ana))[0] and "2026" not in heard_by(again(ana))[0]


@modes
def test_a_webhook_hears_no_closed_amount_and_nothing_computed_from_it(
    press, ana, admin, seller, machine, close, settings, mode
):
    close(mode, "machine.price", "machine.name")
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    with listening() as address:
        wish = Wish("Shop", address, ["*"], seller, User.objects.get(pk=ana.user_id))
        create_webhook(wish, actor=admin, at=timezone.now())
        values = {"price": "8888.88", "name": f"{NAME}二", "memo": "heard"}
        update_record(machine, press.pk, values, actor=admin, at=timezone.now())
        run_due()
        heard = [body.decode() for _path, _headers, body in Listener.heard]

    told = [orjson.loads(one) for one in heard if json.loads(one)["noun"] == "machine"]
    assert told[0]["changes"]["memo"] == ["x", "heard"]
    assert not tells("".join(heard), "8888.88", PRICE, TWICE, "17777.76")
    assert NAME not in "".join(heard)


@pytest.fixture
def told(press, machine, ana, ben, admin):
    """Ben was told of the press by its name, before that was closed to him."""
    values = {"owner": ben.user_id}
    update_record(machine, press.pk, values, actor=again(ana), at=timezone.now())
    [news] = Notification.objects.filter(user=ben.user_id)
    assert NAME in heard_by(again(ben))[0]
    return news


@modes
def test_old_news_keep_no_title_that_was_closed_since(told, ben, close, mode):
    close(mode, "machine.name")

    client = Client()
    client.force_login(User.objects.get(pk=ben.user_id))
    assert NAME not in page(client, "/notices/?show=all")
    [one] = notifications_of(again(ben))
    assert NAME not in one.text
    assert one.record_id == told.record_id


@modes
def test_a_letter_sent_later_keeps_no_title_that_was_closed_since(
    told, ben, close, mailoutbox, mode
):
    close(mode, "machine.name")
    Notification.objects.update(mail_due_at=timezone.now())

    assert mail_to(ben.user_id, [told.pk], at=timezone.now()) == 1
    assert NAME not in mailoutbox[0].subject + mailoutbox[0].body


@modes
def test_an_old_reminder_keeps_no_time_that_was_closed_since(ana, close, at, mode):
    values = {"name": NAME, "kind": "meeting", "due_at": at + dt.timedelta(hours=1)}
    made = create_record(noun_named("activity"), values, actor=ana, at=at)
    Activity.objects.filter(pk=made.pk).update(remind_at=at)
    send_due_reminders(at)
    [before] = notifications_of(again(ana))
    assert NAME in before.text and "2026" in before.text

    close(mode, "activity.due_at")
    [after] = notifications_of(again(ana))
    assert "2026" not in after.text and "11:00" not in after.text
