"""Erasing a person reaches files, exported lists and what imports keep."""

import io

import pytest

from guanxi.customers.tests.conftest import create
from guanxi.platform.errors import RuleBroken
from guanxi.platform.exports.starting import exports_folder
from guanxi.platform.facts.models import Fact
from guanxi.platform.files.storing import attach_file
from guanxi.platform.imports.models import ImportRun, RejectedRow
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.verbs.verb import run_verb, verb_named


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.DATA = tmp_path


@pytest.fixture
def erase(ana, at, django_capture_on_commit_callbacks):
    def carry_out(record):
        with django_capture_on_commit_callbacks(execute=True):
            verb = verb_named("erase_person")
            return run_verb(verb, record.pk, {"reason": "x"}, actor=ana, at=at)

    return carry_out


@pytest.fixture
def kept(tmp_path, at):
    """An import that is done, with its file and rejected rows."""

    def make(*rows, state="done"):
        path = tmp_path / f"import-{ImportRun.objects.count()}.csv"
        path.write_text("姓名,手机")
        run = ImportRun.objects.create(
            target="person", file_name="a.csv", path=str(path), digest="", size=1, made_at=at,
            state=state,
        )  # fmt: skip
        for number, cells in enumerate(rows):
            RejectedRow.objects.create(run=run, number=number, cells=cells, problems=["x"])
        return run, path

    return make


def test_the_bytes_of_files_go_at_once(shen, ana, at, erase, tmp_path):
    person = noun_named("person")
    attach_file(person, shen.pk, "沈知远.pdf", io.BytesIO(b"%PDF-1.7"), actor=ana, at=at)
    erase(shen)
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []


def test_exported_lists_that_wait_to_be_fetched_go(shen, erase):
    (exports_folder() / "a.csv").write_text("沈知远")
    proof = erase(shen)
    assert list(exports_folder().iterdir()) == []
    assert proof.counts["exports"] == 1


def test_rejected_rows_that_name_the_person_are_blanked_and_others_stay(shen, kept, erase):
    run, path = kept(["沈知远", "?"], ["别人", "138 0013 8000"], ["王五", "13911112222"])
    proof = erase(shen)
    left = list(RejectedRow.objects.order_by("number").values_list("cells", "state"))
    assert left == [([], "dropped"), ([], "dropped"), (["王五", "13911112222"], "waiting")]
    assert not path.exists()
    assert (proof.counts["import_rows"], proof.counts["import_files"]) == (2, 1)


def test_the_file_that_made_the_record_goes_and_no_other(shen, kept, erase, at):
    run, path = kept()
    _other, elsewhere = kept(["王五", ""])
    Fact.objects.filter(noun="person", record_id=shen.pk).update(batch=run.batch)
    erase(shen)
    assert (path.exists(), elsewhere.exists()) == (False, True)


def test_a_refused_erasing_removes_no_file(shen, kept, ana, at, django_capture_on_commit_callbacks):
    _run, path = kept(["沈知远", ""])
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(RuleBroken):
        run_verb(verb_named("erase_person"), shen.pk, {}, actor=ana, at=at)
    assert path.exists()
    assert RejectedRow.objects.get().cells == ["沈知远", ""]


def test_a_person_without_number_takes_nobody_else_along(ana, at, acme, kept, erase):
    other = create(ana, at, "person", name="李四", account=acme.pk)
    _run, path = kept(["王五", ""], ["", ""])
    erase(other)
    assert path.exists()
    assert RejectedRow.objects.filter(state="waiting").count() == 2
