"""Imports when things go wrong: killed, twice at once, on a full disk, from a file without end."""

import os
import signal
import tracemalloc
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from guanxi.catalog.models import Product
from guanxi.customers.models import Account
from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.errors import RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.platform.imports.models import ImportRun
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.running import run_import
from guanxi.platform.imports.starting import agree, blocks_of, draft_import
from guanxi.platform.imports.undo import undo_import
from guanxi.platform.search.matching import span_of
from guanxi.platform.search.models import SearchEntry
from guanxi.sales.models import Order
from tests.harness.elsewhere import PATIENCE_SECONDS, processes, until

pytestmark = pytest.mark.django_db(transaction=True)
FIRMS = 8_000


@pytest.fixture
def firms(tmp_path):
    """A file of customers, large enough for a second process."""
    path = tmp_path / "firms.csv"
    rows = (f"K{n},苏州第{n}号科技有限公司,info{n}@example.com,备注{n}" for n in range(FIRMS))
    path.write_text("\n".join(["客户编号,客户名称,邮箱,备注", *rows]), encoding="utf-8")
    return path


@pytest.fixture
def lines(tmp_path):
    """A file of what the same customers have bought."""
    path = tmp_path / "lines.csv"
    rows = (f"B{n},2026-05-06,K{n},苏州第{n}号科技有限公司,P1,2,9.90" for n in range(FIRMS))
    header = "订单号,下单时间,客户编号,客户名称,商品编码,数量,单价"
    path.write_text("\n".join([header, *rows]), encoding="utf-8")
    return path


@pytest.fixture
def bring():
    """Start the command that imports a file, in a process of its own."""
    with processes() as start:
        yield lambda path, target="account": start("manage.py", "import", str(path), "--as", target)


def runs():
    return list(ImportRun.objects.values("state", "read"))


def brought(target, content, at):
    run = draft_import(target, [content.encode()], "small.csv", actor=SYSTEM, at=at)
    agree(run, Options(), run.mapping, actor=SYSTEM, at=at)
    return run_import(run, actor=SYSTEM, at=at)


def agreed(path, at):
    run = draft_import("account", blocks_of(path), path.name, actor=SYSTEM, at=at)
    return agree(run, Options(), run.mapping, actor=SYSTEM, at=at)


def assert_every_firm_once():
    assert Account.objects.count() == FIRMS
    assert Account.objects.values("code").distinct().count() == FIRMS
    assert Fact.objects.filter(kind="account.created").count() == FIRMS
    customers = SearchEntry.objects.filter(id__range=span_of("account")[:2])
    assert customers.count() == FIRMS


def test_kill_9_in_the_middle_loses_nothing_and_doubles_nothing(firms, bring, at):
    importing = bring(firms)
    until(Account.objects.exists, runs)
    importing.send_signal(signal.SIGKILL)
    importing.wait()
    left = ImportRun.objects.get()
    assert left.state == ImportRun.State.RUNNING
    assert 0 < left.read == Account.objects.count() < FIRMS

    again = run_import(left, actor=SYSTEM, at=at)

    assert (again.state, again.read, again.created) == ("done", FIRMS, FIRMS)
    assert_every_firm_once()


def test_two_imports_at_once_make_each_customer_once(firms, bring):
    first, second = bring(firms), bring(firms)

    assert (first.wait(PATIENCE_SECONDS), second.wait(PATIENCE_SECONDS)) == (0, 0)

    runs = ImportRun.objects.all()
    assert sum(run.created for run in runs) == sum(run.skipped for run in runs) == FIRMS
    assert_every_firm_once()


def test_customers_of_two_files_of_different_kinds_are_made_once(firms, lines, bring):
    first, second = bring(firms), bring(lines, "order-lines")

    assert (first.wait(PATIENCE_SECONDS), second.wait(PATIENCE_SECONDS)) == (0, 0)

    assert list(ImportRun.objects.values_list("state", "rejected")) == [("done", 0)] * 2
    assert_every_firm_once()
    assert Order.objects.values("account").distinct().count() == FIRMS
    assert Product.objects.count() == 1


def waits_for_a_lock():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0]


def beside(work, *given, **named):
    """Do it at a connection of its own."""
    try:
        return work(*given, **named)
    finally:
        connection.close()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_an_undo_leaves_the_customer_of_an_order_just_being_imported(at, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    run = brought("account", "客户编号,客户名称\nK1,甲公司\nK2,乙公司\n", at)
    order = "订单号,下单时间,客户编号,商品编码,数量,单价\nB1,2026-05-06,K1,P1,2,9.90\n"

    with ThreadPoolExecutor(1) as thread:
        with transaction.atomic():
            brought("order-lines", order, at)
            undoing = thread.submit(beside, undo_import, run, actor=SYSTEM, at=at)
            until(waits_for_a_lock)
        undone = undoing.result()

    assert (undone.removed, [one["reason"] for one in undone.conflicts]) == (1, ["used_by:order"])
    assert Order.objects.get().account.deleted_at is None


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite can be given a small disk")
def test_a_full_disk_stops_the_import_which_goes_on_when_there_is_room(firms, at):
    run = agreed(firms, at)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages + 700}")

    with pytest.raises(RuleBroken, match="full|满"):
        run_import(run, actor=SYSTEM, at=at)

    stopped = ImportRun.objects.get()
    assert (stopped.state, stopped.read) == ("stopped", Account.objects.count())
    assert 0 < stopped.read < FIRMS
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1073741823")
    assert run_import(stopped, actor=SYSTEM, at=at).created == FIRMS
    assert_every_firm_once()


def test_five_gigabytes_without_a_line_end_are_refused_in_little_memory(tmp_path, at):
    path = tmp_path / "endless.csv"
    path.write_text("客户编号,客户名称\nK1,甲公司\nK2,乙公司\n", encoding="utf-8")
    os.truncate(path, 5 * 1024**3)
    run = ImportRun(target="account", file_name=path.name, path=str(path), size=1, made_at=at)
    run.header, run.mapping = ["客户编号", "客户名称"], {"客户编号": "code", "客户名称": "name"}
    run.choices = {"encoding": "utf-8", "delimiter": ",", "quote": '"', "header_row": 1}
    run.save()
    tracemalloc.start()

    with pytest.raises(RuleBroken):
        run_import(agree(run, Options(), run.mapping, actor=SYSTEM, at=at), actor=SYSTEM, at=at)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 150_000_000
