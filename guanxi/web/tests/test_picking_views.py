"""A saved view is picked as a record is: by typing a part of its name, among those one finds."""

import pytest

from guanxi.platform.actors.models import User
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record
from guanxi.platform.views.keeping import keep_view
from guanxi.platform.views.state import ViewState

PICK = "/pick/views-of-account/"


@pytest.fixture
def views(ana, ben, cleo):
    accounts = noun_named("account")
    return [
        keep_view(who, accounts, label, ViewState(), reach)
        for who, label, reach in (
            (ana, "Worth calling", "private"),
            (ben, "Worth a visit", "team"),
            (ben, "Worth nothing", "private"),
            (cleo, "Worth hiding", "private"),
        )
    ]


def test_own_views_and_those_of_the_team_are_offered(anas, views):
    html = anas.get(f"{PICK}?q=worth").content.decode()
    assert "Worth calling" in html and "Worth a visit" in html
    assert "Worth nothing" not in html and "Worth hiding" not in html


def test_views_of_what_there_is_not_are_none(anas, views):
    assert "Worth" not in anas.get("/pick/views-of-nothing/").content.decode()


def test_the_dialog_asks_by_the_picker_and_keeps_what_was_chosen(anas, ana, views, at):
    values = {"name": "Call", "starts_on": at.date(), "control_percent": 40}
    experiment = create_record(noun_named("experiment"), values, actor=ana, at=at)
    address = f"/experiment/{experiment.pk}/do/split_saved_view/"

    asked = anas.get(address).content.decode()
    refused = anas.post(address, {"view": views[3].pk})
    done = anas.post(address, {"view": views[0].pk, "follow": "yes"})

    assert f'hx-get="{PICK}"' in asked
    assert refused.status_code == 422 and "Worth hiding" not in refused.content.decode()
    assert done.status_code == 302
    experiment.refresh_from_db()
    assert experiment.followed_id == views[0].pk


@pytest.mark.parametrize("text", ["何", "hejia", "hj", "HJ", "jia.h"])
def test_a_colleague_is_picked_by_characters_pinyin_or_user_name(anas, person, east, seller, text):
    person("jia.he", east, seller)
    called = User.objects.get(username="jia.he")
    called.name = "何嘉"
    called.save()
    assert "何嘉" in anas.get(f"/pick/user/?q={text}").content.decode()


def test_a_record_that_is_not_written_so_is_picked_by_its_initials(anas, ana, at):
    create_record(noun_named("account"), {"name": "无锡垣准储能"}, actor=ana, at=at)
    assert "无锡垣准储能" in anas.get("/pick/account/?q=wxyz").content.decode()
