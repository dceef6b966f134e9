"""A number that another record has: an import says which field it is, and whose number."""

import pytest

from guanxi.customers.models import Account
from guanxi.platform.imports.messages import SAID_IN_FULL, note_message
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.report import report_of
from guanxi.platform.imports.running import run_import
from guanxi.platform.imports.starting import agree, draft_import
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record

HEADER = "客户编号,客户名称,负责人\n"


@pytest.fixture
def bring(settings, tmp_path, ana, at):
    settings.MEDIA_ROOT = tmp_path

    def make(rows, actor=ana, header=HEADER, **options):
        run = draft_import("account", [(header + rows).encode()], "a.csv", actor=actor, at=at)
        agree(run, Options(**options), run.mapping, actor=actor, at=at)
        return run_import(run, actor=actor, at=at)

    return make


@pytest.fixture
def held(ana, at):
    values = {"name": "苏州远航科技有限公司", "code": "K1"}
    return create_record(noun_named("account"), values, actor=ana, at=at)


def problems(run):
    return [one for row in run.rejected_rows.all() for one in row.problems]


@pytest.mark.parametrize("dry_run", [True, False])
def test_whose_number_it_is_is_told_to_who_may_see_it(bring, held, dry_run):
    run = bring("K1,蓝河贸易有限公司,\n", duplicates="create", dry_run=dry_run)

    assert problems(run) == [["code", "taken", "There is one already: 苏州远航科技有限公司"]]


def test_a_stranger_hears_only_that_somebody_has_it(bring, held, cleo):
    run = bring("K1,蓝河贸易有限公司,\n", actor=cleo, duplicates="create")

    assert problems(run) == [["code", "taken", "Another record has this value."]]


def test_a_change_to_a_number_that_is_taken_says_whose_it_is(bring, held, ana, at):
    values = {"name": "蓝河贸易有限公司", "code": "K2"}
    other = create_record(noun_named("account"), values, actor=ana, at=at)

    run = bring("K1,蓝河贸易有限公司,\n", mode="update", key=("name",))

    assert problems(run) == [["code", "taken", "There is one already: 苏州远航科技有限公司"]]
    assert Account.objects.get(pk=other.pk).code == "K2"


def test_the_same_number_twice_in_one_file_is_told_at_its_second_row(bring):
    run = bring("K7,蓝河贸易有限公司,\nK7,远山仪器有限公司,\n", duplicates="create")

    assert (run.created, run.rejected) == (1, 1)
    assert problems(run) == [["code", "taken", "There is one already: 蓝河贸易有限公司"]]


def test_among_many_rows_the_one_that_clashes_is_found(bring, held, at):
    rows = "".join(f"N{n},第{n}号公司,\n" for n in range(40))

    run = bring(f"{rows}K1,蓝河贸易有限公司,\n{rows.replace('N', 'M')}", duplicates="create")

    assert (run.created, run.rejected) == (80, 1)
    assert run.rejected_rows.get().number == 42
    assert problems(run)[0][2].endswith("苏州远航科技有限公司")


def test_what_is_counted_over_rows_is_told_in_words(bring, held):
    run = bring("K1,蓝河贸易有限公司,\nK1,远山仪器有限公司,\n", duplicates="create")

    [counted] = report_of(run)["problems"]
    assert (counted["label"], counted["count"]) == ("Customer number", 2)
    assert counted["meaning"].startswith("Another record has this value")


def test_a_count_of_faults_says_what_may_stand_there_and_what_does(bring):
    rows = "K2,甲公司,12\nK3,乙公司,12\nK4,丙公司,没有\n"
    run = bring(rows, header="客户编号,客户名称,电话\n")

    [counted] = report_of(run)["problems"]
    assert (counted["count"], counted["examples"]) == (3, ["12", "没有"])
    assert "13800138000" in counted["meaning"]


def test_every_refusal_that_a_row_words_itself_has_words_for_their_count():
    assert all(str(note_message(code)) != code for code in SAID_IN_FULL)
