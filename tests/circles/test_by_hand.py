"""No customer comes to stand above itself: by edit, many at once, file or merging."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guanxi.customers.checks import LONGEST_CHAIN
from guanxi.customers.models import Account
from guanxi.customers.tests.test_merge_accounts import everything
from guanxi.platform.actors.keys import draw_secret
from guanxi.platform.actors.models import ApiKey
from guanxi.platform.errors import RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import (
    create_record,
    delete_record,
    restore_record,
    update_record,
)
from guanxi.platform.rest.callers import forget_callers
from guanxi.platform.rest.tests.conftest import Api
from guanxi.platform.rest.tests.test_refusals import digest
from guanxi.platform.verbs.history import revert_fact
from guanxi.platform.verbs.many import Chosen, act_on_many, outcomes
from guanxi.platform.verbs.undoing import undo_batch
from guanxi.platform.verbs.verb import run_verb, verb_named
from tests.circles.walking import ABOVE, circles


@pytest.mark.parametrize("field", ABOVE)
def test_a_grandmother_is_not_placed_below_her_granddaughter(chain, ana, at, field):
    top, _middle, low = chain

    with pytest.raises(RuleBroken) as refused:
        update_record(noun_named("account"), top.pk, {field: low.pk}, actor=ana, at=at)

    assert set(refused.value.fields) == {field}
    assert list(circles()) == []


def refused(call):
    """What the call was refused for, by field; the whole database as before."""
    before = digest()
    with pytest.raises(RuleBroken) as broken, transaction.atomic():
        call()
    assert digest() == before
    return set(broken.value.fields)


@pytest.mark.parametrize("field", ABOVE)
def test_nobody_is_placed_below_themselves(chain, ana, at, field):
    for one in chain:
        values = {field: one.pk}
        assert refused(
            lambda one=one, values=values: update_record(
                noun_named("account"), one.pk, values, actor=ana, at=at
            )
        ) == {field}


@pytest.mark.parametrize("field", ABOVE)
def test_no_circle_is_too_long_to_be_seen(ana, at, field):
    rows = [Account(name=f"公司{n}", owner_id=ana.user_id, team_id=ana.team_id) for n in range(70)]
    firms = Account.objects.bulk_create(
        [setattr(one, "created_at", at) or setattr(one, "updated_at", at) or one for one in rows]
    )
    for above, below in zip(firms, firms[1:], strict=False):
        Account.objects.filter(pk=below.pk).update(**{field: above})

    values = {field: firms[-1].pk}
    assert refused(
        lambda: update_record(noun_named("account"), firms[0].pk, values, actor=ana, at=at)
    ) == {field}


def test_a_chain_may_be_fifty_long_and_no_longer(ana, at):
    above = None
    for number in range(LONGEST_CHAIN + 1):
        values = {"name": f"公司{number}", "parent": above}
        above = create_record(noun_named("account"), values, actor=ana, at=at).pk

    one_more = {"name": "太深", "parent": above}
    assert refused(lambda: create_record(noun_named("account"), one_more, actor=ana, at=at)) == {
        "parent"
    }


@pytest.mark.parametrize("field", ABOVE)
def test_many_placed_below_one_of_them_leave_out_those_above_it(chain, ana, at, field):
    _top, middle, low = chain
    ids = tuple(one.pk for one in chain)
    noun = noun_named("account")

    batch = act_on_many("edit", noun, Chosen(ids=ids), {field: middle.pk}, actor=ana, at=at)

    assert outcomes(batch) | {"done": 1, "refused": 2} == outcomes(batch)
    assert list(circles()) == []
    assert Account.objects.values_list(f"{field}_id", flat=True).get(pk=low.pk) == middle.pk


@pytest.mark.parametrize("field", ABOVE)
def test_taking_many_back_keeps_what_would_close_a_circle_since(chain, ana, at, field):
    top, middle, low = chain
    noun = noun_named("account")
    ids = (middle.pk, low.pk)
    batch = act_on_many("edit", noun, Chosen(ids=ids), {field: None}, actor=ana, at=at)
    update_record(noun, top.pk, {field: low.pk}, actor=ana, at=at)

    batch = undo_batch(batch, actor=ana, at=at)

    assert list(circles()) == []
    assert outcomes(batch)["undone"] < 2


@pytest.fixture
def api(ana, seller, settings):
    settings.REST_CALLS_PER_SECOND = 0
    forget_callers()
    prefix, mark, secret = draw_secret()
    ApiKey.objects.create(name="k", prefix=prefix, digest=mark, role=seller, user_id=ana.user_id)
    return Api(secret)


@pytest.mark.parametrize("field", ABOVE)
def test_no_call_closes_a_circle_alone_or_among_many(chain, api, field):
    top, middle, low = chain
    before = digest()

    answer = api.patch(f"account/{top.pk}/", {field: low.pk})
    assert (answer.status_code, set(answer.json()["errors"])) == (422, {field})
    body = {"action": "update", "ids": [top.pk, middle.pk], "values": {field: low.pk}}
    assert digest() == before
    told = api.post("account/bulk/", body).json()
    assert (told["counts"]["refused"], told["total"]) == (2, 2)
    assert list(circles()) == []
    assert not Fact.objects.filter(kind="account.updated").exists()


@pytest.mark.parametrize("field", ABOVE)
def test_taking_back_a_change_does_not_close_a_circle_since(chain, ana, at, field):
    top, middle, _low = chain
    noun = noun_named("account")
    update_record(noun, middle.pk, {field: None}, actor=ana, at=at)
    fact = Fact.objects.filter(kind="account.updated").latest("pk")
    update_record(noun, top.pk, {field: middle.pk}, actor=ana, at=at)

    assert refused(lambda: revert_fact(ana, noun, fact, at=at)) == {field}
    assert list(circles()) == []


def test_a_customer_out_of_the_bin_stands_above_nobody_above_it(chain, ana, at):
    top, middle, low = chain
    noun = noun_named("account")
    delete_record(noun, middle.pk, actor=ana, at=at)

    assert refused(lambda: update_record(noun, top.pk, {"parent": low.pk}, actor=ana, at=at)) == {
        "parent"
    }
    restore_record(noun, middle.pk, actor=ana, at=at)
    assert list(circles()) == []


def merged(kept, gone, actor, at, **more):
    verb = verb_named("merge_accounts")
    return run_verb(verb, kept.pk, {"other": gone.pk, **more}, actor=actor, at=at)


def test_what_leads_back_is_not_filled_in_by_merging(chain, ana, at):
    top, middle, low = chain

    merged(top, low, ana, at)

    assert list(circles()) == []
    assert Account.objects.get(pk=middle.pk).parent_id == top.pk


@pytest.mark.parametrize(("kept", "gone", "take"), [(2, 0, ()), (0, 2, ("parent",))])
def test_merging_two_with_a_third_between_them_is_refused(chain, ana, at, kept, gone, take):
    before = digest()

    with pytest.raises(RuleBroken) as refused, transaction.atomic():
        merged(chain[kept], chain[gone], ana, at, take=list(take))

    assert "parent" in refused.value.fields
    assert digest() == before


def test_a_circle_closed_since_the_merge_keeps_the_two_together(ana, at):
    def made(name, **more):
        values = {"name": name, **more}
        return create_record(noun_named("account"), values, actor=ana, at=at)

    above, elsewhere = made("上级"), made("别处")
    kept, gone = made("留下", parent=elsewhere.pk), made("并入", parent=above.pk)
    child = made("下级", parent=gone.pk)
    merged(kept, gone, ana, at)
    update_record(noun_named("account"), above.pk, {"parent": child.pk}, actor=ana, at=at)
    before = digest()

    with pytest.raises(RuleBroken), transaction.atomic():
        run_verb(verb_named("unmerge_account"), kept.pk, {}, actor=ana, at=at)

    assert digest() == before


@given(
    above=st.lists(st.integers(0, 9) | st.none(), min_size=2, max_size=6),
    referrers=st.lists(st.integers(0, 9) | st.none(), min_size=6, max_size=6),
    pair=st.tuples(st.integers(0, 5), st.integers(0, 5)),
    relations=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=4),
    taken=st.booleans(),
)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_two_merge_without_a_circle_and_come_apart_exactly(
    ana, at, above, referrers, pair, relations, taken
):
    with transaction.atomic():
        firms = founded(above, referrers, relations, ana, at)
        kept, gone = (firms[one % len(firms)] for one in pair)
        if kept.pk != gone.pk:
            before = everything()
            try:
                with transaction.atomic():
                    merged(kept, gone, ana, at, take=["name", "parent"] if taken else [])
            except RuleBroken:
                assert everything() == before
            else:
                assert list(circles()) == []
                run_verb(verb_named("unmerge_account"), kept.pk, {}, actor=ana, at=at)
                assert everything() == before
        transaction.set_rollback(True)


def founded(above, referrers, relations, actor, at):
    """Customers under one another without a circle, with people, numbers and relations."""
    firms = []
    for number, parent in enumerate(above):
        values = {"name": f"公司{number}", "tags": [f"t{number % 2}"]}
        for name, one in (("parent", parent), ("referrer", referrers[number])):
            if one is not None and firms:
                values[name] = firms[one % len(firms)].pk
        firm = create_record(noun_named("account"), values, actor=actor, at=at)
        firms.append(firm)
        for key, more in (
            ("person", {"name": f"人{number}"}),
            ("identifier", {"kind": "erp", "value": "4711"}),
        ):
            create_record(noun_named(key), {"account": firm.pk, **more}, actor=actor, at=at)
    for one, other in dict.fromkeys((a % len(firms), b % len(firms)) for a, b in relations):
        if one != other:
            values = {"account": firms[one].pk, "other": firms[other].pk, "kind": "partner"}
            create_record(noun_named("relation"), values, actor=actor, at=at)
    return firms
