"""What a role may not read of a field, by the name of each place where it could be shown."""

import csv
import datetime as dt

from django.utils import timezone

from guanxi.platform.errors import InvalidFilter
from guanxi.platform.exports.lists import Wanted, write_list
from guanxi.platform.facts.models import Fact
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.reading import ListQuery
from guanxi.platform.records.writing import create_record, update_record
from tests.closed.press import DUE, NAME, PRICE, TWICE, again, modes, page, tells
from tests.routes import every_route

SHOWN = ("/machine/?columns=name,price", "/machine/board/", "/machine/{pk}/", "/machine/{pk}/peek/")


def test_the_amounts_stand_where_they_may_be_read(press, anas):
    for address in SHOWN:
        assert tells(page(anas, address.format(pk=press.pk)), PRICE), address
    assert tells(page(anas, "/machine/?group=state&columns=name,price"), PRICE)
    assert NAME in page(anas, f"/machine/calendar/?day={DUE}")


@modes
def test_the_conflict_dialog_shows_no_closed_field(press, anas, ana, admin, machine, close, mode):
    close(mode, "machine.price")
    changed = {"memo": "theirs", "price": "8888.88"}
    update_record(machine, press.pk, changed, actor=admin, at=timezone.now())

    given = {"name": NAME, "memo": "mine", "version": 1, "price": "1"}
    answer = anas.post(f"/machine/{press.pk}/edit/", given)
    without = anas.post(f"/machine/{press.pk}/edit/", {**given, "price": ""})

    for one in (answer, without):
        assert not tells(one.content.decode(), PRICE, "8888.88", TWICE)
    assert "theirs" in without.content.decode() or without.status_code != 409


@modes
def test_a_conflict_by_rest_tells_no_closed_field(press, anas, admin, machine, close, mode):
    close(mode, "machine.price")
    changed = {"memo": "theirs", "price": "8888.88"}
    update_record(machine, press.pk, changed, actor=admin, at=timezone.now())

    for body in ({"memo": "mine", "version": 1}, {"memo": "mine", "price": "1", "version": 1}):
        answer = anas.patch(f"/api/v1/machine/{press.pk}/", body, content_type="application/json")
        assert answer.status_code in {400, 403, 409, 422}
        assert not tells(answer.content.decode(), PRICE, "8888.88", TWICE)
    assert set(answer.json().get("conflicts", {})) <= {"memo"}


@modes
def test_taking_back_a_change_tells_nothing_of_a_closed_field(
    press, anas, admin, machine, close, mode
):
    update_record(machine, press.pk, {"price": "8888.88"}, actor=admin, at=timezone.now())
    fact = Fact.objects.filter(kind="machine.updated").latest("pk")
    update_record(machine, press.pk, {"price": "9999.99"}, actor=admin, at=timezone.now())
    close(mode, "machine.price")

    answer = anas.post(f"/machine/{press.pk}/revert/{fact.pk}/")

    assert answer.status_code in {403, 409, 422}
    assert not tells(answer.content.decode(), PRICE, "8888.88", "9999.99")
    press.refresh_from_db()
    assert machine.field("price").value_of(press) == 999_999


@modes
def test_my_day_says_no_closed_name(ana, anas, close, mode):
    due = timezone.now() + dt.timedelta(hours=1)
    values = {"name": NAME, "kind": "task", "due_at": due, "place": "秘密地点"}
    create_record(noun_named("activity"), values, actor=ana, at=timezone.now())
    assert NAME in page(anas, "/")

    close(mode, "activity.name", "activity.place")
    text = page(anas, "/")
    assert NAME not in text
    assert "秘密地点" not in text


@modes
def test_my_day_orders_nobodys_day_by_a_closed_time(ana, anas, close, mode):
    due = timezone.now() + dt.timedelta(hours=1)
    values = {"name": NAME, "kind": "task", "due_at": due}
    create_record(noun_named("activity"), values, actor=ana, at=timezone.now())
    close(mode, "activity.due_at")

    assert timezone.localtime(due).strftime("%H:%M") not in page(anas, "/")


@modes
def test_groups_have_no_subtotal_of_a_closed_amount(press, anas, close, mode):
    close(mode, "machine.price")

    text = page(anas, "/machine/?group=state&columns=name")
    assert not tells(text, PRICE, TWICE)
    for columns in ("name,price", "name,twice"):
        answer = anas.get(f"/machine/?group=state&columns={columns}&opened=new")
        assert not tells(answer.content.decode(), PRICE, TWICE)


@modes
def test_no_list_is_grouped_by_a_closed_field(press, anas, close, mode):
    close(mode, "machine.memo")

    answer = anas.get("/machine/?group=memo")
    assert answer.status_code == 400 or "without memo" not in answer.content.decode()


@modes
def test_lanes_and_cards_have_no_closed_amount(press, anas, close, mode):
    close(mode, "machine.price")

    for address in ("/machine/board/", "/machine/sums/?state=/machine/"):
        assert not tells(page(anas, address), PRICE, TWICE)


@modes
def test_no_board_is_made_of_a_closed_field(press, anas, close, mode):
    close(mode, "machine.state")

    answer = anas.get("/machine/board/")
    assert answer.status_code in {200, 400, 404}
    assert ">New<" not in answer.content.decode()


@modes
def test_no_calendar_places_records_by_a_closed_day(press, anas, close, mode):
    close(mode, "machine.due")

    for span in ("day", "week", "month"):
        answer = anas.get(f"/machine/calendar/?day={DUE}&span={span}")
        assert NAME not in answer.content.decode()
        assert answer.status_code < 500


@modes
def test_a_calendar_says_no_closed_name(press, anas, close, mode):
    close(mode, "machine.name")

    assert NAME not in page(anas, f"/machine/calendar/?day={DUE}")


@modes
def test_formulas_and_roll_ups_over_it_are_shown_nowhere(
    press, anas, ana, close, machine, at, tmp_path, mode
):
    close(mode, "machine.price")
    firm = machine.field("owner_firm").value_of(press)
    places = (f"/machine/{press.pk}/", f"/machine/{press.pk}/peek/", f"/account/{firm}/")
    rest = (f"/api/v1/machine/{press.pk}/", "/api/v1/machine/", f"/api/v1/account/{firm}/")
    for address in (*places, *rest):
        assert not tells(page(anas, address), PRICE, TWICE), address
    actor = again(ana)
    for noun, name in (("machine", "twice"), ("account", "bound")):
        path = tmp_path / "x.csv"
        try:
            write_list(path, actor, noun_named(noun), Wanted(ListQuery(columns=[name])), at=at)
        except InvalidFilter:
            continue
        assert mode == "masked"
        told = {cell for row in csv.reader(path.open(encoding="utf-8-sig")) for cell in row}
        assert not tells(" ".join(told), PRICE, TWICE)


@modes
def test_timeline_and_history_tell_no_closed_amount(press, anas, admin, machine, close, mode):
    update_record(machine, press.pk, {"price": "8888.88"}, actor=admin, at=timezone.now())
    close(mode, "machine.price")

    for part in ("timeline/", "history/"):
        text = page(anas, f"/machine/{press.pk}/{part}")
        assert not tells(text, PRICE, "8888.88", TWICE, "17777.76")


@modes
def test_the_printed_page_is_the_page_itself_and_shows_no_more(press, anas, close, mode):
    """Printing has no address of its own; what is on paper is what the page holds."""
    assert [one.pattern for one in every_route() if "print" in one.pattern] == []

    close(mode, "machine.price", "machine.name")
    text = page(anas, f"/machine/{press.pk}/")
    assert not tells(text, PRICE, TWICE)
    assert NAME not in text


@modes
def test_the_preview_beside_a_list_shows_no_closed_field(press, anas, close, mode):
    close(mode, "machine.price", "machine.name")

    text = page(anas, f"/machine/{press.pk}/peek/")
    assert not tells(text, PRICE, TWICE)
    assert NAME not in text
