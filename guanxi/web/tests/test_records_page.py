"""A record's page, its forms, its history and its end."""

import re

import pytest
from django.utils.html import strip_tags

from guanxi.platform.actors.compiling import rights_changed
from guanxi.platform.actors.models import FieldGrant, Share, User
from guanxi.platform.custom.models import CustomRecord
from guanxi.platform.facts.models import Fact
from guanxi.platform.records.writing import update_record

HTMX = {"HX-Request": "true"}


def test_a_record_shows_its_facts_and_what_happened(anas, press):
    html = anas.get(f"/machine/{press.pk}/").content.decode()
    assert "苏州冲床" in html
    assert "<dt>City</dt>" in html
    assert "made this record" in html


def test_a_stranger_finds_nothing(browser_of, cleo, press):
    stranger = browser_of(cleo)
    for tail in ("", "edit/", "history/", "delete/", "cell/city/", "access/"):
        assert stranger.get(f"/machine/{press.pk}/{tail}").status_code == 404


def test_the_page_asks_a_constant_number_of_queries(anas, press, django_assert_max_num_queries):
    with django_assert_max_num_queries(25):
        anas.get(f"/machine/{press.pk}/")


def test_a_page_asks_once_which_versions_there_are(anas, press, django_assert_max_num_queries):
    with django_assert_max_num_queries(25) as asked:
        anas.get(f"/machine/{press.pk}/")
    assert sum("platform_version" in one["sql"] for one in asked.captured_queries) == 1


def test_a_record_is_made_by_form(anas, machine):
    answer = anas.post("/machine/new/", {"name": "铣床", "city": "宁波", "bought": "1,280.50"})
    record = CustomRecord.objects.get(name="铣床")
    assert answer["Location"] == f"/machine/{record.pk}/"
    assert 128050 in record.custom.values()


def test_a_dialog_makes_a_record_with_the_few_fields_that_matter(anas, machine):
    html = anas.get("/machine/new/", headers=HTMX).content.decode()
    assert "<gx-dialog>" in html
    answer = anas.post("/machine/new/", {"name": "镗床"}, headers=HTMX)
    assert answer["HX-Redirect"].startswith("/machine/")


def test_a_refused_form_keeps_what_was_typed_and_says_why(anas, machine):
    answer = anas.post("/machine/new/", {"name": "", "bought": "lots", "city": "宁波"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="lots"' in html
    assert 'value="宁波"' in html
    assert html.count('aria-invalid="true"') == 2
    assert not CustomRecord.objects.exists()


def test_a_form_changes_what_was_changed(anas, press):
    given = {"version": "1", "name": "苏州冲床", "city": "昆山", "bought": "128000", "tier": "key"}
    anas.post(f"/machine/{press.pk}/edit/", given)
    fact = Fact.objects.get(kind="machine.updated")
    assert fact.changes["city"] == ["苏州", "昆山"]
    assert "bought" not in fact.changes


def test_a_record_of_a_colleague_who_left_can_still_be_edited(anas, press, machine, ana, ben, at):
    update_record(machine, press.pk, {"owner": ben.user_id}, actor=ana, at=at)
    User.objects.filter(pk=ben.user_id).update(is_active=False)
    form = anas.get(f"/machine/{press.pk}/edit/").content.decode()
    given = {"version": "2", "name": "苏州冲床", "city": "昆山", "owner": str(ben.user_id)}

    answer = anas.post(f"/machine/{press.pk}/edit/", given)

    assert f'value="{ben.user_id}"' in form
    assert answer.status_code == 302
    assert "昆山" in CustomRecord.objects.get(pk=press.pk, owner=ben.user_id).custom.values()


def test_nothing_is_given_to_a_colleague_who_left(anas, press, ben):
    User.objects.filter(pk=ben.user_id).update(is_active=False)
    given = {"version": "1", "name": "苏州冲床", "owner": str(ben.user_id)}

    assert anas.post(f"/machine/{press.pk}/edit/", given).status_code == 422


def test_two_people_on_one_field_choose_by_field(anas, press, machine, ben, at):
    update_record(machine, press.pk, {"city": "上海"}, actor=ben, at=at)
    given = {"version": "1", "name": "苏州冲床", "city": "昆山", "tier": "key"}
    answer = anas.post(f"/machine/{press.pk}/edit/", given)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "上海" in html and "昆山" in html and "Ben" in html
    anas.post(f"/machine/{press.pk}/edit/", {**given, "version": "2"})
    assert "昆山" in CustomRecord.objects.get(pk=press.pk).custom.values()


def test_history_shows_each_change_and_puts_it_back(anas, press, machine, ana, at):
    update_record(machine, press.pk, {"city": "上海"}, actor=ana, at=at)
    html = anas.get(f"/machine/{press.pk}/history/").content.decode()
    assert "苏州 → 上海" in html
    assert "Put back" in html


def test_history_tells_amounts_to_the_cent_and_days_by_their_date(
    anas, press, machine, ana, at, time_machine
):
    time_machine.move_to(at)
    before = {"bought": "12800", "touched": "2026-11-18"}
    update_record(machine, press.pk, before, actor=ana, at=at)
    update_record(
        machine, press.pk, {"bought": "12849.50", "touched": "2024-11-19"}, actor=ana, at=at
    )

    html = anas.get(f"/machine/{press.pk}/history/").content.decode()

    said = " ".join(strip_tags(html).split())
    assert "¥12,800.00 → ¥12,849.50" in said
    assert "Nov 18 → 19 Nov 2024" in said


@pytest.mark.parametrize("mode", ["hidden", "masked"])
def test_history_tells_nothing_of_a_field_that_is_closed(
    anas, press, machine, ana, ben, seller, at, mode
):
    update_record(machine, press.pk, {"bought": "99", "owner": ben.user_id}, actor=ana, at=at)
    FieldGrant.objects.create(role=seller, noun="machine", field="bought", mode=mode)
    rights_changed()

    html = anas.get(f"/machine/{press.pk}/history/").content.decode()

    assert "Ben" in html
    assert "128,000" not in html and "99.00" not in html


def test_a_long_history_goes_on_in_a_constant_number_of_queries(
    anas, press, machine, ana, at, django_assert_max_num_queries
):
    for number in range(51):
        update_record(machine, press.pk, {"city": f"c{number}"}, actor=ana, at=at)

    with django_assert_max_num_queries(25):
        html = anas.get(f"/machine/{press.pk}/history/").content.decode()
    earlier = re.search(r'href="(\?before=\d+)"', html)[1]
    older = anas.get(f"/machine/{press.pk}/history/{earlier}").content.decode()

    assert "c49 → c50" in html and "c49 → c50" not in older
    assert "made this record" in older


def test_a_history_that_ends_with_its_page_offers_nothing_earlier(anas, press, machine, ana, at):
    for number in range(49):
        update_record(machine, press.pk, {"city": f"c{number}"}, actor=ana, at=at)

    html = anas.get(f"/machine/{press.pk}/history/").content.decode()

    assert "c47 → c48" in html and "made this record" in html
    assert "?before=" not in html


def test_a_record_goes_to_the_bin_and_comes_back(anas, press):
    assert "recycle bin" in anas.get(f"/machine/{press.pk}/delete/").content.decode()
    anas.post(f"/machine/{press.pk}/delete/")
    assert anas.get(f"/machine/{press.pk}/").status_code == 404
    anas.post(f"/machine/{press.pk}/restore/")
    assert anas.get(f"/machine/{press.pk}/").status_code == 200


def test_every_answer_forbids_what_is_inline(anas, press):
    answer = anas.get(f"/machine/{press.pk}/")
    assert answer["Content-Security-Policy"].startswith("default-src 'self'")
    assert "unsafe" not in answer["Content-Security-Policy"]
    html = answer.content.decode()
    assert " style=" not in html
    assert "<script>" not in html


def test_nobody_is_asked_about_what_only_somebody_else_changed(anas, press, machine, ben, at):
    update_record(machine, press.pk, {"city": "上海", "touched": "2026-11-05"}, actor=ben, at=at)
    as_it_stood = {"version": "1", "name": "苏州冲床", "city": "苏州", "touched": ""}
    answer = anas.post(f"/machine/{press.pk}/edit/", {**as_it_stood, "tier": "", "bought": "9"})
    assert answer.status_code == 302
    press.refresh_from_db()
    assert machine.field("city").value_of(press) == "上海"
    assert machine.field("touched").value_of(press)
    assert machine.field("tier").value_of(press) is None


def test_an_answer_to_a_conflict_leaves_alone_what_it_never_asked(anas, press, machine, ben, at):
    update_record(machine, press.pk, {"city": "上海", "touched": "2026-11-05"}, actor=ben, at=at)
    given = {"version": "1", "name": "苏州冲床", "city": "昆山", "touched": "", "tier": "key"}
    html = anas.post(f"/machine/{press.pk}/edit/", given).content.decode()
    assert 'name="city"' in html and 'name="touched"' not in html


def test_what_nobody_knows_does_not_become_no_by_saving_a_form(anas, press, machine):
    form = anas.get(f"/machine/{press.pk}/edit/").content.decode()
    assert '<option value="no">' in form
    given = {"version": "1", "name": "苏州冲床", "city": "昆山", "vip": ""}
    anas.post(f"/machine/{press.pk}/edit/", given)
    press.refresh_from_db()
    assert machine.field("vip").value_of(press) is None

    anas.post(f"/machine/{press.pk}/edit/", given | {"version": "2", "vip": "no"})
    press.refresh_from_db()
    assert machine.field("vip").value_of(press) is False
    form = anas.get(f"/machine/{press.pk}/edit/").content.decode()
    assert '<option value="no" selected>' in form


def test_who_may_only_read_a_record_is_offered_no_change(browser_of, cleo, press, machine, ana, at):
    update_record(machine, press.pk, {"vip": True}, actor=ana, at=at)
    Share.objects.create(noun="machine", record_id=press.pk, user_id=cleo.user_id)
    html = browser_of(cleo).get(f"/machine/{press.pk}/").content.decode()
    assert "苏州冲床" in html
    assert f"/machine/{press.pk}/edit/" not in html
    assert f"/machine/{press.pk}/do/assign/" not in html


def test_the_timeline_says_yes_and_no_in_words(anas, press, machine, ana, at):
    update_record(machine, press.pk, {"vip": False}, actor=ana, at=at)
    html = anas.get(f"/machine/{press.pk}/timeline/").content.decode()
    assert "False" not in html
    assert "no" in html.partition("Vip")[2][:80]


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_new_order_is_in_the_currency_of_the_firm(anas, settings, headers):
    settings.BASE_CURRENCY = "EUR"

    html = anas.get("/order/new/", headers=headers).content.decode()

    assert re.search(r'name="currency"[^>]* value="EUR"', html)
