"""A pasted card fills in the form for a new person or customer; nothing is saved by reading it."""

import pytest

from guanxi.customers.models import Account, Person
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record

HTMX = {"HX-Request": "true"}
CARD = "苏州博衡传感技术有限公司\n黄浩然 采购经理\n手机：138 1234 5678\nhr@boheng.example.com"


@pytest.fixture
def acme(ana, at):
    values = {"name": "苏州博衡传感技术有限公司"}
    return create_record(noun_named("account"), values, actor=ana, at=at)


def read(browser, noun, text=CARD):
    return browser.post(f"/{noun}/card/", {"card": text}, headers=HTMX)


def test_a_card_fills_in_a_person_at_the_customer_we_know(anas, acme):
    html = read(anas, "person").content.decode()

    assert 'value="黄浩然"' in html and 'value="+8613812345678"' in html
    assert f'value="{acme.pk}"' in html
    assert html.count("Guessed from the text") == 2
    assert not Person.objects.exists()


def test_a_customer_that_one_may_not_see_is_not_given_away(browser_of, cleo, acme):
    answer = read(browser_of(cleo), "person")

    assert f'value="{acme.pk}"' not in answer.content.decode()
    assert answer.context["unknown_firm"] == acme.name


def test_what_the_card_gave_beside_the_usual_fields_is_kept_on_saving(anas):
    given = {"name": "黄浩然", "email": "hr@boheng.example.com", "also": ["email"]}

    anas.post("/person/new/", given, headers=HTMX)

    assert Person.objects.get().email == "hr@boheng.example.com"


def test_a_card_fills_in_a_customer(anas):
    html = read(anas, "account", CARD + "\n地址：江苏省苏州市星湖街218号").content.decode()

    assert 'value="苏州博衡传感技术有限公司"' in html and 'value="苏州市"' in html
    assert not Account.objects.exists()


def test_a_text_that_says_nothing_leaves_the_form_as_it_was(anas):
    answer = read(anas, "person", "你好")

    assert answer.status_code == 200 and answer.context["guesses"] == []


def test_other_records_have_no_cards(anas, press):
    assert read(anas, "machine").status_code == 404
    assert anas.get("/person/card/").status_code == 404
