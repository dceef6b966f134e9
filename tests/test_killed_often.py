"""Long work that dies again and again at moments of chance: nothing is lost, nothing is doubled."""

import csv
import datetime as dt
import os
import random
import subprocess
import zipfile
from collections import Counter

import pytest
from django.db.models import Count, Sum
from django.utils import timezone

from guanxi.catalog.models import Product
from guanxi.customers.models import Account
from guanxi.insight.models import Profile
from guanxi.insight.tasks import ask_for_run
from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.backup.taking import take_backup
from guanxi.platform.exports.lists import Wanted
from guanxi.platform.exports.starting import exports_folder, start_export
from guanxi.platform.facts.models import Fact
from guanxi.platform.imports.models import ImportRun
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.running import run_import
from guanxi.platform.imports.starting import agree, draft_import
from guanxi.platform.imports.tasks import start_import, start_undo
from guanxi.platform.jobs.models import Job
from guanxi.platform.jobs.queue import enqueue
from guanxi.platform.jobs.running import run_all_now
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.reading import ListQuery
from guanxi.platform.search.matching import span_of
from guanxi.platform.search.models import SearchEntry
from guanxi.platform.verbs.many import Chosen, act_on_many
from guanxi.platform.verbs.models import BatchRow
from guanxi.platform.verbs.undoing import undo_batch
from guanxi.sales.models import Order, OrderLine
from guanxi.warehouse.refresh import warehouse_file
from tests.harness.elsewhere import processes

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
FIRMS, LINES, FEW = 3_000, 3_000, 500
# A job is tried four times, so that it may die three times.
DEATHS = 3
CHAINS = int(os.environ.get("GUANXI_KILL_CHAINS", "2"))


@pytest.fixture(params=range(CHAINS))
def die(request):
    """Do an act in lives that end within so many seconds of processor time, as chance has it."""
    chance = random.Random(f"{request.node.originalname} {request.param}")  # noqa: S311
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with processes() as start:
        living = start("-m", "tests.harness.lives", **pipes)

        def within(seconds, act="work", subject=None, deaths=DEATHS):
            for turn in range(deaths):
                given = f"{chance.uniform(0.01, seconds):.4f} {act} {subject or turn}\n"
                living.stdin.write(given)
                living.stdin.flush()
                if living.stdout.readline() == "True\n":
                    return

        yield within


def go_on():
    """What a worker does that is started when the lease of the last one has run out."""
    while run_all_now(timezone.now() + dt.timedelta(hours=DEATHS + 1)):
        pass
    assert not Job.objects.exclude(state=Job.State.DONE).exists(), list(
        Job.objects.values("kind", "state", "error", "trace")
    )


def agreed(target, header, rows, at):
    content = "\n".join([header, *rows]).encode()
    run = draft_import(target, [content], f"{target}.csv", actor=SYSTEM, at=at)
    return agree(run, Options(), run.mapping, actor=SYSTEM, at=at)


def firms(at, count=FIRMS):
    rows = (f"K{number},苏州第{number}号精密科技有限公司,备注{number}" for number in range(count))
    return agreed("account", "客户编号,客户名称,备注", rows, at)


def lines(at):
    header = "订单号,下单时间,客户编号,客户名称,商品编码,说明,数量,单价"
    rows = (
        f"B{order},2026-0{order % 6 + 1}-06,K{order % 300},{order % 300}号公司,P{n % 50},货,2,9.90"
        for n, order in ((n, n // 3) for n in range(LINES))
    )
    return agreed("order-lines", header, rows, at)


@pytest.fixture
def imported(at):
    return run_import(firms(at), actor=SYSTEM, at=at)


@pytest.fixture
def few(at):
    return run_import(firms(at, FEW), actor=SYSTEM, at=at)


@pytest.fixture
def _thirty_days(settings, monkeypatch):
    settings.BIN_DAYS = 30
    monkeypatch.setenv("GUANXI_BIN_DAYS", "30")


def assert_once(kind, number):
    """So many records have such a fact, each of them one."""
    told = Fact.objects.filter(kind=kind)
    assert told.count() == told.values("record_id").distinct().count() == number, kind


def assert_found(noun, number):
    assert SearchEntry.objects.filter(id__range=span_of(noun)[:2]).count() == number, noun


def test_an_import_that_dies_makes_every_record_once(die, at):
    start_import(firms(at), actor=SYSTEM, at=at)

    die(1.0)
    go_on()

    run = ImportRun.objects.get()
    assert (run.state, run.read, run.created, run.rejected) == ("done", FIRMS, FIRMS, 0)
    assert Account.objects.count() == Account.objects.values("code").distinct().count() == FIRMS
    assert_once("account.created", FIRMS)
    assert_found("account", FIRMS)


def test_an_import_of_order_lines_that_dies_sums_up(die, at):
    start_import(lines(at), actor=SYSTEM, at=at)

    die(1.5)
    go_on()

    run = ImportRun.objects.get()
    assert (run.state, run.created, run.rejected) == ("done", LINES, 0)
    assert (Account.objects.count(), Product.objects.count()) == (300, 50)
    said = OrderLine.objects.aggregate(lines=Count("id"), money=Sum("amount"))
    assert said == {"lines": LINES, "money": LINES * 1_980}
    assert Order.objects.count() == LINES // 3
    assert Order.objects.aggregate(money=Sum("total_amount"))["money"] == LINES * 1_980
    for noun, number in (("account", 300), ("product", 50), ("order", LINES // 3)):
        assert_once(f"{noun}.created", number)
        assert_found(noun, number)


def test_an_undo_that_dies_removes_every_record_once(imported, die, at):
    start_undo(imported, actor=SYSTEM, at=at)

    die(1.5)
    go_on()

    run = ImportRun.objects.get()
    assert (run.state, run.report["undone"]["removed"]) == ("undone", FIRMS)
    assert run.report["undone"]["left"] == {}
    assert not Account.objects.filter(deleted_at=None).exists()
    assert_once("account.deleted", FIRMS)


def test_an_act_on_many_that_dies_and_its_undo_touch_every_record_once(few, die, at):
    noun, chosen = noun_named("account"), Chosen(filter={})
    batch = act_on_many("edit", noun, chosen, {"city": "苏州"}, actor=SYSTEM, at=at)
    die(1.0)
    go_on()
    assert Account.objects.filter(city="苏州", version=2).count() == FEW
    assert_once("account.updated", FEW)

    undo_batch(batch, actor=SYSTEM, at=timezone.now())
    die(1.0)
    go_on()

    assert Account.objects.filter(city="", version=3).count() == FEW
    assert Fact.objects.filter(kind="account.updated").count() == 2 * FEW


def test_a_deletion_of_many_that_dies_deletes_every_record_once(few, die, at):
    act_on_many("delete", noun_named("account"), Chosen(filter={}), {}, actor=SYSTEM, at=at)

    die(1.0)
    go_on()

    assert Account.objects.exclude(deleted_at=None).count() == FEW
    assert BatchRow.objects.filter(outcome=BatchRow.Outcome.DONE).count() == FEW
    assert_once("account.deleted", FEW)


def test_a_bin_emptied_by_one_that_dies_is_empty_and_told_once(few, _thirty_days, die, at):
    Account.objects.filter(pk__gt=0).update(deleted_at=at - dt.timedelta(days=400))
    enqueue("records.purge", actor=SYSTEM, at=at)

    die(1.0)
    go_on()

    assert not Account.objects.exists()
    assert_once("account.purged", FEW)


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_an_export_that_dies_is_whole_and_alone(imported, die, format, at):
    for left in exports_folder().iterdir():
        left.unlink()
    wanted = Wanted(ListQuery(filter={}, columns=["code", "name"]), format)
    job = start_export(noun_named("account"), wanted, actor=SYSTEM, at=at)

    die(0.8)
    go_on()

    job.refresh_from_db()
    assert job.result["rows"] == FIRMS
    [file] = [one for one in exports_folder().iterdir() if one.suffix == f".{format}"]
    assert file.name == job.result["file"]
    assert not list(exports_folder().glob("*.partial"))
    if format == "csv":
        with file.open(encoding="utf-8-sig", newline="") as text:
            codes = Counter(row[0] for row in csv.reader(text))
        assert len(codes) == FIRMS + 1 and set(codes.values()) == {1}
    else:
        assert zipfile.ZipFile(file).testzip() is None
    assert Fact.objects.filter(kind="export.made").count() == 1


def test_a_backup_that_dies_leaves_the_books_and_the_next_is_whole(imported, die, tmp_path, at):
    path = tmp_path / "books.zip"

    die(1.5, "backup", path)
    take_backup(path, at)

    assert zipfile.ZipFile(path).testzip() is None
    assert [one.name for one in tmp_path.iterdir() if "books" in one.name] == ["books.zip"]
    assert Account.objects.count() == FIRMS


def test_a_computation_that_dies_says_what_one_that_lived_says(die, at):
    run_import(lines(at), actor=SYSTEM, at=at)
    ask_for_run(actor=SYSTEM, at=at)

    die(6.0, deaths=2)
    go_on()
    killed = profiles()
    Profile.objects.all().delete()
    warehouse_file().unlink()
    ask_for_run(actor=SYSTEM, at=timezone.now())
    go_on()

    assert len(killed) == 300
    assert profiles() == killed


def profiles():
    """What is said of each customer, without the moments at which it was said."""
    names = [one.name for one in Profile._meta.fields if one.get_internal_type() != "DateTimeField"]
    names = [name for name in names if name != "id"]
    return sorted(Profile.objects.values_list("account_id", *names), key=lambda one: one[0])
