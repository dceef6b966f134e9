"""An order-lines file tells how far its orders have come, and what is paid of them."""

import datetime as dt

import pytest

from guanxi.catalog.models import Tax
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.running import run_import
from guanxi.platform.imports.starting import agree, draft_import
from guanxi.sales.models import Order

HEAD = "订单号,客户,商品,数量,单价,日期,订单状态,收款状态,已付金额\n"


@pytest.fixture(autouse=True)
def _files_here(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def imported(ana, at):
    def make(*rows, head=HEAD, **options):
        blocks = [(head + "\n".join(rows)).encode()]
        run = draft_import("order-lines", blocks, "orders.csv", actor=ana, at=at)
        agree(run, Options(**options), run.mapping, actor=ana, at=at)
        return run_import(run, actor=ana, at=at)

    return make


def told(run):
    return [row.problems[0][:2] for row in run.rejected_rows.order_by("number")]


def line(number, stage="", quantity=1):
    return f"{number},甲公司,灯,{quantity},100,2026-03-05,{stage or ',,'}"


@pytest.mark.parametrize(
    ("stage", "status", "paid", "delivered"),
    [
        (",,", "closed", 100, True),
        ("草稿,,", "draft", 0, False),
        ("已审核,,", "confirmed", 0, False),
        ("Shipped,,", "delivered", 0, True),
        ("已开票,已收款,", "delivered", 100, True),
        ("已发货,部分收款,40", "delivered", 40, True),
        ("invoiced,,40.50", "delivered", 40.5, True),
        ("completed,,", "closed", 100, True),
        ("作废,未付款,", "cancelled", 0, False),
        ("canceled,,0", "cancelled", 0, False),
        (",,30", "closed", 30, True),
    ],
)
def test_a_stage_in_the_words_of_another_system_is_taken(imported, stage, status, paid, delivered):
    run = imported(line("A1", stage))

    order = Order.objects.get()
    assert told(run) == []
    assert (order.status, order.paid_amount, order.total_amount) == (status, paid * 100, 10_000)
    assert order.delivered_on == (dt.date(2026, 3, 5) if delivered else None)


@pytest.mark.parametrize(
    ("stage", "problem"),
    [
        ("飞走了,,", ["status", "unknown_choice"]),
        ("草稿,已付款,", ["payment_status", "paid_before_confirmed"]),
        ("cancelled,,5", ["paid_amount", "paid_before_confirmed"]),
        ("closed,unpaid,", ["payment_status", "closed_unpaid"]),
        ("shipped,partial,", ["payment_status", "part_without_amount"]),
        ("shipped,unpaid,5", ["payment_status", "open_with_amount"]),
        ("shipped,,-5", ["paid_amount", "paid_below_nothing"]),
    ],
)
def test_a_stage_that_contradicts_itself_is_refused_in_words(imported, stage, problem):
    run = imported(line("A1", stage))

    assert told(run) == [problem]
    assert not Order.objects.exists()


def test_lines_of_one_order_agree_on_its_stage(imported):
    run = imported(
        line("A1", "shipped,,50"),
        line("A1", "shipped,,50"),
        line("A1", "draft,,"),
        line("A1", "shipped,,60"),
    )

    order = Order.objects.get()
    assert told(run) == [
        ["status", "order_in_other_status"],
        ["paid_amount", "order_paid_otherwise"],
    ]
    assert (order.lines.count(), order.total_amount, order.paid_amount) == (2, 20_000, 5_000)


def test_a_trial_tells_the_same_over_all_its_parts(imported):
    rows = [line(f"A{one}", "shipped,,50") for one in range(2_001)]

    run = imported(*rows, line("A0", "shipped,,50"), line("A0", "draft,,"), dry_run=True)

    assert (run.created, run.rejected, told(run)) == (
        2_002,
        1,
        [["status", "order_in_other_status"]],
    )
    assert not Order.objects.exists()


def test_what_is_paid_back_of_a_return_runs_against_it(imported):
    imported(line("A1", "delivered,,60", quantity=-1))

    order = Order.objects.get()
    assert (order.kind, order.total_amount, order.paid_amount) == ("return", -10_000, -6_000)


def test_what_is_paid_of_both_directions_stands_where_the_number_stands(imported):
    imported(line("A1", "delivered,,60"), line("A1", "delivered,,60", quantity=-1))

    paid = dict(Order.objects.values_list("number", "paid_amount"))
    assert paid == {"A1": 6_000, "A1-R": 0}


def test_tax_discount_and_cost_of_a_line_are_counted_as_an_order_counts_them(imported, at):
    Tax.objects.create(name="增值税 13%", rate=13, is_included=False, created_at=at, updated_at=at)

    run = imported(
        "A1,甲公司,灯,2,100,2026-03-05,增值税 13%,20,150,2026-04-05",
        "A2,甲公司,灯,2,100,2026-03-05,没有的税,20,150,",
        head="订单号,客户,商品,数量,单价,日期,税种,折扣金额,成本金额,到期日\n",
    )

    order = Order.objects.get()
    assert told(run) == [["tax_name", "no_such_record"]]
    assert (order.tax_amount, order.total_amount, order.paid_amount) == (2_340, 20_340, 20_340)
    assert (order.lines.get().cost, order.due_on) == (15_000, dt.date(2026, 4, 5))


def test_an_order_that_is_fixed_takes_from_a_file_what_it_may_still_take(imported, ana, at):
    imported(line("A1", "已审核,,"))
    rows = "number,currency,kind,note\nA1,CNY,sale,送货前来电\nA1,USD,sale,改币种\n"

    run = draft_import("order", [rows.encode()], "heads.csv", actor=ana, at=at)
    agree(run, Options(mode="update", key=("number",)), run.mapping, actor=ana, at=at)
    run = run_import(run, actor=ana, at=at)

    assert told(run) == [["currency", "rule"]]
    assert Order.objects.get().note == "送货前来电"
