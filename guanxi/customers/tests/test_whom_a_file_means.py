"""A relation in a file leads to the record that was meant, in these books and in others."""

import datetime as dt
from pathlib import Path

import pytest

from guanxi.customers.models import Account, Person
from guanxi.platform.actors.compiling import actor_for_user, rights_changed
from guanxi.platform.actors.models import FieldGrant, User
from guanxi.platform.exports.lists import Wanted, write_list
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.running import run_import
from guanxi.platform.imports.starting import agree, blocks_of, draft_import
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.reading import ListQuery
from guanxi.platform.records.writing import create_record

COLUMNS = ("name", "code", "parent", "owner", "created_at", "created_by")


@pytest.fixture(autouse=True)
def _files_here(settings, tmp_path):
    settings.MEDIA_ROOT = Path(tmp_path) / "files"


@pytest.fixture
def firm_of(admin, at):
    def made(name, noun="account", **values):
        return create_record(noun_named(noun), {"name": name, **values}, actor=admin, at=at)

    return made


@pytest.fixture
def taken_out(admin, at, tmp_path):
    """Write the named records as an exact file, and forget them."""

    def take(names, format="csv", noun="account", columns=COLUMNS):
        path, kind = tmp_path / f"{noun}.{format}", noun_named(noun)
        asked = {"field": "name", "op": "in", "value": list(names)}
        query = ListQuery(columns=columns, filter=asked)
        write_list(path, admin, kind, Wanted(query, format, exact=True), at=at)
        kind.model.objects.filter(name__in=names).delete()
        return path

    return take


@pytest.fixture
def bring(admin, at):
    def brought(path, noun="account"):
        run = draft_import(noun, blocks_of(path), path.name, actor=admin, at=at)
        return run_import(
            agree(run, Options(), run.mapping, actor=admin, at=at), actor=admin, at=at
        )

    return brought


@pytest.fixture
def elsewhere():
    """From now on these are the books of another firm, begun at another moment."""

    def moved():
        first = User.objects.order_by("pk").first()
        begun = first.created_at - dt.timedelta(days=1)
        User.objects.filter(pk=first.pk).update(created_at=begun)

    return moved


def told(run):
    return [row.problems for row in run.rejected_rows.all()]


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_a_parent_comes_back_though_its_number_is_the_code_of_another(
    firm_of, taken_out, bring, format
):
    parent = firm_of("母公司")
    firm_of("别家", code=str(parent.pk))
    firm_of("子公司", parent=parent.pk)
    path = taken_out(["子公司"], format)

    run = bring(path)

    assert told(run) == []
    assert Account.objects.get(name="子公司").parent_id == parent.pk


def test_a_code_that_no_customer_has_is_not_taken_for_the_number_of_a_record(
    firm_of, bring, tmp_path
):
    other = firm_of("别家")
    path = tmp_path / "in.csv"
    path.write_text(f"客户名称,上级单位\n甲公司,{other.pk}\n乙公司,#{other.pk}\n")

    run = bring(path)

    assert told(run) == [[["parent", "no_such_record", str(other.pk)]]]
    assert Account.objects.get(name="乙公司").parent_id == other.pk


def test_what_has_a_code_is_found_by_it_in_other_books(
    firm_of, taken_out, bring, elsewhere, ana, at
):
    parent = firm_of("母公司", code="K1")
    firm_of("子公司", parent=parent.pk, owner=ana.user_id)
    path = taken_out(["子公司"])
    elsewhere()
    Account.objects.all().delete()
    firm_of("先来的", code="K0")
    there = firm_of("母公司", code="K1")

    run = bring(path)

    child = Account.objects.get(name="子公司")
    assert told(run) == []
    assert (child.parent_id, child.owner_id, child.created_at) == (there.pk, ana.user_id, at)


def test_a_number_of_other_books_is_refused_and_never_leads_to_somebody_else(
    firm_of, taken_out, bring, elsewhere
):
    parent = firm_of("没有编号的母公司")
    firm_of("没有编号的母公司")
    firm_of("子公司", parent=parent.pk)
    path = taken_out(["子公司"])
    elsewhere()

    run = bring(path)

    assert told(run) == [[["parent", "of_other_books", f"#{parent.pk}"]]]
    assert not Account.objects.filter(name="子公司").exists()


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_what_has_no_code_is_found_by_its_title_in_other_books(
    firm_of, taken_out, bring, elsewhere, format
):
    parent = firm_of("没有编号的母公司")
    firm_of("子公司", parent=parent.pk)
    path = taken_out(["子公司"], format)
    elsewhere()
    Account.objects.all().delete()
    firm_of("先来的")
    there = firm_of("没有编号的母公司")

    run = bring(path)

    assert told(run) == []
    assert Account.objects.get(name="子公司").parent_id == there.pk != parent.pk


def test_in_its_own_books_the_number_decides_whatever_it_is_called_by_now(
    firm_of, taken_out, bring
):
    parent = firm_of("母公司")
    firm_of("子公司", parent=parent.pk)
    path = taken_out(["子公司"])
    Account.objects.filter(pk=parent.pk).update(name="改了名的母公司")
    firm_of("母公司")

    run = bring(path)

    assert told(run) == []
    assert Account.objects.get(name="子公司").parent_id == parent.pk


def test_a_code_that_may_not_be_read_is_not_told_by_a_relation(firm_of, seller, ana, at, tmp_path):
    firm = firm_of("母公司", code="K1", owner=ana.user_id)
    firm_of("王芳", noun="person", account=firm.pk, owner=ana.user_id)
    FieldGrant.objects.create(role=seller, noun="account", field="code", mode="hidden")
    rights_changed()
    reader = actor_for_user(User.objects.get(pk=ana.user_id))
    path, query = tmp_path / "out.csv", ListQuery(columns=("name", "account"))

    write_list(path, reader, noun_named("person"), Wanted(query, exact=True), at=at)

    assert Person.objects.count() == 1
    assert f"王芳,#{firm.pk} 母公司," in path.read_text()
    assert "K1" not in path.read_text()


def test_a_parent_that_stands_further_down_the_file_is_found(firm_of, bring, tmp_path):
    path = tmp_path / "in.csv"
    path.write_text("客户名称,客户编号,上级单位\n孙公司,,K2\n子公司,K2,K1\n母公司,K1,\n外人,,K9\n")

    run = bring(path)

    chain = Account.objects.get(name="孙公司")
    assert chain.parent.parent.name == "母公司"
    assert told(run) == [[["parent", "no_such_record", "K9"]]]
    assert (run.created, run.rejected) == (3, 1)
    assert run.report["problems"] == {"parent:no_such_record": 1}


def test_two_who_are_called_alike_elsewhere_are_two_here(firm_of, taken_out, bring, elsewhere):
    firm_of("同名", city="苏州")
    second = firm_of("同名", city="苏州", description="这一家")
    firm_of("子公司", parent=second.pk)
    path = taken_out(["同名", "子公司"], columns=("name", "city", "description", "parent"))
    elsewhere()

    run = bring(path)
    again = bring(path)

    assert (told(run), run.created, again.created, again.skipped) == ([], 3, 0, 3)
    assert Account.objects.get(name="子公司").parent.description == "这一家"


def test_a_later_file_finds_who_has_another_name_by_now(firm_of, taken_out, bring, elsewhere):
    parent = firm_of("母公司")
    firm_of("王芳", noun="person", account=parent.pk)
    people = taken_out(["王芳"], noun="person", columns=("name", "account"))
    firms = taken_out(["母公司"])
    elsewhere()
    bring(firms)
    Account.objects.update(name="改了名")
    firm_of("母公司")

    run = bring(people, "person")

    assert told(run) == []
    assert Person.objects.get().account.name == "改了名"


def test_who_was_removed_since_is_made_anew(firm_of, taken_out, bring, elsewhere, at):
    firm_of("母公司")
    path = taken_out(["母公司"])
    elsewhere()
    bring(path)
    Account.objects.update(deleted_at=at)

    run = bring(path)

    assert (run.created, Account.objects.filter(deleted_at=None).count()) == (1, 1)


def test_a_customer_of_strangers_is_not_found_by_a_number_of_other_books(
    firm_of, taken_out, bring, elsewhere, cleo, at
):
    parent = firm_of("母公司")
    firm_of("王芳", noun="person", account=parent.pk)
    people = taken_out(["王芳"], noun="person", columns=("name", "account"))
    firms = taken_out(["母公司"])
    elsewhere()
    bring(firms)

    run = draft_import("person", blocks_of(people), people.name, actor=cleo, at=at)
    run = run_import(agree(run, Options(), run.mapping, actor=cleo, at=at), actor=cleo, at=at)

    assert told(run) == [[["account", "no_such_record", "母公司"]]]
