"""The list workbench shows, narrows, sorts and changes what the actor may see."""

import json

import pytest

from guanxi.platform.actors.compiling import rights_changed
from guanxi.platform.actors.models import FieldGrant, Share
from guanxi.platform.facts.models import Fact
from guanxi.platform.records.writing import create_record
from guanxi.platform.views.models import SavedView

HTMX = {"HX-Request": "true"}


def page(browser, address="/machine/", **more):
    answer = browser.get(address, **more)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_guest_is_asked_to_sign_in(client, machine):
    answer = client.get("/machine/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/")


def test_a_list_shows_its_rows_with_links_and_figures(anas, press):
    html = page(anas)
    assert f'href="/machine/{press.pk}/"' in html
    assert "128<span" in html


def test_a_stranger_sees_an_empty_list(browser_of, cleo, press):
    html = page(browser_of(cleo))
    assert "苏州冲床" not in html
    assert "No machine yet" in html


def test_where_there_is_no_row_at_all_no_condition_is_blamed(browser_of, ana, cleo, press):
    nowhere = '/machine/?filter={"all":[{"field":"city","op":"is","value":"北京"}]}'

    assert "No machine match all of this" in page(browser_of(ana), nowhere)
    assert "No machine yet" in page(browser_of(cleo), nowhere)


def test_a_noun_without_rights_does_not_exist(browser_of, person, machine):
    assert browser_of(person("dora", None)).get("/machine/").status_code == 404


def test_names_cannot_carry_markup(anas, machine, ana, at):
    create_record(machine, {"name": "<script>alert(1)</script>", "city": '"><b>'}, actor=ana, at=at)
    html = page(anas)
    assert "<script>alert" not in html
    assert '"><b>' not in html


def test_a_filter_in_the_address_narrows_the_list_and_stands_as_a_chip(anas, press, lathe):
    filter = json.dumps({"all": [{"field": "city", "op": "is", "value": "苏州"}]})
    html = page(anas, f"/machine/?filter={filter}")
    assert "苏州冲床" in html
    assert "无锡车床" not in html
    assert '<span class="value">苏州</span>' in html


def test_a_filter_on_an_unknown_field_is_refused_in_words(anas, machine):
    answer = anas.get('/machine/?filter={"field":"secret","op":"is","value":"x"}')
    assert answer.status_code == 400
    assert "secret" in answer.content.decode()


def test_a_described_condition_leads_to_its_address(anas, machine):
    answer = anas.get(
        "/machine/filter/apply/",
        {"state": "/machine/", "field": "city", "op": "contains", "value": "苏"},
    )
    assert answer.status_code == 302
    assert "contains" in answer["Location"]


@pytest.mark.parametrize("field", ["city", "tier", "bought", "touched", "vip", "owner"])
def test_every_type_has_an_editor(anas, machine, field):
    html = page(anas, f"/machine/filter/add/?state=/machine/&field={field}", headers=HTMX)
    assert 'name="op"' in html


def test_the_address_holds_the_sort(anas, press, lathe):
    html = page(anas, "/machine/?sort=name")
    assert 'aria-sort="ascending"' in html


def test_a_part_is_given_to_a_page_that_already_stands(anas, press):
    html = page(anas, headers={**HTMX, "HX-Target": "list"})
    assert html.startswith('<div id="list"')


def test_a_long_list_is_read_page_by_page(anas, machine, ana, at):
    for number in range(60):
        create_record(machine, {"name": f"No {number:02}"}, actor=ana, at=at)
    first = anas.get("/machine/?sort=name")
    assert first.content.decode().count("<tr data-id") == 50
    second = anas.get(first.context["next_href"])
    assert second.content.decode().count("<tr data-id") == 10
    assert second.context["previous_href"]


def test_sums_are_over_all_that_matches(anas, press, machine, ana, at):
    create_record(machine, {"name": "x", "bought": "72000"}, actor=ana, at=at)
    html = page(anas, "/machine/sums/?state=/machine/?columns=name,bought", headers=HTMX)
    assert "200<span" in html


def test_figures_of_a_column_are_told_over_all_that_matches(anas, press, machine, ana, at):
    create_record(machine, {"name": "x", "bought": "72000"}, actor=ana, at=at)
    create_record(machine, {"name": "without a price"}, actor=ana, at=at)
    answer = anas.get("/machine/sums/?state=/machine/?columns=name,bought", headers=HTMX)
    (one,) = answer.context["measures"]
    assert (one.count, one.total, one.average) == (2, 20_000_000, 10_000_000)
    assert (one.smallest, one.largest) == (7_200_000, 12_800_000)


def test_a_hidden_column_has_no_figures(anas, press, machine, seller):
    FieldGrant.objects.create(role=seller, noun="machine", field="bought", mode="hidden")
    rights_changed()
    answer = anas.get("/machine/sums/?state=/machine/?columns=name", headers=HTMX)
    assert answer.context["measures"] == []


def test_columns_are_chosen_and_ordered(anas, press):
    answer = anas.get(
        "/machine/columns/", {"state": "/machine/", "column": ["bought", "city", "name"]}
    )
    assert "columns=bought%2Ccity%2Cname" in answer["Location"]
    assert page(anas, "/machine/columns/?state=/machine/", headers=HTMX).count("<li>") > 5


def test_a_view_is_kept_and_found_by_its_reach(browser_of, ana, ben, cleo, press):
    state = '/machine/?filter={"field":"city","op":"is","value":"苏州"}&sort=-bought'
    for reach in ("private", "team"):
        given = {"state": state, "label": f"View {reach}", "reach": reach}
        assert browser_of(ana).post("/machine/views/save/", given).status_code == 302
    assert "View private" in page(browser_of(ana))
    html = page(browser_of(ben))
    assert "View team" in html
    assert "View private" not in html
    assert "View team" not in page(browser_of(cleo))
    view = SavedView.objects.get(label_zh="View private")
    assert browser_of(ben).get(f"/machine/?view={view.pk}").status_code == 404


def test_only_who_may_publish_keeps_a_view_for_everyone(anas, machine):
    given = {"state": "/machine/", "label": "All", "reach": "public"}
    assert anas.post("/machine/views/save/", given).status_code == 403
    assert not SavedView.objects.exists()


def test_a_cell_opens_saves_and_tells_how_to_undo(anas, press):
    where = f"/machine/{press.pk}/cell/city/"
    assert 'name="city"' in page(anas, where, headers=HTMX)
    answer = anas.post(where, {"city": "昆山"}, headers=HTMX)
    assert "昆山" in answer.content.decode()
    fact = Fact.objects.filter(kind="machine.updated").get()
    assert f"/machine/{press.pk}/revert/{fact.pk}/" in answer.content.decode()
    anas.post(f"/machine/{press.pk}/revert/{fact.pk}/", headers=HTMX)
    assert page(anas, f"{where}?read", headers=HTMX).count("苏州") == 1


def test_money_put_back_is_the_same_amount(anas, press):
    where = f"/machine/{press.pk}/cell/bought/"
    anas.post(where, {"bought": "1.50"}, headers=HTMX)
    fact = Fact.objects.filter(kind="machine.updated").get()
    anas.post(f"/machine/{press.pk}/revert/{fact.pk}/", headers=HTMX)
    assert "128<span" in page(anas, f"{where}?read", headers=HTMX)


def test_a_wrong_value_stays_in_the_cell_with_its_reason(anas, press):
    where = f"/machine/{press.pk}/cell/bought/"
    html = anas.post(where, {"bought": "many"}, headers=HTMX).content.decode()
    assert 'value="many"' in html
    assert 'aria-invalid="true"' in html


def test_a_strangers_cell_is_not_there(browser_of, cleo, press):
    where = f"/machine/{press.pk}/cell/city/"
    assert browser_of(cleo).post(where, {"city": "x"}, headers=HTMX).status_code == 404
    assert not Fact.objects.filter(kind="machine.updated").exists()


def test_the_number_of_queries_does_not_grow_with_the_rows(
    anas, machine, ana, at, django_assert_max_num_queries
):
    for number in range(50):
        create_record(machine, {"name": f"No {number}", "city": "x"}, actor=ana, at=at)
    page(anas)
    with django_assert_max_num_queries(12):
        page(anas)


def test_a_cell_that_one_may_only_read_says_so(browser_of, cleo, press):
    Share.objects.create(noun="machine", record_id=press.pk, user_id=cleo.user_id)
    where = f"/machine/{press.pk}/cell/city/"
    html = browser_of(cleo).get(where).content.decode()
    assert "gx-cell" not in html
    assert "You can read this, not change it." in html
    assert "You can read" not in browser_of(cleo).get(f"{where}?read").content.decode()
