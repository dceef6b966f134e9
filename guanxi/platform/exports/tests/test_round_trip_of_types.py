"""A field of every type that an administrator can make comes back exactly as it went."""

import openpyxl
import pytest
from django.utils import timezone

from guanxi.platform.custom.changing import create_field
from guanxi.platform.custom.definitions import FieldDraft
from guanxi.platform.custom.making import NounDraft, create_noun
from guanxi.platform.custom.models import CustomRecord
from guanxi.platform.exports.lists import Wanted, write_list
from guanxi.platform.exports.starting import start_export
from guanxi.platform.files.models import StoredFile
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.running import run_import
from guanxi.platform.imports.starting import agree, blocks_of, draft_import
from guanxi.platform.jobs.models import Job
from guanxi.platform.jobs.running import run_all_now
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.reading import ListQuery
from guanxi.platform.records.writing import create_record

CHOICES = [{"key": "a_b", "zh": "甲", "en": "A"}, {"key": "b", "zh": "乙", "en": "B"}]
TYPES = {
    "text": {},
    "long": {},
    "number": {"settings": {"decimals": 4}},
    "money": {"settings": {"currency": "JPY"}},
    "boolean": {},
    "date": {},
    "datetime": {},
    "choice": {"options": CHOICES},
    "multi": {"options": CHOICES},
    "relation": {"settings": {"target": "thing"}},
    "user": {},
    "team": {},
    "phone": {},
    "email": {},
    "url": {},
    "address": {},
    "file": {},
}
COMPUTED = {
    "formula": {"formula": "of_number * 2", "result": "number", "decimals": 4},
    "rollup": {
        "rollup": {"noun": "thing", "by": "of_relation", "measure": "count"},
        "result": "number",
    },
}
# Asked for where the choice is b, and empty elsewhere.
WHEN_B = {"visible_when": {"field": "of_choice", "op": "is", "value": "b"}}


@pytest.fixture(autouse=True)
def _files_here(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.DATA = tmp_path


@pytest.fixture
def thing(admin, seller, at):
    create_noun(NounDraft("thing", "物", "Thing"), {seller.pk: "team"}, actor=admin, at=at)
    for kind, more in TYPES.items():
        draft = FieldDraft(f"of_{kind}", kind, f"某{kind}", f"Of {kind}", **more)
        create_field("thing", draft, actor=admin, at=at)
    extra = [("of_when", "number", WHEN_B), *((f"of_{k}", k, said) for k, said in COMPUTED.items())]
    for name, kind, said in extra:
        draft = FieldDraft(name, kind, name, name, settings=said, is_required=kind == "number")
        create_field("thing", draft, actor=admin, at=at)
    return noun_named("thing")


@pytest.fixture
def full(thing, admin, at):
    """One record with something in every field, and what stands in the books of all."""
    first = create_record(thing, {"name": "first"}, actor=admin, at=at)
    file = StoredFile.objects.create(
        name="图.pdf", storage_name="x", size=1, uploaded_by_id=admin.user_id, created_at=at
    )
    values = {
        "text": "=1+1  ＡＢＣ '", "long": " 第一行\n\n\n第四行\t" + "长" * 30_000,
        "number": "-0.1250", "money": "1200", "boolean": False, "date": "1888-02-29",
        "datetime": "2024-05-06T07:08:09.123456Z", "choice": "b", "multi": ["a_b", "b"],
        "relation": first.pk, "user": admin.user_id, "team": admin.team_id,
        "phone": "+8613800138000", "email": "a@example.com", "url": "https://例子.com/?a=1&b=2",
        "address": "江苏省 苏州市 科技路1号", "file": file.pk, "when": "3",
    }  # fmt: skip
    given = {f"of_{kind}": value for kind, value in values.items() if value is not None}
    create_record(thing, {"name": "full", **given}, actor=admin, at=at)
    return books()


def books():
    return {one.name: one.custom for one in CustomRecord.objects.filter(noun="thing")}


def differing(now, before):
    """What is not the same, cut short where it is long."""
    keys = {key for key in {*now, *before} if now.get(key) != before.get(key)}
    return {key: (str(before.get(key))[:40], str(now.get(key))[:40]) for key in keys}


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_every_type_comes_back_exactly(thing, full, admin, at, tmp_path, format):
    held = [key for record in full.values() for key in record]
    empty = [
        one.name for one in thing.fields.values() if one.is_custom and one.custom_key not in held
    ]
    assert empty == []
    path = tmp_path / f"things.{format}"
    columns = ("name", *(name for name in thing.fields if name.startswith("of_")))
    write_list(path, admin, thing, Wanted(ListQuery(columns=columns), format, exact=True), at=at)
    rolled_up = thing.field("of_rollup").custom_key
    for one in CustomRecord.objects.filter(noun="thing"):
        one.custom = {rolled_up: one.custom[rolled_up]}
        one.save()

    run = draft_import("thing", blocks_of(path), path.name, actor=admin, at=at)
    options = Options(mode="update", key=("name",))
    run = run_import(agree(run, options, run.mapping, actor=admin, at=at), actor=admin, at=at)

    assert run.rejected == 0, [row.problems for row in run.rejected_rows.all()]
    after = books()
    assert {name: differing(after[name], held) for name, held in full.items()} == {
        "first": {},
        "full": {},
    }


def test_an_everyday_workbook_names_files_and_keeps_parts_of_seconds(
    thing, full, admin, at, tmp_path
):
    path = tmp_path / "things.xlsx"
    query = ListQuery(columns=("name", "of_file", "of_datetime"), filter={"text": "full"})

    write_list(path, admin, thing, Wanted(query, "xlsx"), at=at)

    name, file, moment = (cell.value for cell in openpyxl.load_workbook(path).active[2])
    assert (name, file, moment.microsecond // 1000) == ("full", "图.pdf", 123)


@pytest.fixture
def long_text(thing, admin, at):
    values = {"name": "long", "of_long": "长" * 40_000, "of_number": "1"}
    return create_record(thing, values, actor=admin, at=at)


@pytest.mark.parametrize(("format", "cut"), [("xlsx", 1), ("csv", 0)])
def test_texts_that_do_not_fit_into_a_cell_are_counted(thing, long_text, admin, at, format, cut):
    job = start_export(thing, Wanted(ListQuery(columns=("of_long",)), format), actor=admin, at=at)

    run_all_now(timezone.now())

    job.refresh_from_db()
    assert (job.state, job.result["cut"]) == (Job.State.DONE, cut)


def test_an_exact_workbook_that_cannot_hold_a_text_is_refused(thing, long_text, admin, at):
    wanted = Wanted(ListQuery(columns=("of_long",)), "xlsx", exact=True)
    job = start_export(thing, wanted, actor=admin, at=at)

    run_all_now(timezone.now())

    job.refresh_from_db()
    assert (job.state, "CSV" in job.error) == (Job.State.FAILED, True)
