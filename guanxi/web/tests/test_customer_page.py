"""The 360° page of a customer, as a browser gets it."""

import datetime as dt

import pytest

from guanxi.customers.models import Interaction
from guanxi.insight.models import Profile
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record

HTMX = {"HX-Request": "true"}


@pytest.fixture
def acme(ana, at):
    values = {"name": "苏州博衡传感技术有限公司", "city": "苏州", "next_step": "发报价"}
    return create_record(noun_named("account"), values, actor=ana, at=at)


@pytest.fixture
def shen(acme, ana, at):
    values = {"name": "沈知远", "account": acme.pk, "title": "采购总监", "role": "decides"}
    return create_record(noun_named("person"), values, actor=ana, at=at)


def contacts(acme, person, count, at):
    Interaction.objects.bulk_create(
        Interaction(
            account=acme, person=person, channel="phone", direction="out", subject=f"第{n}次",
            happened_at=at - dt.timedelta(hours=n), created_at=at, updated_at=at,
        )
        for n in range(count)
    )  # fmt: skip


def test_the_page_shows_people_contacts_and_figures(anas, acme, shen, at):
    contacts(acme, shen, 3, at)
    Profile.objects.create(account=acme, revenue_total=1_234_500, as_of=at.date(), digest=1)
    html = anas.get(f"/account/{acme.pk}/").content.decode()
    for words in ("沈知远", "采购总监", "第2次", "Revenue to date", 'class="composer"', "发报价"):
        assert words in html


def test_ten_thousand_contacts_cost_no_more_queries_than_one(
    anas, acme, shen, at, django_assert_max_num_queries
):
    contacts(acme, shen, 10_000, at)
    anas.get(f"/account/{acme.pk}/")
    with django_assert_max_num_queries(26):
        html = anas.get(f"/account/{acme.pk}/").content.decode()
    assert html.count('class="entry') == 20


def test_the_timeline_goes_on_where_the_page_ended(anas, acme, shen, at):
    contacts(acme, shen, 45, at)
    seen, address = [], f"/account/{acme.pk}/timeline/?kind=contact"
    while address:
        html = anas.get(address, headers=HTMX).content.decode()
        seen += [n for n in range(45) if f">第{n}次<" in html.replace("<p>", ">")]
        _, _, rest = html.partition("before=")
        before = rest.split('"')[0]
        address = f"/account/{acme.pk}/timeline/?kind=contact&before={before}" if before else ""
    assert seen == list(range(45))


def test_what_the_composer_says_is_logged_with_the_next_step(anas, acme, ana):
    given = {
        "kind": "phone", "direction": "out", "content": "价格可以接受",
        "next_step": "寄样品", "next_step_at": "2026-12-01T17:00",
    }  # fmt: skip
    html = anas.post(f"/account/{acme.pk}/compose/", given, headers=HTMX).content.decode()
    assert "价格可以接受" in html
    acme.refresh_from_db()
    assert (acme.next_step, acme.next_step_at.isoformat()) == (
        "寄样品",
        "2026-12-01T09:00:00+00:00",
    )


def test_an_empty_contact_is_refused_with_a_word(anas, acme):
    answer = anas.post(f"/account/{acme.pk}/compose/", {"kind": "note"})
    assert answer.status_code == 422
    assert not Interaction.objects.exists()


def test_a_stranger_finds_neither_page_nor_timeline(browser_of, cleo, acme):
    stranger = browser_of(cleo)
    for tail in ("", "timeline/"):
        assert stranger.get(f"/account/{acme.pk}/{tail}").status_code == 404
    given = {"kind": "note", "content": "x"}
    assert stranger.post(f"/account/{acme.pk}/compose/", given).status_code == 404


def test_a_persons_page_shows_their_contacts(anas, acme, shen, at):
    contacts(acme, shen, 2, at)
    assert "第1次" in anas.get(f"/person/{shen.pk}/").content.decode()


def test_a_persons_data_come_as_a_file(anas, shen):
    answer = anas.post(f"/person/{shen.pk}/do/export_personal_data/")
    assert answer["Content-Disposition"] == f'attachment; filename="person-{shen.pk}.json"'
    assert answer.json()["record"]["values"]["name"] == "沈知远"


def test_the_warning_of_a_double_stands_beside_what_is_typed(anas):
    page = anas.get("/account/new/").content.decode()

    assert page.count('id="duplicates"') == 1
    assert page.index('id="duplicates"') < page.index("</fieldset>", page.index("</fieldset>") + 1)
