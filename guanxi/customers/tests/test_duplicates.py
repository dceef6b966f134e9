"""Pairs that may be one: found in the books, warned of while typing, decided once."""

import pytest

from guanxi.customers.duplicates.finding import find_duplicates
from guanxi.customers.duplicates.live import possible_duplicates
from guanxi.customers.duplicates.queue import differences, keep_apart, waiting
from guanxi.customers.models import DuplicateCandidate
from guanxi.customers.tests.conftest import create
from guanxi.platform.errors import Denied
from guanxi.platform.facts.models import Fact
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import delete_record, update_record
from guanxi.platform.verbs.verb import run_verb, verb_named


@pytest.fixture
def books(ana, at):
    """Firms of which two pairs are one, among others that only look alike."""
    rows = [
        {"name": "苏州博衡传感技术有限公司", "phone": "0512-66668888", "city": "苏州"},
        {"name": "博衡传感技术（集团）股份有限公司", "phone": "+86 512 6666 8888"},
        {"name": "宁波甬川精密制造有限公司", "email": "info@yongchuan.cn", "street": "星湖街218号"},
        {
            "name": "宁波涌川精密制造有限公司",
            "email": "sales@yongchuan.cn",
            "street": "星湖街218号",
        },
        {"name": "苏州博大机械有限公司", "phone": "0512-66660000", "city": "苏州"},
        {"name": "苏州金龙客车有限公司", "city": "苏州"},
        {"name": "Acme Corp", "city": "London"},
        {"name": "Beta Ltd", "city": "London"},
    ]
    return [create(ana, at, "account", **row) for row in rows]


def pairs(noun="account"):
    found = DuplicateCandidate.objects.filter(noun=noun, state="open").order_by("pk")
    return {(row.left_id, row.right_id) for row in found}


def test_pairs_are_found_with_score_and_evidence(books, at):
    a, b, c, d, *_ = (one.pk for one in books)

    told = find_duplicates("account", at)

    assert pairs() == {(a, b), (c, d)}
    assert told == {"open": 2, "new": 2, "gone": 0}
    pair = DuplicateCandidate.objects.get(left_id=a)
    assert pair.score > 0.9
    assert {one["trait"] for one in pair.evidence} == {"name", "phone"}


def test_looking_again_adds_nothing_and_drops_what_no_longer_holds(books, ana, at):
    find_duplicates("account", at)
    assert find_duplicates("account", at) == {"open": 2, "new": 0, "gone": 0}
    delete_record(noun_named("account"), books[1].pk, actor=ana, at=at)
    assert find_duplicates("account", at) == {"open": 1, "new": 0, "gone": 1}


def test_a_pair_decided_to_be_two_is_never_asked_again(books, ana, at):
    find_duplicates("account", at)
    keep_apart(waiting(ana, "account")[0].candidate, actor=ana, at=at)
    assert find_duplicates("account", at)["open"] == 1
    assert Fact.objects.filter(kind="account.kept_apart").count() == 1


def test_a_merge_settles_its_pair(books, ana, at):
    find_duplicates("account", at)
    given = {"other": books[1].pk}
    run_verb(verb_named("merge_accounts"), books[0].pk, given, actor=ana, at=at)
    assert len(waiting(ana, "account")) == 1


def test_related_customers_are_known_to_be_two(books, ana, at):
    a, b = books[0].pk, books[1].pk
    create(ana, at, "relation", account=a, other=b, kind="parent")
    update_record(noun_named("account"), books[3].pk, {"parent": books[2].pk}, actor=ana, at=at)
    assert find_duplicates("account", at)["open"] == 0


def test_people_are_compared_by_name_number_and_firm(books, ana, at):
    firm = books[0].pk
    one = create(ana, at, "person", name="张伟", mobile="13800138000", account=firm)
    two = create(ana, at, "person", name="張偉 先生", mobile="138-0013-8000")
    create(ana, at, "person", name="张伟", mobile="13900139999", account=books[5].pk)
    find_duplicates("person", at)
    assert pairs("person") == {(one.pk, two.pk)}


def test_one_sees_only_pairs_of_which_one_may_merge_both(books, ana, cleo, at):
    theirs = create(cleo, at, "account", name="Acme Corporation", phone="+44 20 7946 0958")
    update_record(
        noun_named("account"), books[6].pk, {"phone": "+44 20 7946 0958"}, actor=ana, at=at
    )
    find_duplicates("account", at)
    assert (books[6].pk, theirs.pk) in pairs()
    assert len(waiting(ana, "account")) == 2
    assert waiting(cleo, "account") == []
    with pytest.raises(DuplicateCandidate.DoesNotExist):
        keep_apart(DuplicateCandidate.objects.first(), actor=cleo, at=at)


def test_without_the_right_to_merge_there_is_no_queue(books, person, east, grant):
    from guanxi.platform.actors.models import Role

    role = Role.objects.create(code="reader", label_zh="读者", label_en="Reader")
    grant(role, only=("account.read",))
    with pytest.raises(Denied):
        waiting(person("dan", east, role), "account")


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"name": "苏州博衡传感技术有限公司"}, [0, 1]),
        ({"name": "博衡传感技术"}, [1, 0]),
        ({"name": "别的", "phone": "051266668888"}, [0, 1]),
        ({"name": "ＡＣＭＥ, Inc."}, [6]),
        ({"name": "完全不同的公司"}, []),
        ({"name": "苏"}, []),
        ({}, []),
    ],
)
def test_typing_warns_of_records_that_may_be_the_same(books, ana, values, found):
    told = possible_duplicates(ana, "account", values)
    assert {one.pk for one in told} == {books[n].pk for n in found}
    assert all(one.reasons for one in told)


def test_typing_never_tells_of_what_one_may_not_see(books, cleo, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        assert possible_duplicates(cleo, "account", {"name": books[0].name}) == []


def test_the_record_being_edited_is_no_duplicate_of_itself(books, ana):
    told = possible_duplicates(ana, "account", {"name": books[6].name}, exclude=books[6].pk)
    assert told == []


def test_a_comparison_shows_where_two_differ(books, ana):
    shown = differences(ana, noun_named("account"), books[2], books[3])
    assert {one.field.name for one in shown if one.is_open} == {"name", "email"}
