"""Ways to look and to find: my day, palette, board, calendar, notices, access, live."""

import datetime as dt

import pytest
from django.utils import timezone
from django.utils.translation import override

from guanxi.activities.models import Activity
from guanxi.platform.actors.compiling import rights_changed
from guanxi.platform.actors.models import FieldGrant, Share
from guanxi.platform.custom.models import CustomField
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.facts.models import Fact
from guanxi.platform.messages.models import Notification
from guanxi.platform.nouns.noun import Board
from guanxi.platform.nouns.registry import noun_named, nouns
from guanxi.platform.records.writing import create_record
from guanxi.web.board.lanes import lanes
from guanxi.web.home.greeting import dated, given_name, greeting, lunar_day
from guanxi.web.lists.state import ListState
from guanxi.web.live.listening import Listener
from guanxi.web.live.telling import event_for
from guanxi.web.palette.finding import matches

HTMX = {"HX-Request": "true"}


def test_my_day_greets_by_the_given_name(anas):
    html = anas.get("/").content.decode()
    assert "Ana" in html


@pytest.mark.parametrize(
    ("name", "given"),
    [("林若溪", "若溪"), ("欧阳修远", "修远"), ("陈屿", "陈屿"), ("Ruoxi Lin", "Ruoxi")],
)
def test_people_are_greeted_as_colleagues_greet(name, given):
    assert given_name(name) == given


def test_who_looks_with_anothers_eyes_is_greeted_as_the_other(at):
    with override("en"):
        assert greeting("安澜 → 林若溪", at) == "Good evening, 若溪"


def test_the_lunar_day_of_a_festival_is_right():
    assert lunar_day(dt.date(2026, 2, 17)) == "正月初一"
    assert lunar_day(dt.date(2026, 9, 25)) == "八月十五"
    assert dated(dt.date(2026, 11, 20)) == "11月20日 星期五，农历十月十二"


@pytest.mark.parametrize("text", ["bj", "beijing", "北京", "京"])
def test_views_and_verbs_are_found_by_characters_pinyin_and_initials(text):
    assert matches(text, "北京片区客户")
    assert not matches("sh", "北京片区客户")


def test_the_palette_finds_what_the_actor_may_see(browser_of, ana, cleo, press):
    found = browser_of(ana).get("/palette/?q=冲床", headers={**HTMX, "HX-Target": "hits"})
    assert f"/machine/{press.pk}/" in found.content.decode()
    hidden = browser_of(cleo).get("/palette/?q=冲床", headers={**HTMX, "HX-Target": "hits"})
    assert f"/machine/{press.pk}/" not in hidden.content.decode()


def test_the_palette_offers_what_was_opened_last(anas, press):
    anas.get(f"/machine/{press.pk}/")
    assert "苏州冲床" in anas.get("/palette/", headers=HTMX).content.decode()


def test_the_keys_are_shown(anas):
    assert "<kbd>" in anas.get("/keys/", headers=HTMX).content.decode()


def test_a_board_totals_its_lanes_within_rights(machine, press, ana, cleo, at):
    create_record(machine, {"name": "x", "tier": "key", "bought": "72000"}, actor=ana, at=at)
    create_record(machine, {"name": "y"}, actor=ana, at=at)
    board, state = Board(by="tier", total="bought"), ListState("/machine/")
    found = {lane.value: lane for lane in lanes(ana, machine, board, state, at)}
    assert (found["key"].count, int(found["key"].total)) == (2, 20_000_000)
    assert found[""].count == 1
    assert all(lane.count == 0 for lane in lanes(cleo, machine, board, state, at))


def test_activities_stand_on_a_board_and_in_a_calendar(browser_of, admin):
    browser = browser_of(admin)
    assert browser.get("/activity/board/").status_code == 200
    for span in ("month", "week", "day", "nonsense"):
        assert browser.get(f"/activity/calendar/?span={span}&day=2026-02-17").status_code == 200


def test_what_is_done_stays_on_its_day_in_the_calendar(anas, ana, at):
    values = {"kind": "meeting", "name": "Fair in May", "due_at": "2026-05-04 10:00"}
    made = create_record(noun_named("activity"), values, actor=ana, at=at)
    Activity.objects.filter(pk=made.pk).update(state="done")

    page = anas.get("/activity/calendar/?day=2026-05-04").content.decode()

    assert 'class="event malachite"' in page and "Fair in May" in page


def test_the_hour_stands_behind_the_meeting_that_is_under_way(anas, ana, at):
    begins = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    ends = begins.replace(hour=23, minute=59, second=59)
    values = {"kind": "meeting", "name": "Fair", "due_at": begins, "ends_at": ends}
    create_record(noun_named("activity"), values, actor=ana, at=at)

    page = anas.get("/").content.decode()

    assert page.index(">Fair<") < page.index("now-line")


def test_a_noun_without_a_board_has_none(anas):
    assert anas.get("/machine/board/").status_code == 404


def test_a_notice_is_read_by_opening_it_and_only_by_its_person(browser_of, ana, ben, press, at):
    told = Notification.objects.create(
        user_id=ana.user_id,
        kind="mention",
        text="Look at this",
        noun="machine",
        record_id=press.pk,
        created_at=at,
    )
    assert "Look at this" in browser_of(ana).get("/notices/").content.decode()
    assert browser_of(ben).get(f"/notices/{told.pk}/").status_code == 404
    assert browser_of(ana).get(f"/notices/{told.pk}/")["Location"] == f"/machine/{press.pk}/"
    told.refresh_from_db()
    assert told.read_at is not None


@pytest.mark.parametrize("door", ["one", "all"])
def test_what_was_read_on_screen_is_not_mailed(browser_of, ana, at, door):
    told = Notification.objects.create(
        user_id=ana.user_id, kind="mention", text="Look", created_at=at, mail_due_at=at
    )
    if door == "one":
        browser_of(ana).get(f"/notices/{told.pk}/")
    else:
        browser_of(ana).post("/notices/read/")
    told.refresh_from_db()
    assert (told.read_at is not None, told.mail_due_at) == (True, None)


def test_access_tells_why_and_shares(browser_of, ana, cleo, press, seller, grant):
    grant(seller, scope="own", only=("machine.share",))
    browser = browser_of(ana)
    html = browser.get(f"/machine/{press.pk}/access/", headers=HTMX).content.decode()
    assert "Ana" in html and "owner" in html
    given = {"user": cleo.user_id, "can_edit": ""}
    browser.post(f"/machine/{press.pk}/access/", given, headers=HTMX)
    held = Share.objects.get()
    assert browser_of(cleo).get(f"/machine/{press.pk}/").status_code == 200
    browser_of(ana).post(f"/machine/{press.pk}/access/", {"end": held.pk}, headers=HTMX)
    assert browser_of(cleo).get(f"/machine/{press.pk}/").status_code == 404


def test_who_may_not_share_is_denied(browser_of, ben, press, cleo):
    answer = browser_of(ben).post(
        f"/machine/{press.pk}/access/", {"user": cleo.user_id}, headers=HTMX
    )
    assert answer.status_code == 403
    assert not Share.objects.exists()


def test_live_tells_only_what_the_person_may_see(press, ana, cleo):
    fact = Fact.objects.get(kind="machine.created")
    assert event_for(ana.user_id, fact)["id"] == press.pk
    assert event_for(cleo.user_id, fact) is None


def test_a_listener_hears_of_its_noun_and_its_record_only(press):
    fact = Fact.objects.get(kind="machine.created")
    assert Listener(1, "session", frozenset({"machine"})).wants(fact)
    assert Listener(1, "session", frozenset({f"machine:{press.pk}"})).wants(fact)
    assert not Listener(1, "session", frozenset({"account", "machine:0"})).wants(fact)


def test_error_pages_are_designed_and_say_what_to_do(anas):
    html = anas.get("/machine/999999/").content.decode()
    assert "seal" in html
    assert "Nothing to see here" in html


def test_the_palette_finds_pages_of_settings_within_rights(browser_of, ana, admin):
    def offered(actor, text):
        return browser_of(actor).get(f"/palette/?q={text}", headers=HTMX).content.decode()

    assert "/settings/sessions/" in offered(ana, "signed")
    assert "/settings/audit/" not in offered(ana, "audit")
    assert "/settings/audit/" in offered(admin, "audit")


def test_a_phone_offers_to_make_everything_that_one_may_make(browser_of, admin, machine):
    page = browser_of(admin).get("/create/").content.decode()

    makeable = [one.key for one in nouns().values() if one.can_create and one.in_navigation]
    assert len(makeable) > 6
    assert [key for key in makeable if f'href="/{key}/new/"' not in page] == []


@pytest.fixture
def numbered(machine):
    CustomField.objects.create(
        noun="machine", name="serial", type="text", label_zh="序列号", is_unique=True
    )
    schema_changed()
    return noun_named("machine")


def test_records_called_alike_are_told_apart_by_what_is_their_own(anas, numbered, ana, at):
    for serial in ("M-1", "M-2"):
        create_record(numbered, {"name": "冲床", "serial": serial}, actor=ana, at=at)
    create_record(numbered, {"name": "冲床三号", "serial": "M-3"}, actor=ana, at=at)

    html = anas.get("/palette/?q=冲床", headers=HTMX).content.decode()

    assert "Machine M-1" in html and "Machine M-2" in html
    assert "M-3" not in html


def test_a_closed_number_tells_nothing_apart(anas, numbered, ana, seller, at):
    for serial in ("M-1", "M-2"):
        create_record(numbered, {"name": "冲床", "serial": serial}, actor=ana, at=at)
    FieldGrant.objects.create(role=seller, noun="machine", field="serial", mode="masked")
    rights_changed()

    assert "M-1" not in anas.get("/palette/?q=冲床", headers=HTMX).content.decode()


def test_a_tab_repeats_nothing_of_the_record_it_belongs_to(anas, numbered, ana, at):
    CustomField.objects.create(
        noun="machine",
        name="customer",
        type="relation",
        label_zh="客户",
        settings={"target": "account"},
    )
    schema_changed()
    account = create_record(noun_named("account"), {"name": "Acme"}, actor=ana, at=at)
    create_record(noun_named("machine"), {"name": "冲床", "customer": account.pk}, actor=ana, at=at)

    page = anas.get(f"/account/{account.pk}/related/machine_by_customer/")

    shown = [one.field.name for one in page.context["columns"]]
    assert ("serial" in shown, "customer" in shown) == (True, False)
    assert "冲床" in page.content.decode()
