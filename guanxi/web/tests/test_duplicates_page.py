"""The queue of possible duplicates, as a browser gets it."""

import pytest

from guanxi.customers.duplicates.finding import find_duplicates
from guanxi.customers.models import Account, DuplicateCandidate
from guanxi.platform.actors.compiling import rights_changed
from guanxi.platform.actors.models import Grant
from guanxi.platform.jobs.models import Job
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record, update_record
from guanxi.platform.verbs.verb import run_verb, verb_named

HTMX = {"HX-Request": "true"}


@pytest.fixture
def pair(ana, at):
    for name in ("苏州博衡传感技术有限公司", "博衡传感技术股份有限公司"):
        values = {"name": name, "phone": "0512-66668888", "city": "苏州" if "州" in name else ""}
        create_record(noun_named("account"), values, actor=ana, at=at)
    find_duplicates("account", at)
    return DuplicateCandidate.objects.get()


def test_the_queue_shows_both_records_and_what_speaks_for_it(anas, pair):
    html = anas.get("/duplicates/").content.decode()
    for words in ("苏州博衡传感技术有限公司", "博衡传感技术股份有限公司", "Phone: the same"):
        assert words in html
    assert 'href="/duplicates/"' in html


def test_a_pair_is_merged_with_the_values_that_were_chosen(anas, pair):
    page = anas.get(f"/duplicates/{pair.pk}/").content.decode()
    assert 'name="take-name"' in page
    answer = anas.post(f"/duplicates/{pair.pk}/", {"keep": "left", "take-name": "right"})
    assert answer["Location"] == f"/account/{pair.left_id}/"
    kept = Account.objects.get(deleted_at=None)
    assert (kept.pk, kept.name, kept.city) == (pair.left_id, "博衡传感技术股份有限公司", "苏州")


def test_who_reads_english_compares_words_in_english(anas, two, ana, admin, at):
    left, right = two
    term = {"text": "电缆与电气", "english": "Cables and electrics"}
    create_record(noun_named("term"), term, actor=admin, at=at)
    for one, values in (
        (left, {"industry": "电缆与电气", "province": "广东省", "city": "广州市"}),
        (right, {"industry": "Valves", "province": "浙江省", "city": "杭州市"}),
    ):
        update_record(noun_named("account"), one.pk, values, actor=ana, at=at)

    page = anas.get(f"/account/compare/?left={left.pk}&right={right.pk}").content.decode()

    for words in ("Cables and electrics", "Guangdong", "Guangzhou", "Hangzhou"):
        assert words in page
    assert "广东" not in page


def test_a_pair_is_said_to_be_two(anas, pair):
    anas.post(f"/duplicates/{pair.pk}/", {"keep": "both"})
    assert DuplicateCandidate.objects.get().state == "different"
    assert anas.get(f"/duplicates/{pair.pk}/").status_code == 404


def test_a_stranger_finds_no_pair(browser_of, cleo, pair):
    stranger = browser_of(cleo)
    assert "博衡" not in stranger.get("/duplicates/").content.decode()
    assert stranger.post(f"/duplicates/{pair.pk}/", {"keep": "both"}).status_code == 404


def test_looking_again_is_a_job_and_only_one(anas, pair):
    for _ in range(2):
        anas.post("/duplicates/?noun=person")
    assert Job.objects.get(kind="customers.find_duplicates").args == {"nouns": ["person"]}


def test_a_form_warns_of_what_is_already_there(anas, pair, browser_of, cleo):
    html = anas.get("/account/duplicates/", {"name": "博衡传感"}).content.decode()
    assert "苏州博衡传感技术有限公司" in html
    assert 'hx-get="/account/duplicates/"' in anas.get("/account/new/").content.decode()
    nothing = browser_of(cleo).get("/account/duplicates/", {"name": "博衡传感"})
    assert nothing.content.decode().strip() == ""


def test_taking_apart_asks_for_no_number(browser_of, admin, at):
    noun = noun_named("account")
    kept, gone = (
        create_record(noun, {"name": name}, actor=admin, at=at) for name in ("甲公司", "乙公司")
    )
    run_verb(verb_named("merge_accounts"), kept.pk, {"other": gone.pk}, actor=admin, at=at)
    browser = browser_of(admin)

    asked = browser.get(f"/account/{kept.pk}/do/unmerge_account/").content.decode()
    browser.post(f"/account/{kept.pk}/do/unmerge_account/")

    assert "Number of the merge" not in asked
    assert noun.base().filter(pk=gone.pk, deleted_at=None).exists()


@pytest.fixture
def two(ana, at):
    """Two customers in whom no search would see one."""
    return [
        create_record(noun_named("account"), {"name": name, "city": city}, actor=ana, at=at)
        for name, city in (("远东电缆", "宜兴"), ("新远东集团", "无锡"))
    ]


def test_two_ticked_rows_are_compared_and_merged(anas, two):
    left, right = two
    assert 'hx-post="/account/bulk/merge/"' in anas.get("/account/").content.decode()
    sent = anas.post("/account/bulk/merge/", {"id": [right.pk, left.pk]}, headers=HTMX)
    where = sent["HX-Redirect"]
    assert where == f"/account/compare/?left={left.pk}&right={right.pk}"
    assert "宜兴" in anas.get(where).content.decode()

    answer = anas.post(where, {"keep": "right", "take-city": "left"})

    assert answer["Location"] == f"/account/{right.pk}/"
    kept = Account.objects.get(deleted_at=None)
    assert (kept.pk, kept.name, kept.city) == (right.pk, "新远东集团", "宜兴")


def test_a_pair_that_waits_already_is_decided_where_it_waits(anas, pair):
    where = f"/account/compare/?left={pair.right_id}&right={pair.left_id}"
    assert anas.get(where)["Location"] == f"/duplicates/{pair.pk}/"


@pytest.mark.parametrize("count", [1, 3])
def test_merging_takes_exactly_two(anas, two, count):
    ids = [two[0].pk, two[1].pk, 999][:count]
    assert anas.post("/account/bulk/merge/", {"id": ids}, headers=HTMX).status_code == 422


def test_a_stranger_compares_nothing(browser_of, cleo, two):
    where = f"/account/compare/?left={two[0].pk}&right={two[1].pk}"
    assert browser_of(cleo).get(where).status_code == 404
    assert browser_of(cleo).post(where, {"keep": "left"}).status_code == 404
    assert Account.objects.filter(deleted_at=None).count() == 2


def test_a_record_is_not_compared_with_itself(anas, two):
    assert anas.get(f"/account/compare/?left={two[0].pk}&right={two[0].pk}").status_code == 404


def test_whoever_may_not_merge_is_not_offered_it(anas, two, seller):
    Grant.objects.filter(role=seller, permission="account.merge").delete()
    rights_changed()
    assert "/account/bulk/merge/" not in anas.get("/account/").content.decode()
    where = f"/account/compare/?left={two[0].pk}&right={two[1].pk}"
    assert anas.post(where, {"keep": "left"}).status_code == 403
