"""What a person is told, chosen on screen."""

import pytest

from guanxi.platform.actors.models import User
from guanxi.platform.messages.models import Notification
from guanxi.platform.messages.notes import write_note
from guanxi.platform.messages.preferences import KINDS, mail_wish, wants_on_screen

ADDRESS = "/notices/wishes/"


def chosen(**more):
    given = {f"mail-{kind}": "never" for kind in KINDS}
    return given | {f"screen-{kind}": "yes" for kind in KINDS} | more


@pytest.fixture
def bens(browser_of, ben):
    return browser_of(ben)


def test_every_kind_can_be_chosen(bens):
    html = bens.get(ADDRESS).content.decode()
    for kind in KINDS:
        assert f'name="mail-{kind}"' in html
        assert f'name="screen-{kind}"' in html


def test_what_is_chosen_holds_for_the_next_news(bens, machine, press, ana, ben, at):
    given = chosen(**{"mail-mention": "daily"})
    del given["screen-mention"]
    assert bens.post(ADDRESS, given).status_code == 302
    user = User.objects.get(pk=ben.user_id)
    assert (mail_wish(user, "mention"), wants_on_screen(user, "mention")) == ("daily", False)
    write_note(machine, press.pk, "@ben", actor=ana, at=at)
    assert Notification.objects.get(user=user).read_at is not None


def test_a_wish_that_is_not_listed_is_refused_and_changes_nothing(bens, ben):
    answer = bens.post(ADDRESS, chosen(**{"mail-job": "hourly"}))
    assert answer.status_code == 422
    assert mail_wish(User.objects.get(pk=ben.user_id), "mention") == "at_once"


def test_a_guest_is_asked_to_sign_in(client, db):
    assert client.get(ADDRESS).status_code == 302


def test_a_notice_names_who_is_behind_it_once(bens, machine, press, ana, at):
    write_note(machine, press.pk, "@ben look", actor=ana, at=at)

    html = bens.get("/notices/").content.decode()

    assert html.split('class="notice"')[1].split("</a>")[0].count("Ana") == 1
    assert "<b>Ana</b>" in html
