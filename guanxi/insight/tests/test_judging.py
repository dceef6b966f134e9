"""Judging a customer: a ledger that measures read, open to those who may change the customer."""

import pytest
from django.core.exceptions import ObjectDoesNotExist

from guanxi.insight.judgements.models import Judgement
from guanxi.insight.models import Profile
from guanxi.insight.verbs import judge_customer
from guanxi.platform.actors.models import Role
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.reading import ListQuery, read_list
from guanxi.platform.verbs.verb import run_verb, verb_named


@pytest.fixture
def acme(customer, ana):
    return customer("acme", ana)


def judge(actor, account, at, **given):
    return run_verb(verb_named("judge_customer"), account.pk, given, actor=actor, at=at)


def test_a_judgement_is_kept_with_who_and_when(acme, ana, at):
    judge_customer(acme, factor="price", score=4, note="三年没谈价", actor=ana, at=at)

    made = Judgement.objects.get()
    assert (made.factor, made.score, made.note) == ("price", 4, "三年没谈价")
    assert (made.judged_by_id, made.judged_at) == (ana.user_id, at)
    assert Fact.objects.get(kind="account.judged").data == {"factor": "price", "score": 4}


@pytest.mark.parametrize("score", [0, 6])
def test_a_judgement_lies_between_one_and_five(acme, ana, at, score):
    with pytest.raises(RuleBroken) as refused:
        judge_customer(acme, factor="price", score=score, actor=ana, at=at)
    assert "score" in refused.value.fields
    assert not Judgement.objects.exists()


def test_a_reader_may_not_judge_and_a_stranger_finds_nothing(acme, cleo, person, east, grant, at):
    given = {"factor": "price", "score": 4}
    role = Role.objects.create(code="reader", label_zh="读者", label_en="Reader")
    grant(role, only=("account.read",))
    with pytest.raises(Denied):
        judge(person("dan", east, role), acme, at, **given)
    with pytest.raises(ObjectDoesNotExist):
        judge(cleo, acme, at, **given)
    assert not Judgement.objects.exists()


def test_judgements_are_read_where_the_customer_is(acme, ana, cleo, at):
    judge_customer(acme, factor="price", score=4, actor=ana, at=at)
    seen = [len(read_list(one, noun_named("judgement"), ListQuery()).rows) for one in (ana, cleo)]
    assert seen == [1, 0]


@pytest.mark.measures("monthly", "factor", "key_account")
def test_the_key_account_matrix_is_unknown_until_a_colleague_judges(
    customer, sale, ana, at, compute
):
    for number, amount in enumerate((100, 500, 900, 5_000)):
        account = customer(f"firm {number}", ana)
        for days_ago in (10, 40, 380, 420):
            sale(account, days_ago, amount * (1 + number) if days_ago < 100 else amount)
    compute()
    assert Profile.objects.get(account=account).key_account_class == "unknown"

    for factor in ("price", "quality", "service"):
        judge_customer(account, factor=factor, score=5, actor=ana, at=at)
    compute()
    assert Profile.objects.get(account=account).key_account_class == "key"
    assert Fact.objects.filter(kind="account.reclassified", record_id=account.pk).exists()
