"""The queue of possible duplicates, as a browser gets it."""

import pytest

from guanxi.customers.duplicates.finding import find_duplicates
from guanxi.customers.models import Account, DuplicateCandidate
from guanxi.platform.jobs.models import Job
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record
from guanxi.platform.verbs.verb import run_verb, verb_named


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
