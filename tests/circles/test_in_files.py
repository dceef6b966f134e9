"""No customer comes to stand above itself by a file, or by taking a file out again."""

import pytest

from guanxi.platform.imports.options import Options
from guanxi.platform.imports.running import run_import
from guanxi.platform.imports.starting import agree, draft_import
from guanxi.platform.imports.undo import undo_import
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record, update_record
from tests.circles.walking import circles, lines


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


@pytest.mark.parametrize("mode", ["upsert", "update"])
def test_two_rows_of_one_file_close_no_circle_between_them(ana, at, mode):
    for code in "AB":
        values = {"name": f"公司{code}", "code": code}
        create_record(noun_named("account"), values, actor=ana, at=at)

    run = brought(
        "客户编号,客户名称,上级客户\nA,公司A,公司B\nB,公司B,公司A\n",
        ana,
        at,
        mode=mode,
        key=("code",),
    )

    assert list(circles()) == []
    run.refresh_from_db()
    assert (run.updated, run.rejected, lines()) == (1, 1, {"A": "B", "B": None})


def test_new_customers_of_one_file_stand_above_each_other_only_one_way(ana, at):
    file = "客户编号,客户名称,上级客户\nA,公司A,公司B\nB,公司B,公司A\nC,公司C,公司C\n"

    brought(file, ana, at, mode="upsert", key=("code",), create_related=True)

    assert list(circles()) == []


def test_what_was_refused_in_one_row_is_not_saved_with_the_next_of_the_same(chain, ana, at):
    file = "客户编号,客户名称,上级客户\nG,公司G,公司D\nG,公司G新,\n"

    run = brought(file, ana, at, mode="upsert", key=("code",))

    run.refresh_from_db()
    assert run.rejected == 1
    assert list(circles()) == []
    assert lines()["G"] is None


def test_undoing_an_import_leaves_what_would_close_a_circle_since(chain, ana, at):
    top, middle, _low = chain
    noun = noun_named("account")
    create_record(noun, {"name": "公司X", "code": "X"}, actor=ana, at=at)
    run = brought("客户编号,上级客户\nM,公司X\n", ana, at, mode="update", key=("code",))
    assert lines()["M"] == "X"
    update_record(noun, top.pk, {"parent": middle.pk}, actor=ana, at=at)

    undone = undo_import(run, actor=ana, at=at)

    assert list(circles()) == []
    assert [(one["id"], one["reason"]) for one in undone.conflicts] == [(middle.pk, "rule")]
    assert lines()["M"] == "X"
