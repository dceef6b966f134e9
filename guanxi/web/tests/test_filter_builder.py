"""The builder reaches all that the filter language can say: related rows, hops, brackets, text."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils.translation import override

from guanxi.platform.custom.models import CustomField
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record
from guanxi.web.filters import editing, editor
from guanxi.web.filters.chips import ChipMaker, sentence

HTMX = {"HX-Request": "true"}


def page(browser, address, given=None):
    answer = browser.get(address, given, headers=HTMX)
    assert answer.status_code == 200, answer.content.decode()[:300]
    return answer.content.decode()


def filter_after(browser, base="/account/", **given):
    answer = browser.get(f"{base}filter/apply/", given)
    assert answer.status_code == 302
    return json.loads(parse_qs(urlsplit(answer["Location"]).query)["filter"][0])


def state(filter, base="/account/"):
    return f"{base}?filter={json.dumps(filter)}"


def test_a_condition_on_related_records_is_added_and_narrowed(anas):
    first = filter_after(anas, state="/account/", field="related:orders", op="any", act="add")
    assert first == {"all": [{"related": "orders", "op": "any"}]}
    second = filter_after(
        anas,
        state=state(first),
        at="0.w",
        act="add",
        field="ordered_on",
        op="within",
        period="last_90_days",
    )
    asked = {"field": "ordered_on", "op": "within", "value": {"period": "last_90_days"}}
    assert second["all"][0]["where"] == {"all": [asked]}


def test_the_lines_of_orders_of_an_account_are_within_reach(anas):
    held = {"all": [{"related": "orders", "op": "none", "where": {"all": []}}]}
    html = page(anas, "/account/filter/add/", {"state": state(held), "at": "0.w"})
    assert "related:lines" in html
    given = {"state": state(held), "at": "0.w", "act": "add", "field": "related:lines"}
    html = page(anas, "/account/filter/narrow/", {**given, "op": "any"})
    assert 'value="0.w.0.w"' in html
    assert "product" in html


def test_changing_has_into_has_no_keeps_what_was_asked(anas):
    where = {"all": [{"field": "currency", "op": "is", "value": "USD"}]}
    held = {"all": [{"related": "orders", "op": "any", "where": where}]}
    given = {"state": state(held), "at": "0", "act": "edit", "field": "related:orders"}
    changed = filter_after(anas, **given, op="none")
    assert changed["all"][0] == {"related": "orders", "op": "none", "where": where}


def test_a_hop_leads_on_to_the_next(anas):
    html = page(anas, "/order/filter/add/", {"state": "/order/"})
    assert 'value="account.city"' in html
    assert 'value="via:account.parent"' in html
    html = page(anas, "/order/filter/add/", {"state": "/order/", "field": "via:account.parent"})
    assert 'value="account.parent.city"' in html
    given = {"state": "/order/", "act": "add", "field": "account.parent.city", "value": "苏州"}
    found = filter_after(anas, "/order/", op="is", **given)
    assert found["all"][0]["field"] == "account.parent.city"


def test_custom_relations_and_custom_fields_are_offered(anas, machine):
    CustomField.objects.create(
        noun="machine",
        name="customer",
        type="relation",
        label_zh="客户",
        label_en="Customer",
        settings={"target": "account"},
    )
    schema_changed()
    assert 'value="customer.city"' in page(anas, "/machine/filter/add/", {"state": "/machine/"})
    assert "related:machine_by_customer" in page(
        anas, "/account/filter/add/", {"state": "/account/"}
    )


def test_where_too_much_is_one_hop_away_only_the_ways_are_offered(anas, monkeypatch):
    monkeypatch.setattr(editor, "MOST_HOPPED", 20)
    html = page(anas, "/order/filter/add/", {"state": "/order/"})
    assert 'value="ordered_on"' in html
    assert 'value="via:account"' in html
    assert 'value="account.name"' not in html

    html = page(anas, "/order/filter/add/", {"state": "/order/", "field": "via:account"})
    assert 'value="account.name"' in html
    assert 'value="via:account.parent"' in html


def test_computed_classes_and_text_are_offered(anas):
    html = page(anas, "/account/filter/add/", {"state": "/account/"})
    assert "profile_rfm_class" in html
    found = filter_after(anas, state="/account/", act="add", field="text:", value="远东")
    assert found == {"all": [{"text": "远东"}]}


def test_a_list_of_values_is_read_from_what_is_typed(anas):
    given = {"state": "/account/", "act": "add", "field": "city", "op": "in"}
    found = filter_after(anas, **given, value="苏州，无锡、 常州")
    assert found["all"][0]["value"] == ["苏州", "无锡", "常州"]


def test_what_a_person_may_not_read_is_not_offered(browser_of, person, east, grant):
    from guanxi.platform.actors.models import Role

    reader = Role.objects.create(code="reader", label_zh="读", label_en="Reader")
    grant(reader, only=("account.read",))
    html = page(browser_of(person("dora", east, reader)), "/account/filter/add/?state=/account/")
    assert "related:orders" not in html


def test_a_condition_is_put_into_a_bracket_and_the_bracket_turned_round(anas):
    held = {"all": [{"field": "city", "op": "is", "value": "苏州"}]}
    given = {"state": state(held), "at": "0", "act": "edit", "field": "city", "op": "is"}
    found = filter_after(anas, **given, value="无锡", join="bracket")
    assert found == {"all": [{"all": [{"field": "city", "op": "is", "value": "无锡"}]}]}
    assert editing.negated(found, "0")["all"][0] == {
        "none": [{"field": "city", "op": "is", "value": "无锡"}]
    }


@pytest.mark.parametrize("place", ["0.w", "0.w.5", "7.w.0", "w.w", "0.w.w.w"])
def test_a_damaged_place_breaks_nothing(anas, place):
    held = {"all": [{"related": "orders", "op": "any"}]}
    given = {"state": state(held), "at": place, "field": "city", "op": "is", "value": "x"}
    assert anas.get("/account/filter/apply/", {**given, "act": "add"}).status_code in {302, 404}
    assert anas.get("/account/filter/edit/", {**given}).status_code in {200, 404}


def test_dropping_the_last_inner_condition_leaves_the_outer_one():
    held = {"all": [{"related": "orders", "op": "any", "where": {"all": [{"field": "city"}]}}]}
    assert editing.without(held, "0.w.0") == {"all": [{"related": "orders", "op": "any"}]}


def test_a_related_condition_reads_as_a_sentence(db):
    where = {"all": [{"field": "currency", "op": "is", "value": "USD"}]}
    held = {"all": [{"related": "orders", "op": "none", "where": where}]}
    with override("en"):
        said = sentence(ChipMaker(held).chips(noun_named("account")))
    assert said.startswith("has no Orders")
    assert "USD" in said


def test_the_list_answers_a_related_condition(anas, ana, at):
    account, order = noun_named("account"), noun_named("order")
    bought = create_record(account, {"name": "买过"}, actor=ana, at=at)
    create_record(account, {"name": "没买过"}, actor=ana, at=at)
    create_record(order, {"account": bought.pk, "ordered_on": at.date()}, actor=ana, at=at)
    held = {
        "related": "orders",
        "where": {"field": "ordered_on", "op": "lte", "value": "2030-01-01"},
    }
    html = page(anas, "/account/", {"filter": json.dumps({"all": [held]})})
    assert "买过" in html
    assert "没买过" not in html
    held["op"] = "none"
    assert "没买过" in page(anas, "/account/", {"filter": json.dumps({"all": [held]})})
