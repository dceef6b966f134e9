"""No customer comes to stand above itself: by edit, many at once, file or merging."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guanxi.customers.models import Account
from guanxi.customers.tests.test_merge_accounts import everything
from guanxi.platform.errors import RuleBroken
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.running import run_import
from guanxi.platform.imports.starting import agree, draft_import
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record, update_record
from guanxi.platform.rest.tests.test_refusals import digest
from guanxi.platform.verbs.verb import run_verb, verb_named

ABOVE = ("parent", "referrer")


@pytest.fixture(autouse=True)
def _files_here(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def chain(ana, at):
    """Grandmother, mother and daughter, each above the next in both ways."""
    made = []
    for code in ("G", "M", "D"):
        above = {name: made[-1].pk for name in ABOVE} if made else {}
        values = {"name": f"公司{code}", "code": code, **above}
        made.append(create_record(noun_named("account"), values, actor=ana, at=at))
    return made


def lines():
    return dict(Account.objects.order_by("pk").values_list("code", "parent__code"))


def circles():
    """The customers that stand above themselves."""
    for name in ABOVE:
        above = dict(Account.objects.filter(deleted_at=None).values_list("pk", f"{name}_id"))
        for start in above:
            at, steps = above[start], 0
            while at is not None and steps <= len(above):
                if at == start:
                    yield name, start
                    break
                at, steps = above.get(at), steps + 1


@pytest.mark.parametrize("field", ABOVE)
def test_a_grandmother_is_not_placed_below_her_granddaughter(chain, ana, at, field):
    top, _middle, low = chain

    with pytest.raises(RuleBroken) as refused:
        update_record(noun_named("account"), top.pk, {field: low.pk}, actor=ana, at=at)

    assert set(refused.value.fields) == {field}
    assert list(circles()) == []


def brought(content, ana, at, **options):
    run = draft_import("account", [content.encode()], "firms.csv", actor=ana, at=at)
    run = agree(run, Options(**options), run.mapping, actor=ana, at=at)
    return run_import(run, actor=ana, at=at)


def test_a_file_that_closes_a_circle_has_that_row_kept_and_refused(chain, ana, at):
    file = "客户编号,客户名称,上级客户\nG,公司G,公司D\nM,公司M新,公司G\n"

    run = brought(file, ana, at, mode="upsert", key=("code",))

    run.refresh_from_db()
    assert (run.updated, run.rejected) == (1, 1)
    [row] = run.rejected_rows.all()
    assert row.cells[0] == "G"
    assert list(circles()) == []
    assert lines() == {"G": None, "M": "G", "D": "M"}


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
