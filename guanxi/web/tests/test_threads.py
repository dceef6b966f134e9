"""Threads under contacts and notes, as a browser and a program meet them."""

import pytest

from guanxi.customers.models import Interaction
from guanxi.customers.personal.erasing import erase
from guanxi.customers.personal.exporting import personal_data
from guanxi.platform.facts.models import Fact
from guanxi.platform.messages.models import Note, Notification
from guanxi.platform.messages.notes import write_note
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record

HTMX = {"HX-Request": "true"}


@pytest.fixture
def acme(ana, at):
    return create_record(noun_named("account"), {"name": "苏州博衡"}, actor=ana, at=at)


@pytest.fixture
def call(acme, ana, at):
    values = {
        "account": acme.pk,
        "channel": "phone",
        "happened_at": at,
        "content": "谈了价格",
        "staff": ana.user_id,
    }
    return create_record(noun_named("interaction"), values, actor=ana, at=at)


def say(browser, address, text="多少钱？", **given):
    sent = {"act": "say", "content": text} | given
    return browser.post(f"{address}thread/", sent, headers=HTMX)


def test_a_contact_shows_how_much_is_said_to_it(browser_of, ana, ben, acme, call):
    page = browser_of(ben).get(f"/account/{acme.pk}/").content.decode()
    assert f'hx-get="/interaction/{call.pk}/thread/"' in page

    answer = say(browser_of(ben), f"/interaction/{call.pk}/").content.decode()
    assert "多少钱？" in answer and "1 comment" in answer
    page = browser_of(ana).get(f"/account/{acme.pk}/").content.decode()
    assert "1 comment" in page and "多少钱？" not in page


def test_whose_contact_it_is_hears_of_the_first_comment(browser_of, ana, ben, call):
    say(browser_of(ben), f"/interaction/{call.pk}/")

    assert list(Notification.objects.values_list("user", "kind", "noun", "record_id")) == [
        (ana.user_id, "reply", "interaction", call.pk)
    ]
    assert Fact.objects.filter(kind="interaction.noted", record_id=call.pk).exists()


def test_a_stranger_finds_no_thread(browser_of, cleo, ana, call):
    browser = browser_of(cleo)

    assert browser.get(f"/interaction/{call.pk}/thread/").status_code == 404
    assert say(browser, f"/interaction/{call.pk}/").status_code == 404
    assert not Note.objects.exists()


def test_a_comment_is_changed_and_deleted_by_its_writer_alone(browser_of, ana, ben, call):
    address = f"/interaction/{call.pk}/thread/"
    say(browser_of(ben), f"/interaction/{call.pk}/")
    [said] = Note.objects.all()
    form = browser_of(ben).get(address, {"edit": said.pk}).content.decode()
    assert ">多少钱？</textarea>" in form
    edit = {"act": "edit", "note": said.pk, "content": "几折？"}
    assert browser_of(ana).post(address, edit, headers=HTMX).status_code == 403

    assert "几折？" in browser_of(ben).post(address, edit, headers=HTMX).content.decode()
    gone = browser_of(ben).post(address, {"act": "delete", "note": said.pk}, headers=HTMX)
    assert "几折？" not in gone.content.decode()


def test_a_thread_is_folded_again(browser_of, ana, call):
    say(browser_of(ana), f"/interaction/{call.pk}/")

    folded = browser_of(ana).get(f"/interaction/{call.pk}/thread/?closed").content.decode()
    assert "1 comment" in folded and "多少钱？" not in folded


def test_a_note_has_a_thread_of_its_own(browser_of, ana, ben, machine, press, at):
    note = write_note(machine, press.pk, "换了皮带", actor=ana, at=at)

    answer = say(browser_of(ben), f"/machine/{press.pk}/notes/{note.pk}/").content.decode()
    assert "多少钱？" in answer
    page = browser_of(ana).get(f"/machine/{press.pk}/").content.decode()
    assert "1 comment" in page and "多少钱？" not in page


def test_what_was_said_goes_out_and_is_erased_with_the_customer(
    browser_of, ana, admin, acme, call, at
):
    say(browser_of(ana), f"/interaction/{call.pk}/", "博衡的老板姓沈")
    assert "博衡的老板姓沈" in str(personal_data(acme, at))

    erase(acme, reason="asked", actor=admin, at=at)

    assert not Note.objects.exists()
    assert not Notification.objects.filter(noun="interaction").exists()
    assert Interaction.objects.filter(pk=call.pk).exists()


def test_an_unknown_act_is_no_page(browser_of, ana, call):
    answer = browser_of(ana).post(f"/interaction/{call.pk}/thread/", {"act": "dance"})
    assert answer.status_code == 404
