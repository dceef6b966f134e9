"""What a list has kept of its page never outlives a right, a view, a row or a session."""

import datetime as dt
import json
import re

import pytest
from django.contrib.sessions.models import Session
from django.template import Context, Template

from guanxi.platform.actors.models import User
from guanxi.platform.custom.changing import create_field
from guanxi.platform.custom.definitions import FieldDraft
from guanxi.platform.messages.models import Notification
from guanxi.platform.records.writing import create_record
from guanxi.platform.rights import roles
from guanxi.platform.signin.sessions import end_sessions
from guanxi.platform.views.models import SavedView
from guanxi.platform.views.reading import views_changed
from guanxi.web.look import keeping
from guanxi.web.navigation import rooms_for

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r'"X-CSRFToken": "(\w+)"')
WHERE = "/machine/?sort=name&filter=" + json.dumps({"field": "city", "op": "is", "value": "苏州"})


def without_token(answer):
    return TOKEN.sub("", answer.content.decode())


@pytest.fixture
def page(anas, press):
    """The same list, asked for before."""

    def asked(where=WHERE):
        answer = anas.get(where)
        return answer.content.decode() if answer.status_code == 200 else answer.status_code

    asked(), asked()
    return asked


def rail(html):
    return html.split('<nav class="rail"')[1].split("</nav>")[0]


def test_an_act_that_is_no_longer_allowed_is_gone_at_once(page, admin, seller, at):
    assert "/machine/bulk/delete/" in page()

    roles.set_grant(seller, "machine.delete", "none", actor=admin, at=at)

    assert "/machine/bulk/delete/" not in page()


def test_an_export_that_is_no_longer_allowed_is_gone_at_once(page, admin, seller, at):
    assert "/machine/export/" in page()

    roles.set_grant(seller, "machine.export", "none", actor=admin, at=at)

    assert "/machine/export/" not in page()


def test_a_list_that_may_no_longer_be_read_is_gone_from_the_rail_at_once(page, admin, seller, at):
    assert "/machine/" in rail(page())

    roles.set_grant(seller, "machine.read", "none", actor=admin, at=at)

    assert page() == 404
    assert "/machine/" not in rail(page("/rooms/"))


def test_a_column_that_is_hidden_has_no_head_and_no_chip_at_once(page, admin, seller, at):
    assert 'data-col="tier"' in page("/machine/")

    roles.set_field_mode(seller, "machine", "tier", "hidden", actor=admin, at=at)

    assert 'data-col="tier"' not in page("/machine/")


def test_a_renamed_view_and_a_new_field_are_shown_at_once(page, anas, ana, admin, at):
    anas.post("/machine/views/save/", {"state": WHERE, "label": "苏州的", "reach": "private"})
    view = SavedView.objects.get()
    assert "苏州的" in page()

    anas.post(f"/machine/views/{view.pk}/", {"label_en": "Of Suzhou", "reach": "private"})
    create_field("machine", FieldDraft("serial", "text", "编号", "Serial"), actor=admin, at=at)
    shown = page(f"/machine/?columns=name,serial&view={view.pk}")

    assert "Of Suzhou" in shown
    assert 'data-col="serial"' in shown


def test_each_reader_has_a_list_of_their_own(page, browser_of, cleo):
    mine, theirs = page(), browser_of(cleo).get(WHERE).content.decode()

    assert "苏州冲床" in mine
    assert "苏州冲床" not in theirs


def test_a_session_that_is_over_ended_or_of_a_closed_account_shows_nothing(page, ana):
    person = User.objects.get(pk=ana.user_id)
    Session.objects.update(expire_date=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    assert page() == 302
    Session.objects.update(expire_date=dt.datetime(2099, 1, 1, tzinfo=dt.UTC))
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert page() == 302


def test_a_session_that_is_not_as_it_was_signed_shows_nothing(page):
    said = Session.objects.get().session_data
    Session.objects.update(session_data=f"{said[:-1]}{'a' if said[-1] != 'a' else 'b'}")

    assert page() == 302


def test_ended_sessions_show_nothing(page, ana):
    end_sessions(User.objects.get(pk=ana.user_id))

    assert page() == 302


def test_a_list_asked_for_again_takes_six_statements(page, anas, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        anas.get(WHERE)


def test_a_list_asked_for_again_is_the_same_to_the_byte(page, anas):
    where = "/machine/?q=%E8%8B%8F"
    anew, again = (without_token(anas.get(where)) for _ in range(2))
    part = [anas.get(where, headers={"HX-Target": "list"}).content for _ in range(2)]

    assert anew == again
    assert part[0] == part[1]
    assert part[0].decode() in again
    assert "苏州冲床" in again


def test_each_page_has_a_token_of_its_own(page):
    tokens = {TOKEN.search(page())[0] for _ in range(3)}

    assert len(tokens) == 3


def test_a_list_says_at_once_that_a_notice_waits(page, ana, at):
    assert "data-unread hidden></span>" in rail(page())

    Notification.objects.create(user_id=ana.user_id, created_at=at)

    assert "data-unread>1</span>" in rail(page())


def test_a_list_is_in_the_name_of_whoever_reads_it_now(page, ana):
    User.objects.filter(pk=ana.user_id).update(name="新名字")

    assert "新名字" in rail(page())


def test_a_list_has_the_theme_and_the_height_of_rows_chosen_last(page, anas):
    anas.cookies["guanxi_theme"], anas.cookies["guanxi_density"] = "dark", "compact"

    assert 'data-theme="dark" data-density="compact"' in page()


def test_a_message_is_on_the_page_it_was_left_for_and_on_no_other(page, ana):
    gone = {"field": "gone", "op": "is", "value": 1}
    view = SavedView.objects.create(
        noun="machine", label_zh="旧的", owner_id=ana.user_id, columns=[], filter=gone
    )
    views_changed()

    assert "gx-toast" in page(f"/machine/?view={view.pk}")
    assert "gx-toast" not in page("/machine/?view=0")


def test_a_chip_names_its_record_as_it_is_called_now(anas, press):
    where = "/machine/?filter=" + json.dumps(
        {"field": "owner", "op": "is", "value": press.owner_id}
    )
    assert "改了名" not in [anas.get(where).content.decode() for _ in range(2)][1]

    User.objects.filter(pk=press.owner_id).update(name="改了名")

    assert '<span class="value">改了名' in anas.get(where).content.decode()


def test_a_name_with_signs_of_html_or_with_a_hole_in_it_is_text(anas, machine, ana, at):
    create_record(machine, {"name": "<b>%s&100%</b>", "city": "%d'"}, actor=ana, at=at)

    shown = anas.get("/machine/?view=0").content.decode()

    assert '<span class="clip">&lt;b&gt;%s&amp;100%&lt;/b&gt;</span>' in shown
    assert "%d&#x27;</td>" in shown


def test_rooms_are_those_of_the_address_whoever_asked_before(admin):
    rooms_for(admin, "/account/")

    current = [room.name for room in rooms_for(admin, "/product/") if room.is_current]

    assert current == ["catalog"]


def test_parts_that_nobody_asks_for_make_room(monkeypatch):
    monkeypatch.setattr(keeping, "_written", keeping.Parts(1_000))
    template = Template("{% load web %}{% kept key %}{{ said }}{% endkept %}")

    def written(key, said):
        return template.render(Context({"key": key, "said": said}))

    written("often", "first")
    for number in range(50):
        written(f"once {number}", "x" * 100)
        assert written("often", "again") == "first"
    assert written("once 0", "anew") == "anew"
    assert keeping._written.length <= 1_000
