"""Rows drafted by the reading process are what rows written one by one would be."""

import datetime as dt
import random
from pathlib import Path

import orjson
import pytest
from django.utils import timezone

from guanxi.customers.models import Account, DuplicateCandidate
from guanxi.platform.boards.limits import Limit, set_limits
from guanxi.platform.bulk import adapted_in_place, stored_columns
from guanxi.platform.facts.models import Fact
from guanxi.platform.imports.correcting import try_row_again
from guanxi.platform.imports.drafts import Draftsman
from guanxi.platform.imports.matching import rules_for
from guanxi.platform.imports.models import RejectedRow
from guanxi.platform.imports.noun_recipe import NounRecipe
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.plan import Batch, Drafting, Prepared
from guanxi.platform.imports.running import run_import
from guanxi.platform.imports.signs import SignReader, signs_in
from guanxi.platform.imports.starting import agree, draft_import
from guanxi.platform.jobs.models import Job
from guanxi.platform.jobs.running import run_all_now
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.bulk_writing import Maker, Making
from guanxi.platform.records.drafting import Drafter, NeedsTheBooks, without_the_books
from guanxi.platform.records.values import is_blank, json_value
from guanxi.platform.records.writing import create_record
from guanxi.platform.search.content import searched_lines
from guanxi.platform.search.models import SearchEntry
from guanxi.platform.search.searching import search

HEADER = "客户编号,客户名称,电话,邮箱,城市,创建时间\n"
FIRMS = [
    "K1,苏州远航科技有限公司,13800138000,a@example.com,苏州,2024-01-05 09:30",
    "K2,Blue River Ltd,010-62345678,,上海,",
    "K3,张伟,,zhang@example.com,,2023-12-31",
]


@pytest.fixture(autouse=True)
def _files_here(settings, tmp_path):
    settings.MEDIA_ROOT = Path(tmp_path) / "files"


@pytest.fixture
def upload(ana, at):
    """Draft an import of customers, agreed to with these options."""

    def make(content, **options):
        run = draft_import("account", [content.encode()], "firms.csv", actor=ana, at=at)
        return agree(run, Options(**options), run.mapping, actor=ana, at=at)

    return make


@pytest.fixture
def bring(upload, ana, at):
    """Import customers as ana, who may."""
    return lambda content, **options: run_import(upload(content, **options), actor=ana, at=at)


def test_a_cell_that_does_not_apply_is_told_though_rows_are_drafted_elsewhere(bring):
    run = bring("名称,类型,规模\n苏州远航科技有限公司,组织客户,small\n张伟,个人客户,small\n")

    assert (run.created, run.rejected) == (2, 0)
    assert run.report["notes"] == {"idle:size": {"count": 1, "rows": [3]}}


def columns(account):
    return {
        one.attname: getattr(account, one.attname)
        for one in Account._meta.concrete_fields
        if one.attname != "id"
    }


def drafting(mapped, ana, at, **options):
    noun = noun_named("account")
    fields = {name: noun.fields[name] for name in mapped}
    return NounRecipe("account").drafting(Making(ana, at), Options(**options), fields)


def test_a_drafted_record_equals_one_made_by_hand(bring, ana, at):
    bring(HEADER + "\n".join(FIRMS))
    imported = Account.objects.get(code="K2")
    texts = dict(SearchEntry.objects.values_list("pk", "text"))
    Account.objects.filter(pk=imported.pk).update(code="K0", phone="", deleted_at=at)

    values = {"code": "K2", "name": "Blue River Ltd", "phone": "010-62345678", "city": "上海"}
    by_hand = create_record(noun_named("account"), values, actor=ana, at=at)

    by_hand.refresh_from_db()
    assert columns(by_hand) == columns(imported)
    new = dict(SearchEntry.objects.values_list("pk", "text"))
    made = next(text for pk, text in new.items() if pk not in texts)
    assert made in texts.values()
    one, other = Fact.objects.filter(
        kind="account.created", record_id__in=[imported.pk, by_hand.pk]
    )
    assert one.changes == other.changes


CELLS = {
    "code": ["", "K1", "K 2"],
    "name": ["苏州远航科技有限公司", "Blue River Ltd", "张伟", "重庆（集团）", "A_1", "一"],
    "kind": ["", "business", "person"],
    "gender": ["", "male"],
    "size": ["", "small"],
    "phone": ["", "+8613800138000"],
    "credit_code": ["", "91350211M000100Y43"],
    "city": ["", "苏州"],
    "tags": [[], ["a", "b"]],
    "next_step_at": [None, dt.datetime(2026, 1, 5, 9, 30, tzinfo=dt.UTC)],
}


def test_rows_drafted_together_are_what_each_alone_would_be(ana, at):
    chance = random.Random(5)
    given = [{name: chance.choice(some) for name, some in CELLS.items()} for _ in range(200)]
    given = [
        {name: value for name, value in values.items() if chance.random() < 0.7 or name == "name"}
        for values in given
    ]
    noun, making = noun_named("account"), Making(ana, at)
    rules = rules_for(noun, [])
    searched = tuple(searched_lines(noun))
    rows = [Prepared(number, values, []) for number, values in enumerate(given, start=1)]
    draftsman = Draftsman(Drafting("account", making, tuple(rules)), searched)

    together = draftsman.drafted(Batch(rows)).drafted
    alone = [draftsman.drafted(Batch([row])).drafted for row in rows]

    alone = [one for one in alone if one]
    assert 60 < len(alone) < len(rows)
    assert together.numbers == [one.numbers[0] for one in alone]
    columns = zip(*together.drafts.columns, strict=False)
    assert list(columns) == [tuple(map(next, map(iter, one.drafts.columns))) for one in alone]
    assert together.drafts.changes == [one.drafts.changes[0] for one in alone]
    assert together.drafts.findable == [one.drafts.findable[0] for one in alone]
    readers = [SignReader(noun, rule) for rule in rules]
    assert list(zip(*signs_in(together.met_by, readers), strict=True)) == [
        tuple(under[0] for under in signs_in(one.met_by, readers)) for one in alone
    ]


def test_a_draft_holds_what_the_writer_would_write(ana, at):
    noun, making = noun_named("account"), Making(ana, at)
    values = {"code": "K1", "name": "重庆远航（集团）有限公司", "city": "", "tags": ["a"]}
    drafter, maker = Drafter(noun, making, tuple(searched_lines(noun))), Maker(noun, making)

    drafts = drafter.drafts([drafter.record(values)], [values])
    record = maker.draft(values)

    names = [one for one in stored_columns(Account) if not one.primary_key]
    assert [next(iter(one)) for one in drafts.columns] == adapted_in_place(names)(
        [getattr(record, one.attname) for one in names]
    )
    told = ((name, noun.fields[name].value_of(record)) for name in [*values, *noun.defaults(ana)])
    assert orjson.loads(drafts.changes[0]) == {
        name: [None, json_value(value)] for name, value in told if not is_blank(value)
    }


def test_drafted_records_are_found_at_once(bring, ana):
    bring(HEADER + "\n".join(FIRMS))

    for text, name in (
        ("远航", "苏州远航科技有限公司"),
        ("szyh", "苏州远航科技有限公司"),
        ("8000", "苏州远航科技有限公司"),
    ):
        assert [hit.title for hit in search(ana, text)] == [name]


def test_drafted_twins_and_known_records_are_left_alone(bring):
    bring(HEADER + FIRMS[0])

    run = bring(HEADER + "\n".join([*FIRMS, FIRMS[2].replace("张伟", "张伟二")]))

    assert (run.created, run.skipped) == (2, 2)
    assert run.report["notes"]["duplicate:code"] == {"count": 2, "rows": [2, 5]}


def test_a_dry_run_of_drafts_tells_all_and_changes_nothing(bring):
    run = bring(HEADER + "\n".join([*FIRMS, FIRMS[0], "K9,,,,,"]), dry_run=True)

    assert (run.created, run.skipped, run.rejected) == (3, 1, 1)
    assert not Account.objects.exists()
    assert not Fact.objects.filter(noun="account").exists()


def test_drafts_that_the_database_refuses_are_kept_as_they_stand(bring):
    run = bring(HEADER + "\n".join([*FIRMS, FIRMS[1]]), duplicates="create")

    assert (run.created, run.rejected) == (3, 1)
    refused = run.rejected_rows.get()
    assert (refused.number, refused.cells[0]) == (5, "K2")
    assert refused.problems == [["code", "taken", "There is one already: Blue River Ltd"]]


def test_a_row_that_the_database_refuses_again_stays_rejected(bring, ana, at):
    run = bring(HEADER + "\n".join([*FIRMS, FIRMS[1]]), duplicates="create")
    refused = run.rejected_rows.get()

    again = try_row_again(refused, refused.cells, actor=ana, at=at)
    taken = try_row_again(refused, ["K9", *refused.cells[1:]], actor=ana, at=at)

    assert again.state == RejectedRow.State.WAITING
    assert again.problems == [["code", "taken", "There is one already: Blue River Ltd"]]
    assert taken.state == RejectedRow.State.TAKEN


@pytest.mark.parametrize(
    ("mapped", "options", "is_drafted"),
    [
        (("code", "name", "phone", "email", "credit_code", "short_name"), {}, True),
        (("name", "owner"), {}, False),
        (("name",), {"duplicates": "fill"}, False),
        (("name",), {"mode": "upsert"}, False),
    ],
)
def test_only_rows_that_tell_all_are_drafted(ana, at, mapped, options, is_drafted):
    assert bool(drafting(mapped, ana, at, **options)) is is_drafted


def test_whatever_asks_the_books_is_left_to_the_writer(db):
    with without_the_books(), pytest.raises(NeedsTheBooks):
        Account.objects.exists()
    assert not Account.objects.exists()


def test_two_imports_of_one_file_make_each_customer_once(bring, upload, ana, at):
    content = HEADER + "\n".join(FIRMS)
    first, second = upload(content), upload(content)
    run_import(first, actor=ana, at=at)

    run_import(second, actor=ana, at=at)

    assert (second.created, second.skipped, Account.objects.count()) == (0, 3, 3)


def test_an_import_queues_those_that_look_alike_for_review(bring):
    firms = [
        "S1,宁波甬川精密制造有限公司,0574-66668888,info@yongchuan.cn,宁波,",
        "S2,宁波涌川精密制造有限公司,0574-66668888,sales@yongchuan.cn,宁波,",
    ]
    bring(HEADER + "\n".join(firms))

    run_all_now(timezone.now())

    pair = DuplicateCandidate.objects.get()
    assert {pair.left_id, pair.right_id} == set(Account.objects.values_list("pk", flat=True))


def test_a_dry_run_queues_nothing(bring):
    bring(HEADER + FIRMS[0], dry_run=True)

    assert not Job.objects.exists()


@pytest.mark.parametrize("duplicates", ["skip", "create"])
def test_a_hard_limit_of_the_board_holds_for_imported_customers(bring, admin, at, duplicates):
    account = noun_named("account")
    set_limits(account, {"lost": Limit(1, is_hard=True)}, actor=admin, at=at)

    run = bring("客户名称,客户状态\n甲,lost\n乙,lost\n", duplicates=duplicates)

    assert (run.created, run.rejected) == (1, 1)
    assert Account.objects.filter(role="lost").count() == 1
